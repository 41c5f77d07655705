// Reads a part of a disk image that somebody else is writing: raw, or qcow2 with its backing files. No lock is taken and
// nothing is asked of QEMU, so it works on disks of running, hanging and dead machines alike.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { constants, inflateRawSync } from "node:zlib";

const QCOW2_MAGIC = 0x514649fb;
const OFFSET_MASK = 0x00ff_ffff_ffff_fe00n;
const COMPRESSED = 1n << 62n;
const ZERO = 1n;
/** Incompatible features that change nothing for a reader: dirty, corrupt. */
const HARMLESS = 0b11n;
const CHAIN_MAX = 8;

/** @param {number} file @param {number} offset @param {number} size @returns {Buffer} what lies behind the end is zero */
function bytesAt(file, offset, size) {
  const bytes = Buffer.alloc(size);
  for (let done = 0; done < size;) {
    const more = readSync(file, bytes, done, size - done, offset + done);
    if (more === 0) break;
    done += more;
  }
  return bytes;
}

/**
 * @param {string} path @param {number} offset @param {number} size
 * @param {number} [depth] of the backing chain
 * @returns {Buffer}
 */
export function readDisk(path, offset, size, depth = 0) {
  if (depth > CHAIN_MAX) throw new Error(`${path}: more than ${CHAIN_MAX} backing files`);
  const file = openSync(path, "r");
  try {
    const head = bytesAt(file, 0, 104);
    if (head.readUInt32BE(0) !== QCOW2_MAGIC) return bytesAt(file, offset, size);
    return readQcow2({ path, file, head, depth }, offset, size);
  } finally {
    closeSync(file);
  }
}

/** @typedef {{ path: string, file: number, head: Buffer, depth: number }} Qcow2 */

/** @param {Qcow2} image @param {number} offset @param {number} size */
function readQcow2(image, offset, size) {
  const features = image.head.readUInt32BE(4) >= 3 ? image.head.readBigUInt64BE(72) : 0n;
  if ((features & ~HARMLESS) !== 0n) throw new Error(`${image.path}: qcow2 features ${features.toString(16)} unknown`);
  const clusterBytes = 2 ** image.head.readUInt32BE(20);
  /** @type {Buffer[]} */
  const parts = [];
  for (let at = offset; at < offset + size;) {
    const inCluster = at % clusterBytes;
    const part = Math.min(clusterBytes - inCluster, offset + size - at);
    parts.push(readCluster(image, at, inCluster, part, clusterBytes));
    at += part;
  }
  return Buffer.concat(parts);
}

/** @param {Qcow2} image @param {number} at @param {number} inCluster @param {number} size @param {number} clusterBytes */
function readCluster(image, at, inCluster, size, clusterBytes) {
  const entry = entryOf(image, Math.floor(at / clusterBytes), clusterBytes);
  if (entry & COMPRESSED) return inflate(image, entry, clusterBytes).subarray(inCluster, inCluster + size);
  if (entry & ZERO) return Buffer.alloc(size);
  const data = Number(entry & OFFSET_MASK);
  if (data !== 0) return bytesAt(image.file, data + inCluster, size);
  const backing = backingOf(image);
  return backing === undefined ? Buffer.alloc(size) : readDisk(backing, at, size, image.depth + 1);
}

/** @param {Qcow2} image @param {number} cluster @param {number} clusterBytes */
function entryOf(image, cluster, clusterBytes) {
  const perTable = clusterBytes / 8;
  const tables = image.head.readUInt32BE(36);
  const index = Math.floor(cluster / perTable);
  if (index >= tables) return 0n;
  const first = Number(image.head.readBigUInt64BE(40));
  const table = Number(bytesAt(image.file, first + index * 8, 8).readBigUInt64BE() & OFFSET_MASK);
  return table === 0 ? 0n : bytesAt(image.file, table + (cluster % perTable) * 8, 8).readBigUInt64BE();
}

/** @param {Qcow2} image @param {bigint} entry @param {number} clusterBytes */
function inflate(image, entry, clusterBytes) {
  const shift = BigInt(62 - (Math.log2(clusterBytes) - 8));
  const offset = Number(entry & ((1n << shift) - 1n));
  const sectors = Number((entry & (COMPRESSED - 1n)) >> shift) + 1;
  const size = Math.min(sectors * 512 - (offset % 512), fstatSync(image.file).size - offset);
  return inflateRawSync(bytesAt(image.file, offset, size), { finishFlush: constants.Z_SYNC_FLUSH });
}

/** @param {Qcow2} image */
function backingOf(image) {
  const offset = Number(image.head.readBigUInt64BE(8));
  if (offset === 0) return undefined;
  const name = bytesAt(image.file, offset, image.head.readUInt32BE(16)).toString("utf8");
  return resolve(dirname(image.path), name.replace(/^file:/, ""));
}
