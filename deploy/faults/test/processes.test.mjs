import assert from "node:assert/strict";
import { test } from "node:test";
import { CONFIRM_MS, MIGRATION_LIMIT_MS, pairsIn, ProcessOracle } from "../lib/processes.mjs";

/** @param {Partial<import("../lib/processes.mjs").Qemu>} [other] @returns {import("../lib/processes.mjs").Qemu} */
const qemu = (other) => ({
  pid: 1,
  startTime: 100,
  vmId: "a",
  host: "host-1",
  incoming: false,
  state: "LIVE",
  ...other,
});
const taker = qemu({ pid: 2, startTime: 200, host: "host-2" });

test("one process a VM is no pair, and neither are ending or frozen ones", () => {
  assert.deepEqual(pairsIn([qemu(), qemu({ pid: 2, vmId: "b" })]), []);
  assert.deepEqual(pairsIn([qemu({ state: "FROZEN" }), taker]), []);
  assert.deepEqual(pairsIn([qemu({ state: "ENDING" }), taker]), []);
});

test("two live processes are a pair", () => {
  const [pair] = pairsIn([taker, qemu()]);
  assert.deepEqual(pair?.pids, [1, 2]);
  assert.equal(pair.migration, false);
});

test("only the younger of two on different hosts may be the end of a migration", () => {
  const receiver = { ...taker, incoming: true };
  assert.equal(pairsIn([qemu(), receiver])[0]?.migration, true);
  assert.equal(pairsIn([qemu({ incoming: true }), receiver])[0]?.migration, true, "moved once before");
  assert.equal(pairsIn([qemu({ incoming: true }), taker])[0]?.migration, false, "its migration is over");
  assert.equal(pairsIn([qemu(), { ...receiver, host: "host-1" }])[0]?.migration, false);
  assert.equal(pairsIn([qemu(), receiver, { ...taker, pid: 3 }])[0]?.migration, false);
});

test("a pair counts once it has stayed; one that the image lock ended does not", () => {
  const oracle = new ProcessOracle();
  oracle.look([qemu(), taker], 0);
  oracle.look([qemu()], 500);
  oracle.look([qemu(), { ...taker, pid: 3 }], 1_000);
  oracle.look([qemu(), { ...taker, pid: 3 }], 1_000 + CONFIRM_MS - 1);
  assert.equal(oracle.violations.size, 0);
  oracle.look([qemu(), { ...taker, pid: 3 }], 1_000 + CONFIRM_MS);
  assert.equal(oracle.violations.size, 1);
});

test("a migration has longer", () => {
  const oracle = new ProcessOracle();
  const receiver = { ...taker, incoming: true };
  oracle.look([qemu(), receiver], 0);
  oracle.look([qemu(), receiver], MIGRATION_LIMIT_MS - 1);
  assert.equal(oracle.violations.size, 0);
  oracle.look([qemu(), receiver], MIGRATION_LIMIT_MS);
  assert.equal(oracle.violations.size, 1);
});
