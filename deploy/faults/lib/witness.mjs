// Oracle one: what the boot-sector witness left on its disk. Its record and ring are described at the head of
// deploy/images/src/boot-witness.S. Everything here is pure: bytes and times in, findings out.
//
// Why a late write of an old boot shows: each boot notes the largest number that it found on the disk (`found`) and begins
// some numbers behind it (`first`). Whatever an older boot wrote before the newer one looked has at most the number
// `found`, and whatever it wrote afterwards has a larger one and lands in the gap. The order of arrival need not be known.

export const RING_OFFSET_BYTES = 128 * 512;
export const RING_SECTORS = 1024;
export const SECTOR_BYTES = 512;
/** Numbers that a boot leaves out. */
export const GAP = 64;
/** The witness writes every second tick of a timer with 18.2 ticks a second. */
export const WRITE_INTERVAL_MS = 110;

const MAGIC = Buffer.from("ATOLLWIT", "latin1");
const CHECKSUM_AT = 508;
const CHECKSUM_START = 0x41544f4c;

/**
 * @typedef {{ slot: number, bootId: string, bootNumber: number, first: number, seq: number, errors: number,
 *   previous: string, ticks: number, found: number }} WitnessRecord
 * @typedef {{ records: WitnessRecord[], torn: number[] }} Ring records by number, and slots that hold neither zeros nor a
 *   whole record
 * @typedef {{ kind: "TORN" | "MISPLACED" | "DOUBLE_RUN" | "LOST_WRITE", key: string, detail: string }} Finding
 */

/** @param {Buffer} sector */
function checksum(sector) {
  let sum = CHECKSUM_START;
  for (let at = 0; at < CHECKSUM_AT; at += 4) sum = (((sum << 5) | (sum >>> 27)) + sector.readUInt32LE(at)) >>> 0;
  return sum;
}

/** @param {Omit<WitnessRecord, "slot">} record @returns {Buffer} the sector as the witness writes it */
export function encodeRecord(record) {
  const sector = Buffer.alloc(SECTOR_BYTES);
  MAGIC.copy(sector);
  sector.writeBigUInt64LE(BigInt(`0x${record.bootId}`), 8);
  sector.writeUInt32LE(record.bootNumber, 16);
  sector.writeUInt32LE(record.first, 20);
  sector.writeUInt32LE(record.seq, 24);
  sector.writeUInt32LE(record.errors, 28);
  sector.writeBigUInt64LE(BigInt(`0x${record.previous}`), 32);
  sector.writeUInt32LE(record.ticks, 40);
  sector.writeUInt32LE(record.found, 44);
  for (let at = 48; at < CHECKSUM_AT; at += 4) sector.writeUInt32LE(record.seq, at);
  sector.writeUInt32LE(checksum(sector), CHECKSUM_AT);
  return sector;
}

/** @param {Buffer} sector @param {number} slot @returns {WitnessRecord | undefined} */
function decodeRecord(sector, slot) {
  if (!sector.subarray(0, 8).equals(MAGIC) || sector.readUInt32LE(CHECKSUM_AT) !== checksum(sector)) return undefined;
  return {
    slot,
    bootId: hex(sector, 8),
    bootNumber: sector.readUInt32LE(16),
    first: sector.readUInt32LE(20),
    seq: sector.readUInt32LE(24),
    errors: sector.readUInt32LE(28),
    previous: hex(sector, 32),
    ticks: sector.readUInt32LE(40),
    found: sector.readUInt32LE(44),
  };
}

/** @param {Buffer} sector @param {number} at */
const hex = (sector, at) => sector.readBigUInt64LE(at).toString(16).padStart(16, "0");

/** @param {Buffer} area the ring, RING_SECTORS sectors @returns {Ring} */
export function readRing(area) {
  return new RingReader().read(area);
}

/** Reads the same ring again and again: only sectors that changed are decoded, or looking on would take half a processor. */
export class RingReader {
  /** @type {Buffer} */
  #area = Buffer.alloc(0);
  /** @type {(WitnessRecord | "torn" | undefined)[]} by slot; undefined: nothing was ever written there */
  #slots = Array(RING_SECTORS).fill(undefined);
  /** @type {Ring} */
  #ring = { records: [], torn: [] };

