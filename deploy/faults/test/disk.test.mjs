import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readDisk } from "../lib/disk.mjs";

const SIZE = 3 * 65536 + 4096;
/** @type {string} */
let folder;
const bytes = Buffer.alloc(SIZE);
for (let at = 0; at < SIZE - 65536; at++) bytes[at] = (at * 31 + (at >> 9)) & 0xff;

/** @param {string} name */
const path = (name) => join(folder, name);
/** @param {string[]} words */
const qemuImg = (...words) => execFileSync("qemu-img", words, { stdio: "ignore" });

before(() => {
  folder = mkdtempSync(join(tmpdir(), "atoll-disk-"));
  writeFileSync(path("raw"), bytes);
  qemuImg("convert", "-f", "raw", "-O", "qcow2", path("raw"), path("plain.qcow2"));
  qemuImg("convert", "-f", "raw", "-O", "qcow2", "-c", path("raw"), path("compressed.qcow2"));
  for (const base of ["plain", "compressed"]) {
    qemuImg("create", "-f", "qcow2", "-b", `${base}.qcow2`, "-F", "qcow2", path(`on-${base}.qcow2`));
    execFileSync("qemu-io", ["-f", "qcow2", "-c", "write -P 0x77 66048 512", path(`on-${base}.qcow2`)], {
      stdio: "ignore",
    });
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

for (const name of ["raw", "plain.qcow2", "compressed.qcow2"]) {
  test(`${name} is read as it was written`, () => {
    assert.ok(readDisk(path(name), 0, SIZE).equals(bytes));
    assert.ok(readDisk(path(name), 65000, 2000).equals(bytes.subarray(65000, 67000)));
  });
}

for (const name of ["on-plain.qcow2", "on-compressed.qcow2"]) {
  test(`${name}: its own sectors over those of its backing file`, () => {
    const expected = Buffer.from(bytes);
    expected.fill(0x77, 66048, 66560);
    assert.ok(readDisk(path(name), 0, SIZE).equals(expected));
  });
}
