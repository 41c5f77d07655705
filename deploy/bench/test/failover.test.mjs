// What the benchmark of takeovers works out from what it has seen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "../../faults/lib/random.mjs";
import { acceptedIn } from "../peers/accepted.mjs";
import { configuration, etcOf, optionsOf } from "../peers/pacemaker/config.mjs";
import { fencingsIn } from "../peers/pacemaker/log.mjs";
import { keepsPromises, tableOf } from "../peers/table.mjs";
import { victims } from "../peers/takeover.mjs";

const run = {
  victim: "host-1",
  decidedMs: 5_500,
  acceptedMs: [6_000, 6_500],
  begunMs: [7_000, 9_000],
  runningMs: [8_000, 12_000],
  load: 2,
  note: "",
};
const atoll = { who: "Atoll", vms: 2, runs: [run, { ...run, decidedMs: 5_900 }], violations: [] };

test("every host dies once before one dies again", () => {
  const drawn = victims(["a", "b", "c"], 8, new SeededRandom("x"));
  assert.equal(drawn.length, 8);
  for (const start of [0, 3]) assert.deepEqual([...drawn.slice(start, start + 3)].sort(), ["a", "b", "c"]);
  assert.notEqual(drawn[6], drawn[7]);
});

test("the table has the last VM of each run, and all VMs of all runs", () => {
  const rows = new Map(tableOf([atoll]).map(([what, , measured]) => [what, measured]));
  assert.equal(rows.get("decided"), "5.5 / 5.9");
  assert.equal(rows.get("last VM accepted"), "6.5 / 6.5");
  assert.equal(rows.get("last VM begun"), "9.0 / 9.0");
  const peer = { ...atoll, runs: [{ ...run, acceptedMs: [] }] };
  assert.equal(
    new Map(tableOf([peer]).map(([what, , measured]) => [what, measured])).get("last VM accepted"),
    "not told",
  );
  assert.equal(rows.get("each VM running"), "8.0 / 12.0");
  assert.equal(rows.get("VMs, runs"), "2, 2");
});

test("a promise is broken by one slow VM, by a decision that nobody told, and by a VM that ran twice", () => {
  assert.equal(keepsPromises(atoll), true);
  assert.equal(keepsPromises({ ...atoll, runs: [{ ...run, runningMs: [8_000, 20_001] }] }), false);
  assert.equal(keepsPromises({ ...atoll, runs: [{ ...run, decidedMs: null }] }), false);
  assert.equal(keepsPromises({ ...atoll, violations: ["vm-1 ran twice"] }), false);
  assert.equal(keepsPromises({ ...atoll, runs: [] }), false);
});

test("a VM is accepted when its new host first said after the death that it starts it", () => {
  const told = (/** @type {number} */ second, /** @type {string} */ vm, state = "STARTING", answer = "Written[]") =>
    `2026-11-29T16:07:0${second}.500Z INFO  OwnedVms Told vm=${vm} epoch=3 state=${state} reason=null answer=${answer}`;
  const one = [told(1, "a"), told(5, "a"), told(6, "a"), told(6, "b", "RUNNING")].join("\n");
  const other = [told(4, "b", "STARTING", "Lost[]"), told(7, "b")].join("\n");
  assert.deepEqual(acceptedIn([one, other], Date.parse("2026-11-29T16:07:03Z")), [2_500, 4_500]);
});

test("a fencing counts when it is reported to all, of this node, after the death", () => {
  const year = new Date().getFullYear();
  const line = (/** @type {string} */ time, /** @type {string} */ node) =>
    `Jan 02 ${time} lh1 pacemaker-fenced    [57] (finalize_op) \tnotice: Operation 'reboot' targeting ${node} by lh1 for pacemaker-controld.61@lh1: OK (complete) | id=a701cf58`;
  const device =
    "Jan 02 09:12:29.953 lh1 pacemaker-fenced    [57] (log_async_result) \tnotice: Operation 'reboot' [269] targeting lh3 using fence-3 returned 0 | call 7 from pacemaker-controld.61";
  const log = [device, line("09:10:00.000", "lh3"), line("09:12:29.957", "lh3"), line("09:12:31.000", "lh2")].join(
    "\n",
  );
  const since = Date.parse(`Jan 02 ${year} 09:12:15.136`);
  assert.deepEqual(fencingsIn(log, "lh3", since), [Date.parse(`Jan 02 ${year} 09:12:29.957`)]);
});

test("only the tuned cluster has other timings than its packages", () => {
  const guests = [{ id: "u", name: "vm-1", disk: "/pool/vm-1.qcow2", xml: "/pool/vm-1.xml" }];
  const words = (/** @type {"default" | "tuned"} */ mode) =>
    configuration([1, 2, 3], guests, { home: 2, password: "secret", mode }) +
    JSON.stringify(optionsOf(mode)) +
    String(etcOf(1, [1, 2, 3], mode)["corosync/corosync.conf"]);
  for (const word of ["token:", "power_wait", "pcmk_reboot_action", "load-threshold"]) {
    assert.ok(!words("default").includes(word), word);
    assert.ok(words("tuned").includes(word), word);
  }
  assert.match(words("default"), /rsc="vm-1" node="lh2" score="100"/);
});