  /**
   * @param {Buffer} area the ring, RING_SECTORS sectors; is kept, and must not be changed afterwards
   * @returns {Ring} the same object as before if nothing changed
   */
  read(area) {
    if (area.length !== RING_SECTORS * SECTOR_BYTES) throw new Error(`a ring has ${area.length} bytes`);
    if (area.equals(this.#area)) return this.#ring;
    for (let slot = 0; slot < RING_SECTORS; slot++) {
      const at = slot * SECTOR_BYTES;
      const sector = area.subarray(at, at + SECTOR_BYTES);
      if (this.#area.length > 0 && sector.compare(this.#area, at, at + SECTOR_BYTES) === 0) continue;
      this.#slots[slot] = decodeRecord(sector, slot) ?? (sector.some((byte) => byte !== 0) ? "torn" : undefined);
    }
    this.#area = area;
    this.#ring = { records: [], torn: [] };
    for (const [slot, found] of this.#slots.entries()) {
      if (found === "torn") this.#ring.torn.push(slot);
      else if (found) this.#ring.records.push(found);
    }
    this.#ring.records.sort((a, b) => a.seq - b.seq);
    return this.#ring;
  }
}

/** The boots that left records, oldest first. @param {Ring} ring */
function bootsOf(ring) {
  /** @type {Map<string, WitnessRecord & { largest: number }>} */
  const boots = new Map();
  for (const record of ring.records) {
    const known = boots.get(record.bootId);
    if (known) known.largest = record.seq;
    else boots.set(record.bootId, { ...record, largest: record.seq });
  }
  return [...boots.values()].sort((a, b) => a.bootNumber - b.bootNumber || a.first - b.first);
}

/** What is wrong with one picture of a disk. @param {Ring} ring @returns {Finding[]} */
export function judgeRing(ring) {
  return [...tornIn(ring), ...misplacedIn(ring), ...doubleRunsIn(ring), ...lostIn(ring)];
}

/** @param {Ring} ring @returns {Finding[]} */
function tornIn(ring) {
  return ring.torn.map((slot) => ({ kind: "TORN", key: `torn ${slot}`, detail: `slot ${slot} holds no whole record` }));
}

/** @param {Ring} ring @returns {Finding[]} */
function misplacedIn(ring) {
  return ring.records
    .filter(({ seq, slot, first }) => seq % RING_SECTORS !== slot || seq < first)
    .map(({ seq, slot, first }) => ({
      kind: "MISPLACED",
      key: `misplaced ${slot}`,
      detail: `slot ${slot} holds number ${seq} of a boot that began at ${first}`,
    }));
}

/** @param {Ring} ring @returns {Finding[]} */
function doubleRunsIn(ring) {
  const boots = bootsOf(ring);
  /** @type {Finding[]} */
  const found = [];
  for (const [at, newer] of boots.entries()) {
    for (const older of boots.slice(0, at)) {
      const pair = `${older.bootId} (boot ${older.bootNumber}) and ${newer.bootId} (boot ${newer.bootNumber})`;
      const key = `double ${older.bootId} ${newer.bootId}`;
      if (older.bootNumber === newer.bootNumber) {
        found.push({ kind: "DOUBLE_RUN", key, detail: `${pair} both found the same disk and both wrote` });
      } else if (older.largest > newer.found) {
        const detail = `${pair}: the older wrote number ${older.largest} after the newer had found ${newer.found}`;
        found.push({ kind: "DOUBLE_RUN", key, detail });
      }
    }
  }
  return found;
}

/** Each of the last RING_SECTORS numbers must be there, but for the gap before each boot. @param {Ring} ring @returns {Finding[]} */
function lostIn(ring) {
  const newest = ring.records.at(-1)?.seq ?? 0;
  const numbers = new Set(ring.records.map((record) => record.seq));
  const boots = bootsOf(ring);
  for (let seq = Math.max(1, newest - RING_SECTORS + 1); seq < newest; seq++) {
    if (numbers.has(seq) || boots.some(({ found, first }) => found < seq && seq < first)) continue;
    return [{ kind: "LOST_WRITE", key: `lost ${seq}`, detail: `number ${seq} is missing, ${newest} is there` }];
  }
  return [];
}

/**
 * One disk over time: what a picture alone cannot show, because it was written over. Add only pictures without findings of
 * their own, or after they were reported.
 */
export class WitnessHistory {
  /** @type {Map<number, string>} the boot that wrote each number, for the numbers still in the ring */
  #writers = new Map();
  #newest = 0;
  /** @type {{ bootId: string, bootNumber: number, seenAtMs: number }[]} boots in the order in which they were newest */
  boots = [];

  get newest() {
    return this.#newest;
  }

  /** @param {Ring} ring @param {number} atMs @returns {Finding[]} */
  add(ring, atMs) {
    const found = [...this.#overwritten(ring), ...this.#fallen(ring), ...this.#returned(ring, atMs)];
    this.#writers = new Map(ring.records.map((record) => [record.seq, record.bootId]));
    this.#newest = Math.max(this.#newest, ring.records.at(-1)?.seq ?? 0);
    return found;
  }

  /** @param {Ring} ring @returns {Finding[]} */
  #overwritten(ring) {
    for (const { seq, bootId } of ring.records) {
      const before = this.#writers.get(seq);
      if (before === undefined || before === bootId) continue;
      const detail = `number ${seq} was written by ${before} and then again by ${bootId}`;
      return [{ kind: "DOUBLE_RUN", key: `overwritten ${before} ${bootId}`, detail }];
    }
    return [];
  }

  /** @param {Ring} ring @returns {Finding[]} */
  #fallen(ring) {
    const newest = ring.records.at(-1)?.seq ?? 0;
    if (newest >= this.#newest) return [];
    const detail = `number ${this.#newest} was on the disk, and now the newest is ${newest}`;
    return [{ kind: "LOST_WRITE", key: `fallen ${this.#newest}`, detail }];
  }

  /** A, B, A over time. @param {Ring} ring @param {number} atMs @returns {Finding[]} */
  #returned(ring, atMs) {
    const newest = ring.records.at(-1);
    if (!newest || this.boots.at(-1)?.bootId === newest.bootId) return [];
    const known = this.boots.some((boot) => boot.bootId === newest.bootId);
    const between = this.boots.at(-1)?.bootId;
    this.boots.push({ bootId: newest.bootId, bootNumber: newest.bootNumber, seenAtMs: atMs });
    if (!known) return [];
    const detail = `${newest.bootId} writes again, after ${between} had written`;
    return [{ kind: "DOUBLE_RUN", key: `returned ${newest.bootId} ${between}`, detail }];
  }
}
