// What ./deploy/dev bench-failover asks for, and where each of those that take over leaves what came of it.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setting } from "../../lab/api.mjs";

/** @typedef {import("./takeover.mjs").Outcome} Outcome */
/** @typedef {{ vms: number, runs: number, seed: string }} Settings */

/** @param {string} name @param {number} otherwise @param {number} most */
function whole(name, otherwise, most) {
  const text = process.env[name] || String(otherwise);
  if (!/^\d{1,4}$/.test(text) || Number(text) < 1 || Number(text) > most) {
    throw new Error(`${name} ("${text}") must be 1 to ${most}.`);
  }
  return Number(text);
}

/** @returns {Settings} */
export const failoverSettings = () => ({
  vms: whole("ATOLL_FAILOVER_VMS", 60, 200),
  runs: whole("ATOLL_FAILOVER_RUNS", 20, 1_000),
  seed: process.env.ATOLL_FAILOVER_SEED || "failover",
});

/** Written after every run, so that what was measured is there even when a later run fails. */
export class OutcomeFile {
  /** @param {string} who @param {Settings} settings */
  constructor(who, { vms, runs }) {
    /** @type {Outcome} */
    this.outcome = { who, vms, runs: [], violations: [] };
    this.times = runs;
    this.path = setting("ATOLL_FAILOVER_FILE");
    mkdirSync(dirname(this.path), { recursive: true });
  }

  /** @param {import("./takeover.mjs").Run} run @param {string[]} violations all so far */
  add(run, violations) {
    this.outcome.runs.push(run);
    this.outcome.violations = violations;
    writeFileSync(this.path, `${JSON.stringify(this.outcome)}\n`);
    console.log(`${this.outcome.who}, run ${this.outcome.runs.length} of ${this.times}: ${lineOf(run)}`);
    for (const violation of violations) console.log(`! ${violation}`);
  }
}

/** @param {import("./takeover.mjs").Run} run */
function lineOf({ victim, decidedMs, acceptedMs, begunMs, runningMs, load, note }) {
  const last = (/** @type {number[]} */ times) => `${(Math.max(...times) / 1_000).toFixed(1)} s`;
  const accepted = acceptedMs.length === 0 ? [] : [`accepted ${last(acceptedMs)}`];
  const decided = decidedMs === null ? "not told" : `${(decidedMs / 1_000).toFixed(1)} s`;
  const words = [
    `${victim} died`,
    `decided ${decided}`,
    `last VM ${[...accepted, `begun ${last(begunMs)}`, `running ${last(runningMs)}`].join(", ")}`,
  ];
  return [...words, `load ${load.toFixed(1)}`, ...(note ? [note] : [])].join("; ");
}
