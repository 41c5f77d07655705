// How long it takes until the VMs of a host that died run elsewhere. Started by ./deploy/dev bench-failover, in a lab whose
// hosts have a pool layer; not part of the table of promises yet.
//
//   decided     the owners have changed: the incident's timeline says so
//   accepted    the last VM has a process elsewhere
//   running     the last VM's new boot is on its disk
import { setTimeout as pause } from "node:timers/promises";
import { setting } from "../lab/api.mjs";
import { waitUntil } from "../e2e/lib/wait.mjs";
import { FaultLab } from "../faults/lib/fault-lab.mjs";
import { scanQemus } from "../faults/lib/processes.mjs";
import { SeededRandom } from "../faults/lib/random.mjs";
import { HEALED_WITHIN_MS } from "../faults/lib/situation.mjs";
import { median, percentile, printTable } from "./statistics.mjs";

const RUN_LIMIT_MS = 120_000;
const ACCEPTED_PROMISE_MS = 10_000;
const RUNNING_PROMISE_MS = 20_000;
const DECIDED_KINDS = /taken.?over/i;

/** @typedef {{ decidedMs: number | undefined, acceptedMs: number, runningMs: number, healedMs: number }} Run */

/** @param {string} name @param {number} otherwise */
const numberOf = (name, otherwise) => Number(process.env[name] ?? otherwise);

/**
 * All witnesses on one host, which then dies.
 * @param {FaultLab} lab @param {SeededRandom} random @returns {Promise<Run>}
 */
async function oneRun(lab, random) {
  const victim = random.pick(lab.hosts);
  await gather(lab, victim.name);
  await pause(random.between(0, 2_000));
  const boots = new Map(lab.witnesses.map(({ id }) => [id, lab.oracles.disks.get(id)?.history.boots.length ?? 0]));
  const seenIncidents = new Set((await lab.product.incidents()).map(({ id }) => id));
  const killedMs = Date.now();
  await victim.powerOff();
  await waitUntil("a process elsewhere for every VM", RUN_LIMIT_MS, () => allElsewhere(lab, victim.name));
  const acceptedMs = Date.now() - killedMs;
  await waitUntil("a new boot of every VM", RUN_LIMIT_MS, () =>
    [...boots].every(([id, before]) => (lab.oracles.disks.get(id)?.history.boots.length ?? 0) > before),
  );
  const lastBootMs = Math.max(
    ...lab.witnesses.map(({ id }) => lab.oracles.disks.get(id)?.history.boots.at(-1)?.seenAtMs ?? 0),
  );
  const decidedMs = await decided(lab, seenIncidents, killedMs);
  const healingMs = Date.now();
  await victim.heal();
  await lab.product.hostsReady(HEALED_WITHIN_MS);
  return { decidedMs, acceptedMs, runningMs: lastBootMs - killedMs, healedMs: Date.now() - healingMs };
}

/** @param {FaultLab} lab @param {string} hostName */
function allElsewhere(lab, hostName) {
  const live = scanQemus(setting("ATOLL_RUN_ROOT")).filter(({ state, host }) => state === "LIVE" && host !== hostName);
  const ids = new Set(live.map(({ vmId }) => vmId));
  return lab.witnesses.every(({ id }) => ids.has(id));
}

/** The moment in the newest incident, by the agents' clock, which in a lab is ours. @param {FaultLab} lab @param {Set<string>} seen @param {number} killedMs */
async function decided(lab, seen, killedMs) {
  const fresh = (await lab.product.incidents()).filter(({ id }) => !seen.has(id));
  const moments = fresh.flatMap(({ entries }) => entries.filter(({ kind }) => DECIDED_KINDS.test(kind)));
  const first = Math.min(...moments.map(({ atMs }) => atMs));
  return Number.isFinite(first) ? first - killedMs : undefined;
}

/** Stopped and started on the host, which is quicker than moving sixty. @param {FaultLab} lab @param {string} hostName */
async function gather(lab, hostName) {
  const hosts = await lab.product.hosts();
  const hostId = hosts.find((host) => host.metadata.name === hostName)?.metadata.id;
  const waiting = [...lab.witnesses];
  const worker = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const vm = await lab.product.vm(one.id);
      if (vm.status.hostName === hostName && vm.status.powerState === "RUNNING") continue;
      await lab.product.task("POST", `/vms/${one.id}/actions/stop`, {});
      await lab.product.task("POST", `/vms/${one.id}/actions/start`, { hostId });
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

/** @param {number[]} values */
const seconds = (values) =>
  values.length === 0
    ? "not told"
    : `median ${(median(values) / 1000).toFixed(1)} s, p99 ${(percentile(values, 0.99) / 1000).toFixed(1)} s`;

/** @param {Run[]} runs @param {number} count @param {number} violations */
function report(runs, count, violations) {
  const what = `${count} VMs, ${runs.length} runs`;
  const accepted = runs.map((run) => run.acceptedMs);
  const running = runs.map((run) => run.runningMs);
  const decidedAt = runs.flatMap((run) => run.decidedMs ?? []);
  printTable([
    { what: `host dies: decided (${what})`, measured: seconds(decidedAt), promise: "", held: true },
    {
      what: "host dies: all accepted elsewhere",
      measured: seconds(accepted),
      promise: `p99 <= ${ACCEPTED_PROMISE_MS / 1000} s`,
      held: percentile(accepted, 0.99) <= ACCEPTED_PROMISE_MS,
    },
    {
      what: "host dies: all running elsewhere",
      measured: seconds(running),
      promise: `p99 <= ${RUNNING_PROMISE_MS / 1000} s`,
      held: percentile(running, 0.99) <= RUNNING_PROMISE_MS,
    },
    { what: "VMs that ran twice", measured: String(violations), promise: "0", held: violations === 0 },
  ]);
}

const count = numberOf("ATOLL_FAILOVER_VMS", 60);
const times = numberOf("ATOLL_FAILOVER_RUNS", 5);
const lab = await FaultLab.open(count, "failover");
try {
  const random = new SeededRandom(process.env.ATOLL_FAULTS_SEED ?? "failover");
  /** @type {Run[]} */
  const runs = [];
  for (let n = 1; n <= times; n++) {
    const run = await oneRun(lab, random);
    runs.push(run);
    console.log(`run ${n}: ${JSON.stringify(run)}`);
  }
  report(runs, count, lab.oracles.violations().length);
} finally {
  await lab.close();
}
