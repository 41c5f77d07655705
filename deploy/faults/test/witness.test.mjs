import assert from "node:assert/strict";
import { test } from "node:test";
import {
  encodeRecord,
  GAP,
  judgeRing,
  readRing,
  RING_SECTORS,
  RingReader,
  SECTOR_BYTES,
  WitnessHistory,
} from "../lib/witness.mjs";

/** A disk that boots write to, as the witness does. */
class MadeUpDisk {
  area = Buffer.alloc(RING_SECTORS * SECTOR_BYTES);

  /** A boot that looks at the disk now. @param {string} bootId */
  boot(bootId) {
    const last = readRing(this.area).records.at(-1);
    const found = last?.seq ?? 0;
    const first = found + GAP + 1;
    const previous = last?.bootId ?? "0".repeat(16);
    const head = { bootId, bootNumber: (last?.bootNumber ?? 0) + 1, first, previous, found };
    let seq = first;
    return (/** @type {number} */ count) => {
      for (let n = 0; n < count; n++, seq++) {
        const record = encodeRecord({ ...head, seq, errors: 0, ticks: 2 * (seq - first) });
        record.copy(this.area, (seq % RING_SECTORS) * SECTOR_BYTES);
      }
    };
  }

  kinds() {
    return judgeRing(readRing(this.area)).map((finding) => finding.kind);
  }
}

const A = "aaaaaaaaaaaaaaaa";
const B = "bbbbbbbbbbbbbbbb";
const C = "cccccccccccccccc";

test("an empty disk and boots one after the other are sound, over several laps", () => {
  const disk = new MadeUpDisk();
  assert.deepEqual(disk.kinds(), []);
  for (const [at, id] of [A, B, C].entries()) {
    disk.boot(id)(700 + at);
    assert.deepEqual(disk.kinds(), []);
  }
  assert.equal(readRing(disk.area).records.at(-1)?.seq, 3 * GAP + 2103);
});

test("a reader that looks on sees what one that looks for the first time sees", () => {
  const disk = new MadeUpDisk();
  const reader = new RingReader();
  for (const [at, id] of [A, B, C].entries()) {
    const write = disk.boot(id);
    for (const count of [1, 0, 400 + at, 3]) {
      write(count);
      if (count === 3) disk.area.writeUInt8(at + 1, 5 * SECTOR_BYTES + 600 * at); // torn, and whole again in the next lap
      assert.deepEqual(reader.read(Buffer.from(disk.area)), readRing(disk.area));
    }
  }
  const before = reader.read(Buffer.from(disk.area));
  assert.equal(reader.read(Buffer.from(disk.area)), before);
});

test("one late write of an old boot is found, wherever it lands", () => {
  for (const afterwards of [1, 5, 900]) {
    const disk = new MadeUpDisk();
    const old = disk.boot(A);
    old(10);
    disk.boot(B)(afterwards);
    old(1);
    assert.ok(disk.kinds().includes("DOUBLE_RUN"), `after ${afterwards} writes`);
  }
});

test("two boots that run side by side are found at once", () => {
  const disk = new MadeUpDisk();
  const one = disk.boot(A);
  one(3);
  const other = disk.boot(B);
  one(2);
  other(1);
  one(1);
  assert.ok(disk.kinds().includes("DOUBLE_RUN"));
});

test("two boots that found the same disk are found even if the first never wrote again", () => {
  const disk = new MadeUpDisk();
  disk.boot(C)(3);
  const [one, other] = [disk.boot(A), disk.boot(B)];
  one(4);
  other(2);
  assert.ok(disk.kinds().includes("DOUBLE_RUN"));
});

test("a torn sector, a missing number and a record in a wrong place are found", () => {
  const torn = new MadeUpDisk();
  torn.boot(A)(10);
  torn.area.copy(torn.area, 70 * SECTOR_BYTES, 71 * SECTOR_BYTES, 71 * SECTOR_BYTES + 200);
  assert.ok(torn.kinds().includes("TORN"));

  const missing = new MadeUpDisk();
  missing.boot(A)(10);
  missing.area.fill(0, 70 * SECTOR_BYTES, 71 * SECTOR_BYTES);
  assert.deepEqual(missing.kinds(), ["LOST_WRITE"]);

  const misplaced = new MadeUpDisk();
  misplaced.boot(A)(10);
  misplaced.area.copy(misplaced.area, 500 * SECTOR_BYTES, 66 * SECTOR_BYTES, 67 * SECTOR_BYTES);
  assert.ok(misplaced.kinds().includes("MISPLACED"));
});

test("the history finds what the disk forgot: A, B, A", () => {
  const [disk, history] = [new MadeUpDisk(), new WitnessHistory()];
  const old = disk.boot(A);
  old(10);
  assert.deepEqual(history.add(readRing(disk.area), 1), []);
  disk.boot(B)(1);
  assert.deepEqual(history.add(readRing(disk.area), 2), []);
  old(GAP + 5); // over the number that B wrote: the disk alone now looks like A's
  assert.deepEqual(disk.kinds(), []);
  const found = history.add(readRing(disk.area), 3);
  assert.deepEqual([...new Set(found.map((finding) => finding.kind))], ["DOUBLE_RUN"]);
  assert.ok(found.some((finding) => finding.key.startsWith("returned")));
});

test("the history finds a number that fell, and tells when each boot was first seen", () => {
  const [disk, history] = [new MadeUpDisk(), new WitnessHistory()];
  disk.boot(A)(10);
  const before = Buffer.from(disk.area);
  history.add(readRing(disk.area), 100);
  disk.boot(B)(5);
  assert.deepEqual(history.add(readRing(disk.area), 200), []);
  assert.deepEqual(
    history.boots.map((boot) => [boot.bootId, boot.bootNumber, boot.seenAtMs]),
    [
      [A, 1, 100],
      [B, 2, 200],
    ],
  );
  disk.area = before;
  assert.ok(history.add(readRing(disk.area), 300).some((finding) => finding.kind === "LOST_WRITE"));
});
