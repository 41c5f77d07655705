import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SLOT_BYTES = 4096;
const HEAD_BYTES = 124;

/**
 * The numbers the witness left on a disk that no QEMU has open, newest last.
 *
 * @param {string} disk a qcow2 file
 * @param {{ witnessOffsetBytes: number, witnessSizeBytes: number }} image the image's description (guest.json)
 */
export function witnessNumbers(disk, image) {
  const folder = mkdtempSync(join(tmpdir(), "atoll-witness-"));
  try {
    const area = join(folder, "area");
    execFileSync("qemu-img", [
      "dd",
      "-f",
      "qcow2",
      "-O",
      "raw",
      `bs=${SLOT_BYTES}`,
      `skip=${image.witnessOffsetBytes / SLOT_BYTES}`,
      `count=${(image.witnessOffsetBytes + image.witnessSizeBytes) / SLOT_BYTES}`,
      `if=${disk}`,
      `of=${area}`,
    ]);
    return numbersIn(readFileSync(area));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {Buffer} area */
function numbersIn(area) {
  /** @type {number[]} */
  const numbers = [];
  for (let at = 0; at + SLOT_BYTES <= area.length; at += SLOT_BYTES) {
    const head = area.subarray(at, at + HEAD_BYTES);
    if (area.readUInt32LE(at + HEAD_BYTES) !== fnv1a(head)) continue;
    const match = /^ATOLL-WITNESS (\d+) /.exec(head.toString("latin1"));
    if (match) numbers.push(Number(match[1]));
  }
  return numbers.sort((a, b) => a - b);
}

/** @param {Buffer} bytes */
function fnv1a(bytes) {
  let hash = 2166136261;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 16777619) >>> 0;
  return hash;
}
