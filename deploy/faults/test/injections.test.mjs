import assert from "node:assert/strict";
import { test } from "node:test";
import { SCENARIOS } from "../lib/fault-lab.mjs";
import { lineOf, plan, repeatCommand } from "../lib/injections.mjs";
import { incidentOf } from "../lib/product.mjs";
import { Draws, SeededRandom } from "../lib/random.mjs";
import { resultsIn, summaryOf } from "../lib/summary.mjs";

/** @type {import("../lib/injections.mjs").Result} */
const RESULT = {
  id: "F1",
  round: 1,
  seed: "a/1",
  at: "2026-01-02T03:04:05.678Z",
  title: "t",
  injected: true,
  ok: true,
  seconds: 1,
  notes: {},
  violations: [],
  kills: [],
};

test("every round has each scenario once, the same for the same seed", () => {
  const ids = [...SCENARIOS.keys()];
  const planned = plan(ids, 3, "a");
  assert.deepEqual(planned, plan(ids, 3, "a"));
  for (const round of [1, 2, 3]) {
    const inRound = planned.filter((one) => one.round === round).map((one) => one.id);
    assert.deepEqual(inRound.sort(), [...ids].sort());
  }
  assert.notDeepEqual(planned, plan(ids, 3, "b"));
});

test("a failed injection is repeated by one command that draws the same", () => {
  const [one] = plan(["F1", "F4"], 2, "x/y").filter(({ id, round }) => id === "F4" && round === 2);
  assert.ok(one);
  assert.equal(repeatCommand(one), "./deploy/dev faults --only F4 --seed x/y --round 2");
  assert.equal(plan(["F4"], 2, "x/y").find(({ round }) => round === 2)?.seed, one.seed);
  const failed = { ...RESULT, ...one, ok: false, failure: "f", violations: ["twice"], kills: ["w-1"] };
  assert.match(lineOf(failed, 1), /VIOLATION twice\n.*KILLED w-1\n.*f\n.*again: /);
});

test("random numbers stay within their bounds and come out the same", () => {
  const [one, other] = [new SeededRandom("s"), new SeededRandom("s")];
  for (let n = 0; n < 1_000; n++) {
    const drawn = one.between(3, 5);
    assert.ok(drawn >= 3 && drawn <= 5);
    assert.equal(drawn, other.between(3, 5));
  }
});

test("the scenarios asked for are there", () => {
  const wanted =
    "F1 F1b F2 F2b F3 F4 F5 F6 F7 F8 F10 F11 F12 F13 F15 F16 F17 F17b F18 F22 F23 F24 F25 F26 F27 F27b F29 F30 F32 F37 F42 F44 F50 T6";
  assert.deepEqual([...SCENARIOS.keys()], wanted.split(" "));
});

test("an incident's timeline is read from where it is", () => {
  const at = "2026-01-02T03:04:05.678Z";
  const incident = incidentOf({ id: "i", timeline: [{ at, what: "TAKEN_OVER", text: "The fence is up." }] });
  assert.deepEqual(incident.entries, [{ atMs: Date.parse(at), kind: "TAKEN_OVER", text: "The fence is up." }]);
});

test("rounds go through all combinations of what is drawn", () => {
  const drawn = Array.from({ length: 6 }, (_, round) => {
    const draws = new Draws("s", "F1", round + 1);
    return `${draws.next(["a", "b", "c"])}${draws.next([1, 2])}`;
  });
  assert.deepEqual(drawn.sort(), ["a1", "a2", "b1", "b2", "c1", "c2"]);
});

test("a summary counts per fault, and tells the middle and the worst", () => {
  const lines = [
    { ...RESULT, notes: { decidedMs: 5_600, startedMs: "not told" } },
    { ...RESULT, notes: { decidedMs: 7_400 } },
    { ...RESULT, injected: false, ok: false, failure: "preparing: no host" },
    { ...RESULT, id: "F17b", ok: false, kills: ["w-1 was booted 1 times"], violations: ["twice", "torn"] },
  ];
  const rows = summaryOf(resultsIn(lines.map((line) => JSON.stringify(line)).join("\n"))).split("\n");
  assert.match(rows[1] ?? "", /^F1 +2 +2 +0 +0 +5\.6 \/ 7\.4 s$/);
  assert.match(rows[2] ?? "", /^F17b +1 +0 +2 +1$/);
  assert.match(rows[3] ?? "", /^all +3 +2 +2 +1 +5\.6 \/ 7\.4 s$/);
  assert.throws(() => resultsIn("{}\nnothing"), /line 2 is no result: nothing/);
});
