// One injection after the other: before, fault, expectation, healing, verdict. What is drawn depends on the seed alone, so
// that a failed one can be repeated.
import { appendFileSync } from "node:fs";
import { Draws, SeededRandom } from "./random.mjs";
import { Situation } from "./situation.mjs";

const MINUTES = 2;
/** Before a fault: agents that forget the faults before, VMs spread over all hosts. Not part of what is measured. */
const PREPARED_WITHIN_MINUTES = 4;

/**
 * @typedef {import("./situation.mjs").Scenario} Scenario
 * @typedef {{ id: string, round: number, seed: string }} Planned
 * @typedef {Planned & { at: string, title: string, injected: boolean, ok: boolean, seconds: number,
 *   notes: Record<string, string | number>, failure?: string, violations: string[], kills: string[] }} Result at: when it
 *   began. injected: false where the lab was not ready for it. kills: VMs that were restarted although nothing should have happened to them
 * @typedef {{ product: import("./product.mjs").Product, hosts: import("./hosts.mjs").FaultyHost[],
 *   witnesses: import("./product.mjs").Witness[], oracles: import("./oracles.mjs").Oracles,
 *   prepare: (options: { fresh: boolean }) => Promise<void>, forget: () => Promise<void> }} Lab
 */

/** What to inject in which order; pure. Each round has every scenario once, mixed. @param {string[]} ids @param {number} times @param {string} seed @returns {Planned[]} */
export function plan(ids, times, seed) {
  return Array.from({ length: times }, (_, round) => round + 1).flatMap((round) =>
    new SeededRandom(`${seed} order ${round}`).shuffle(ids).map((id) => ({ id, round, seed: `${seed}/${round}` })),
  );
}

/** @param {Scenario} scenario @param {Planned} planned @param {Lab} lab @returns {Promise<Result>} */
export async function injectOnce(scenario, planned, lab) {
  const at = new Date().toISOString();
  /** @type {string[]} */
  const failures = [];
  await attempt(failures, "preparing", () =>
    withinMinutes(PREPARED_WITHIN_MINUTES, () => lab.prepare({ fresh: scenario.fresh ?? false })),
  );
  const startedMs = Date.now();
  const random = new SeededRandom(`${planned.seed} ${scenario.id}`);
  const draws = new Draws(seedWord(planned), scenario.id, planned.round);
  const situation = new Situation(lab.product, lab.hosts, lab.witnesses, lab.oracles, random, draws);
  const knownViolations = lab.oracles.violations().length;
  const injected = failures.length === 0;
  if (injected) await inject(scenario, situation, failures);
  await attempt(failures, "healing", async () => {
    for (const host of lab.hosts) await host.heal();
    await scenario.heal?.(situation);
    await situation.healed();
    if (scenario.spoils) await lab.forget();
  });
  if (failures.length === 0) await attempt(failures, "outcome", () => Promise.resolve(scenario.verdict?.(situation)));
  const violations = lab.oracles.violations().slice(knownViolations);
  const kills = situation.killed(scenario.mayRestart?.(situation) ?? []);
  await attempt(failures, "cleaning", () => Promise.resolve(scenario.clean?.(situation)));
  return {
    ...planned,
    at,
    title: scenario.title,
    injected,
    ok: failures.length === 0 && violations.length === 0 && kills.length === 0,
    seconds: Math.round((Date.now() - startedMs) / 100) / 10,
    notes: Object.fromEntries(situation.notes),
    violations,
    kills,
    ...(failures.length > 0 ? { failure: failures.join("; ") } : {}),
  };
}

/** @param {Scenario} scenario @param {Situation} situation @param {string[]} failures */
function inject(scenario, situation, failures) {
  return attempt(failures, "fault", async () => {
    await situation.begin();
    await withinMinutes(scenario.minutes ?? MINUTES, async () => {
      await scenario.inject(situation);
      await scenario.expect(situation);
    });
  });
}

/** The seed as people gave it. @param {Planned} planned */
const seedWord = ({ seed }) => seed.slice(0, seed.lastIndexOf("/"));

/** @param {string[]} failures @param {string} what @param {() => Promise<void>} work */
async function attempt(failures, what, work) {
  try {
    await work();
  } catch (error) {
    failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @param {number} minutes @param {() => Promise<void>} work */
async function withinMinutes(minutes, work) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not over after ${minutes} minutes`)), minutes * 60_000);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One line for people. @param {Result} result @param {number} number */
export function lineOf(result, number) {
  const notes = Object.entries(result.notes).map(([name, value]) => `${name}=${value}`);
  const head = `${result.ok ? "✔" : "✘"} ${String(number).padStart(4)}  ${result.id.padEnd(4)} ${result.title}`;
  const words = [head, ...notes, `${result.seconds} s`].join("  ");
  if (result.ok) return words;
  const causes = [
    ...result.violations.map((one) => `VIOLATION ${one}`),
    ...result.kills.map((one) => `KILLED ${one}`),
    ...(result.failure ? [result.failure] : []),
  ];
  return `${words}\n${causes.map((cause) => `        ${cause}\n`).join("")}        again: ${repeatCommand(result)}`;
}

/** @param {Planned} result */
export function repeatCommand(result) {
  return `./deploy/dev faults --only ${result.id} --seed ${seedWord(result)} --round ${result.round}`;
}

/**
 * Runs what was planned until it is done, the budget is used up, or the lab does not come back.
 *
 * @param {Map<string, Scenario>} scenarios @param {Planned[]} planned @param {Lab} lab
 * @param {{ budgetMinutes: number, file?: string, tell: (line: string) => void, keep?: (result: Result) => void }} options
 *   keep: takes evidence of a failed one, before the next injection writes over it
 */
export async function injectAll(scenarios, planned, lab, { budgetMinutes, file, tell, keep }) {
  const endMs = Date.now() + budgetMinutes * 60_000;
  /** @type {Result[]} */
  const results = [];
  for (const one of planned) {
    const scenario = scenarios.get(one.id);
    if (!scenario) throw new Error(`there is no scenario ${one.id}`);
    if (Date.now() + (scenario.minutes ?? MINUTES) * 60_000 > endMs && results.length > 0) continue;
    tell(`  ${new Date().toISOString().slice(11, 19)} ${one.id} ${scenario.title}`);
    const result = await injectOnce(scenario, one, lab);
    results.push(result);
    tell(lineOf(result, results.length));
    if (file) appendFileSync(file, `${JSON.stringify(result)}\n`);
    if (!result.ok) keep?.(result);
    if (/(healing|preparing|cleaning): /.test(result.failure ?? "")) {
      tell("The lab is not as it was before; what came next would tell nothing.");
      break;
    }
  }
  return results;
}
