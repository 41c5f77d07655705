// Pacemaker's part of ./deploy/dev bench-failover --peer: the same guests, the same death, the same looking on.
//
//   node failover.mjs default | tuned
//
//   decided    the other hosts have been told that the fencing of the dead one has succeeded: their logs say when
import { setTimeout as pause } from "node:timers/promises";
import { Oracles } from "../../../faults/lib/oracles.mjs";
import { SeededRandom } from "../../../faults/lib/random.mjs";
import { waitUntil } from "../../../e2e/lib/wait.mjs";
import { failoverSettings, OutcomeFile } from "../outcome.mjs";
import { victims, watchTakeover, writingOn } from "../takeover.mjs";
import { Cluster } from "./cluster.mjs";

const RUN_LIMIT_MS = 1_200_000;

/** @param {Cluster} cluster @param {Oracles} oracles @param {number} victim @param {SeededRandom} random */
async function oneRun(cluster, oracles, victim, random) {
  const observed = { runRoot: cluster.pool, oracles };
  const name = `host-${victim}`;
  await cluster.gather(victim);
  await writingOn(observed, name);
  await cluster.settled(victim);
  await pause(random.between(0, 2_000));
  const { killedMs, ...times } = await watchTakeover(observed, name, () => cluster.kill(victim), RUN_LIMIT_MS);
  const fencedMs = await waitUntil("the fencing in a log", 10_000, () => cluster.fencedAtMs(victim, killedMs) ?? false);
  await cluster.heal(victim);
  return { victim: name, decidedMs: fencedMs - killedMs, acceptedMs: [], ...times, note: "" };
}

const mode = process.argv[2];
if (mode !== "default" && mode !== "tuned") throw new Error(`"${mode}" must be default or tuned.`);
const settings = failoverSettings();
const outcomes = new OutcomeFile(`Pacemaker, ${mode}`, settings);
const cluster = new Cluster(mode);
const oracles = new Oracles(cluster.pool);
try {
  await cluster.start(settings.vms);
  for (const { id, name, disk } of cluster.guests) oracles.watch(id, name, disk);
  const random = new SeededRandom(settings.seed);
  for (const victim of victims(cluster.hosts, settings.runs, random)) {
    outcomes.add(await oneRun(cluster, oracles, victim, random), oracles.violations());
  }
} finally {
  await oracles.stop();
  await cluster.remove();
}
