// A few faults with everything running, as a short form of ./deploy/dev faults. The seed is the day's number, so that every
// day draws others, on other hosts, and a run can be repeated.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FaultLab, SCENARIOS } from "../faults/lib/fault-lab.mjs";
import { injectOnce, lineOf, plan } from "../faults/lib/injections.mjs";
import { DAY, todaysShare } from "./lib/share.mjs";

const SHORT = ["F4", "F10", "F1", "F23", "F12"];
/** Each takes half a minute or more: all have been there after so many days. */
const DAYS = 3;
const WITNESSES = 4;
// Here it counts what comes of a fault; how fast is for ./deploy/dev faults to say.
process.env.ATOLL_FAULTS_PATIENCE ??= "6";
const seed = process.env.ATOLL_FAULTS_SEED ?? String(DAY);
const unable = process.getuid?.() === 0 ? false : "only root can break a lab's hosts";

/** @type {FaultLab} */
let lab;

before(async () => {
  if (!unable) lab = await FaultLab.open(WITNESSES, "e2e-fault");
});
after(async () => {
  if (!unable) await lab.close();
});

for (const [at, planned] of plan(todaysShare(SHORT, DAYS), 1, seed).entries()) {
  const scenario = SCENARIOS.get(planned.id);
  if (!scenario) throw new Error(planned.id);
  test(`${planned.id} ${scenario.title}`, { skip: unable }, async (t) => {
    const result = await injectOnce(scenario, planned, lab);
    t.diagnostic(lineOf(result, at + 1));
    assert.ok(result.ok, lineOf(result, at + 1));
  });
}
