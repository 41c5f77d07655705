// A witness in a QEMU of our own, with the devices that the agent gives its VMs.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitUntil } from "../../e2e/lib/wait.mjs";

/** @param {string} driver @param {string} id @param {string} slot @param {Record<string, unknown>} [other] */
const device = (driver, id, slot, other = {}) => [
  "-device",
  JSON.stringify({ driver, id, bus: "pcie.0", addr: slot, ...other }),
];

/** @param {string} disk @param {string} folder @param {boolean} guarded @returns {string[]} */
function argumentsFor(disk, folder, guarded) {
  const cache = { direct: true, "no-flush": false };
  const file = { driver: "file", filename: disk, locking: guarded ? "on" : "off", aio: "threads", cache };
  return [
    ..."-nodefaults -no-user-config -display none -machine type=pc-q35-7.2,hpet=off,vmport=off".split(" "),
    ..."-accel tcg,tb-size=8 -cpu qemu64,-svm -smp cpus=1 -m size=16M -boot strict=on".split(" "),
    ...device("VGA", "video0", "0x2", { vgamem_mb: 4 }),
    ...device("qemu-xhci", "usb0", "0x6"),
    ...["-chardev", `file,id=serial0,path=${join(folder, "serial.log")}`],
    ...["-device", JSON.stringify({ driver: "isa-serial", id: "com1", chardev: "serial0" })],
    ...[
      "-blockdev",
      JSON.stringify({ driver: guarded ? "qcow2" : "raw", "node-name": "disk0", cache, file, discard: "unmap" }),
    ],
    ...device("virtio-blk-pci", "vdisk0", "0x8", { drive: "disk0", "write-cache": "on", bootindex: 1 }),
  ];
}

/**
 * Starts it and waits for its first line.
 *
 * @param {string} disk a qcow2 file @param {{ guarded?: boolean }} [options] guarded: false has a raw file without QEMU's
 *   lock, so that two can write to it, to see that this is found out
 */
export async function startWitness(disk, { guarded = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "atoll-witness-"));
  const child = spawn("qemu-system-x86_64", argumentsFor(disk, folder, guarded), {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let words = "";
  child.stderr.on("data", (part) => (words += part));
  const ended = once(child, "exit");
  const log = join(folder, "serial.log");
  const serial = () => (existsSync(log) ? readFileSync(log, "latin1") : "");
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true });
  };
  try {
    await waitUntil("the witness's first line", 60_000, () => {
      if (child.exitCode !== null) throw new Error(`QEMU ended: ${words}`);
      return serial().includes("seq=");
    });
  } catch (error) {
    await kill();
    throw error;
  }
  /** @param {NodeJS.Signals} name */
  const signal = (name) => child.kill(name);
  return { pid: Number(child.pid), serial, signal, kill };
}
