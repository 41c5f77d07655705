// How long it takes until the VMs of a host that died run elsewhere. Started by ./deploy/dev bench-failover, in a lab whose
// hosts have a pool layer. peers/README.md says what is measured; this is Atoll's part of it.
//
//   decided    the host is proved dead, its fence is up and the owners have changed: the incident's timeline says when
//   accepted   its new host has said in ZooKeeper, for all to see, that it starts the VM: its log says when
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { setting } from "../lab/api.mjs";
import { waitUntil } from "../e2e/lib/wait.mjs";
import { FaultLab } from "../faults/lib/fault-lab.mjs";
import { SeededRandom } from "../faults/lib/random.mjs";
import { zookeeperPorts } from "../faults/scenarios/zookeeper.mjs";
import { failoverSettings, OutcomeFile } from "./peers/outcome.mjs";
import { keepsPromises } from "./peers/table.mjs";
import { acceptedIn } from "./peers/accepted.mjs";
import { victims, watchTakeover, writingOn } from "./peers/takeover.mjs";

const RUN_LIMIT_MS = 120_000;
const READY_LIMIT_MS = 240_000;
/** The manager fetches incidents from ZooKeeper when it gets to it. */
const TOLD_LIMIT_MS = 60_000;
const DECIDED = "TAKEN_OVER";
const STARTS_AT_ONCE = 4;

/**
 * All witnesses on one host, which then dies.
 * @param {FaultLab} lab @param {import("../faults/lib/hosts.mjs").FaultyHost} victim @param {SeededRandom} random
 * @returns {Promise<import("./peers/takeover.mjs").Run>}
 */
async function oneRun(lab, victim, random) {
  const observed = { runRoot: setting("ATOLL_RUN_ROOT"), oracles: lab.oracles };
  await gather(lab, victim.name);
  await writingOn(observed, victim.name);
  await lab.product.allProtected(lab.witnesses, READY_LIMIT_MS);
  const victimId = await hostIdOf(lab, victim.name);
  const notes = [
    ...((await lab.product.haLeader()) === victimId ? ["it led HA"] : []),
    ...(servesZookeeperLeader(victim) ? ["it served ZooKeeper's leader"] : []),
  ];
  await pause(random.between(0, 2_000));
  const { killedMs, ...times } = await watchTakeover(observed, victim.name, () => victim.powerOff(), RUN_LIMIT_MS);
  const timeline = await timelineOf(lab, victimId, killedMs);
  const decidedMs = Math.min(...timeline.filter(({ kind }) => kind === DECIDED).map(({ atMs }) => atMs));
  await victim.heal();
  await lab.product.hostsReady(READY_LIMIT_MS);
  return {
    victim: victim.name,
    decidedMs: decidedMs - killedMs,
    acceptedMs: acceptedIn(lab.hosts.filter((host) => host !== victim).map(logOf), killedMs),
    ...times,
    note: notes.join(", "),
    timeline: timeline.map(({ atMs, text }) => `${atMs - killedMs} ms: ${text}`),
  };
}

/**
 * What the incident tells of this death, with the decision; by the clock of the agent that led, which in a lab is ours.
 * @param {FaultLab} lab @param {string} hostId @param {number} killedMs
 */
function timelineOf(lab, hostId, killedMs) {
  return waitUntil(
    `${DECIDED} in the timeline of an incident`,
    TOLD_LIMIT_MS,
    async () => {
      const moments = (await lab.product.incidents())
        .filter(({ raw }) => raw.hostId === hostId)
        .flatMap(({ entries }) => entries.filter(({ atMs }) => atMs >= killedMs))
        .sort((a, b) => a.atMs - b.atMs);
      return moments.some(({ kind }) => kind === DECIDED) && moments;
    },
    500,
  );
}

/** @param {import("../faults/lib/hosts.mjs").FaultyHost} host */
const logOf = (host) => readFileSync(join(setting("ATOLL_LAB_DIR"), host.name, "log"), "utf8");

/** Only the leader of the servers waits for followers. @param {import("../faults/lib/hosts.mjs").FaultyHost} host */
function servesZookeeperLeader(host) {
  const namespace = `atoll-${setting("ATOLL_LAB")}-${host.name}`;
  const listening = execFileSync("ip", ["netns", "exec", namespace, "ss", "-ltnH"], { encoding: "utf8" });
  return listening.split("\n").some((line) => line.split(/\s+/)[3]?.endsWith(`:${zookeeperPorts()[1]}`));
}

/** @param {FaultLab} lab @param {string} name @returns {Promise<string>} */
async function hostIdOf(lab, name) {
  const host = (await lab.product.hosts()).find(({ metadata }) => metadata.name === name);
  if (!host) throw new Error(`the manager knows no ${name}`);
  return host.metadata.id;
}

/** Stopped and started on the host, which is quicker than moving sixty. @param {FaultLab} lab @param {string} hostName */
async function gather(lab, hostName) {
  const hostId = await hostIdOf(lab, hostName);
  const waiting = [...lab.witnesses];
  const worker = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const vm = await lab.product.vm(one.id);
      if (vm.status.hostName === hostName && vm.status.powerState === "RUNNING") continue;
      await lab.product.task("POST", `/vms/${one.id}/actions/stop`, {});
      await lab.product.task("POST", `/vms/${one.id}/actions/start`, { hostId });
    }
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, worker));
}

const settings = failoverSettings();
const outcomes = new OutcomeFile("Atoll", settings);
const lab = await FaultLab.open(settings.vms, "failover");
try {
  const random = new SeededRandom(settings.seed);
  for (const victim of victims(lab.hosts, settings.runs, random)) {
    outcomes.add(await oneRun(lab, victim, random), lab.oracles.violations());
  }
} finally {
  await lab.close();
}
process.exitCode = keepsPromises(outcomes.outcome) ? 0 : 1;
