// Hosts, agents and guests that die.
import { setTimeout as pause } from "node:timers/promises";
import { waitUntil } from "../../e2e/lib/wait.mjs";
import { dev, isAlive, signal } from "../lib/hosts.mjs";
import { patience } from "../lib/situation.mjs";
import { killManager } from "./control.mjs";
import { zookeeperLeader } from "./zookeeper.mjs";

import { TAKEOVER } from "./limits.mjs";

const LEADER_TAKEOVER = { startedMs: 12_000, bootedMs: 22_000 };
/** TCP sends again at intervals of a minute by then. */
const LONG_CUT_MS = 150_000;
/** A ZooKeeper server makes its links anew every 16 s while it finds no leader. */
const REJOINED_WITHIN_MS = 25_000;
const RESTARTED_WITHIN_MS = 60_000;
/** A lease that is over when the enforcers can look again: they kill at once, in a busy moment of the host. */
const ENDED_AFTER_THAW_MS = 2_000;

/**
 * @typedef {import("../lib/situation.mjs").Scenario} Scenario
 * @typedef {import("../lib/situation.mjs").Situation} Situation
 */

/** An agent that was started again has adopted its VMs by then: it serves only afterwards. */
const ADOPTED_WITHIN_MS = 10_000;

/** Starts the victim's agent; the manager says again that its VMs run there. @param {Situation} situation */
async function startAgent(situation) {
  const startedMs = Date.now();
  const serves = waitUntil("an agent that serves", 30_000, () => situation.victim.agentServes()).then(() => {
    const tookMs = Date.now() - startedMs;
    situation.notes.set("adoptedMs", tookMs);
    if (tookMs > ADOPTED_WITHIN_MS * patience()) throw new Error(`the agent had adopted its VMs after ${tookMs} ms`);
  });
  await Promise.all([serves, dev("start-host", situation.victim.name)]);
  const vms = situation.vmsOf(situation.victim.name);
  await waitUntil("a manager that knows of all VMs", 30_000, async () => {
    const states = await situation.product.states(vms.map(({ vmId, name }) => ({ id: vmId, name })));
    return states.every(({ host, powerState }) => host === situation.victim.name && powerState === "RUNNING");
  });
  situation.notes.set("knownMs", Date.now() - startedMs);
}

/** The host that leads HA, as the API tells. @param {Situation} situation */
async function haLeader(situation) {
  const find = async () => {
    const leaderId = await situation.product.haLeader();
    const leader = (await situation.product.hosts()).find((host) => host.metadata.id === leaderId);
    return situation.hosts.find((host) => host.name === leader?.metadata.name);
  };
  return waitUntil("a leader of HA", 15_000, find, 500);
}

/** Restarts agents that lead HA until it is the one on this host: each goes to the end of the queue. @param {Situation} situation @param {import("../lib/hosts.mjs").FaultyHost} host */
async function letLead(situation, host) {
  for (let tries = 0; tries < 2 * situation.hosts.length; tries++) {
    const leader = await haLeader(situation);
    if (leader === host) return;
    await leader.restartAgent("SIGKILL");
    await situation.product.haReady(situation.witnesses, 60_000);
  }
  throw new Error(`${host.name} never led HA`);
}

/** Where what is drawn leads. @param {Situation} situation */
async function pickLeader(situation) {
  const leads = situation.draw("leads", ["HA", "ZooKeeper", "both"]);
  if (leads === "HA") return haLeader(situation);
  const host = await zookeeperLeader(situation);
  if (leads === "both") await letLead(situation, host);
  return host;
}

/** @type {Scenario[]} */
export const HOST_SCENARIOS = [
  {
    id: "F1",
    title: "a host dies",
    mayRestart: (situation) => situation.vmsOfVictims(),
    inject: async (situation) => {
      const leaders = [await haLeader(situation), await zookeeperLeader(situation)];
      const host = situation.pickVictim((one) => !leaders.includes(one)); // F2 has those
      situation.injectedAtMs = Date.now();
      await host.powerOff();
    },
    expect: async (situation) => {
      await situation.takenOver(situation.victim.name, TAKEOVER);
      await situation.noteDecision();
    },
    verdict: (situation) => situation.bootedOnce(situation.vmsOfVictims()),
  },
  {
    id: "F2",
    title: "the host that leads dies",
    minutes: 5,
    mayRestart: (situation) => situation.vmsOfVictims(),
    inject: async (situation) => {
      const host = situation.strike(await pickLeader(situation));
      situation.injectedAtMs = Date.now();
      await host.powerOff();
    },
    expect: async (situation) => {
      await situation.takenOver(situation.victim.name, LEADER_TAKEOVER);
      await situation.noteDecision();
    },
    verdict: (situation) => situation.bootedOnce(situation.vmsOfVictims()),
  },
  {
    id: "F2b",
    title: "a host was cut off for minutes, and soon after its return the one that leads ZooKeeper dies",
    minutes: 7,
    fresh: true,
    mayRestart: (situation) => situation.vmsOf(situation.notes.get("died")?.toString() ?? ""),
    inject: async (situation) => {
      const leader = await zookeeperLeader(situation);
      const cutOff = situation.pickVictim((one) => one !== leader);
      await cutOff.network.cut();
      await situation.untouched(LONG_CUT_MS);
      await cutOff.network.heal();
      await situation.untouched(REJOINED_WITHIN_MS);
      const next = situation.strike(await zookeeperLeader(situation));
      situation.notes.set("died", next.name);
      situation.injectedAtMs = Date.now();
      await next.powerOff();
    },
    expect: async (situation) => {
      await situation.takenOver(situation.notes.get("died")?.toString() ?? "", LEADER_TAKEOVER);
      await situation.noteDecision();
    },
  },
  {
    id: "F3",
    title: "two of three hosts die, and come back one after the other",
    minutes: 5,
    fresh: true,
    mayRestart: (situation) => situation.vmsOfVictims(),
    inject: async (situation) => {
      const [first, second] = situation.random.shuffle(situation.hosts);
      if (!first || !second) throw new Error("two hosts are needed");
      situation.strike(first);
      situation.strike(second);
      await Promise.all([first.powerOff(), second.powerOff()]);
      await situation.untouched(20_000, situation.vmsOfOthers());
      for (const vm of situation.vmsOfVictims()) {
        if (situation.qemusOf(vm.vmId).length > 0) throw new Error(`${vm.name} was started without a quorum`);
      }
      situation.injectedAtMs = Date.now();
      await first.powerOn();
      await situation.running(situation.vmsOfVictims(), 90_000);
    },
    expect: (situation) => situation.victims[1]?.powerOn() ?? Promise.resolve(),
    verdict: (situation) => situation.bootedOnce(situation.vmsOfVictims()),
  },
  {
    id: "F4",
    title: "an agent is killed",
    inject: (situation) => {
      signal(situation.pickVictim().agent().pid, "SIGKILL");
      return Promise.resolve();
    },
    expect: async (situation) => {
      await situation.untouched(situation.random.between(1_000, 4_000));
      await startAgent(situation);
      await situation.untouched(2_000);
    },
  },
  {
    id: "F5",
    title: "an agent stands still and goes on",
    inject: async (situation) => {
      const agent = situation.pickVictim().agent().pid;
      const seconds = situation.draw("seconds", [3, 10, 60]);
      signal(agent, "SIGSTOP");
      try {
        // Its enforcers renew the slot: one living channel keeps all VMs running.
        await situation.untouched(seconds * 1_000);
      } finally {
        signal(agent, "SIGCONT");
      }
    },
    expect: (situation) => situation.untouched(5_000),
  },
  {
    id: "F6",
    title: "one or both enforcers are killed",
    inject: async (situation) => {
      const enforcers = situation.pickVictim().enforcers();
      if (enforcers.length === 0) throw new Error("no enforcer runs on the host");
      const both = situation.draw("killed", ["one", "both"]) === "both";
      const killed = both ? enforcers : [situation.random.pick(enforcers)];
      for (const { pid } of killed) signal(pid, "SIGKILL");
      const isNew = (/** @type {number} */ pid) => killed.every((old) => old.pid !== pid);
      await waitUntil("two enforcers", 5_000, () => {
        const live = situation.victim.enforcers().filter(({ pid }) => isNew(pid) && isAlive(pid));
        return live.length >= enforcers.length;
      });
      situation.notes.set("startedAnewMs", Date.now() - situation.injectedAtMs);
    },
    expect: (situation) => situation.untouched(8_000),
  },
  {
    id: "F7",
    title: "a whole host stands still, and goes on",
    minutes: 4,
    fresh: true,
    spoils: true,
    mayRestart: (situation) => (situation.notes.get("seconds") === "1" ? [] : situation.vmsOfVictims()),
    inject: async (situation) => {
      const host = situation.pickVictim();
      const seconds = situation.draw("seconds", [1, 10, 30]);
      await host.freeze();
      await situation.untouched(seconds * 1_000, situation.vmsOfOthers());
      await host.thaw();
      situation.injectedAtMs = Date.now();
      if (seconds > 1) await situation.ended(host.name, ENDED_AFTER_THAW_MS);
    },
    // Who takes the VMs over meets the image lock until then, and tries again ever more seldom.
    expect: (situation) => situation.writing(situation.before, 90_000),
    verdict: (situation) => {
      if (situation.notes.get("seconds") !== "1") situation.bootedOnce(situation.vmsOfVictims());
    },
  },
  {
    id: "F8",
    title: "an agent is restarted again and again",
    minutes: 15,
    inject: async (situation) => {
      const host = situation.pickVictim();
      for (let n = 0; n < 20; n++) {
        await host.stopAgent(situation.random.pick(["SIGKILL", "SIGTERM"]));
        await pause(situation.random.between(0, 1_000));
        await dev("start-host", host.name);
        await situation.untouched(0);
      }
    },
    expect: (situation) => situation.untouched(5_000),
  },
  {
    id: "F37",
    title: "source or destination dies while a VM is moved",
    minutes: 3,
    mayRestart: (situation) => [
      ...situation.vmsOfVictims(),
      ...situation.before.filter(({ name }) => name === moved(situation)),
    ],
    inject: async (situation) => {
      const vm = situation.random.pick(situation.before);
      const source = situation.hosts.find((host) => host.name === vm.host);
      const target = situation.random.pick(situation.hosts.filter((host) => host !== source));
      if (!source) throw new Error(`${vm.name} is on no host`);
      const hosts = await situation.product.hosts();
      const targetHostId = hosts.find((host) => host.metadata.name === target.name)?.metadata.id;
      await situation.product.call("POST", `/vms/${vm.vmId}/actions/migrate`, { targetHostId });
      const dying = { source: [source], destination: [target], both: [source, target] };
      const which = situation.draw("dies", /** @type {const} */ (["source", "destination", "both"]));
      await pause(situation.random.between(0, 1_500));
      situation.notes.set("moved", vm.name);
      for (const host of dying[which]) situation.strike(host);
      situation.injectedAtMs = Date.now();
      await Promise.all(situation.victims.map((host) => host.powerOff()));
    },
    // Where the moved VM ends depends on the moment; that it runs once is what healed() and the oracles see.
    expect: async (situation) => {
      await pause(20_000);
      await Promise.all(situation.victims.map((host) => host.heal()));
    },
    verdict: (situation) => {
      for (const vm of situation.before) {
        const boots = situation.disk(vm.vmId).history.boots.length - vm.boots;
        if (boots > 1) throw new Error(`${vm.name} was booted ${boots} times`);
      }
    },
  },
  {
    id: "F42",
    title: "power is lost everywhere, and comes back host by host, the manager last",
    minutes: 8,
    fresh: true,
    mayRestart: (situation) => situation.before,
    inject: async (situation) => {
      killManager();
      for (const host of situation.hosts) await host.powerOff();
    },
    expect: async (situation) => {
      for (const host of situation.random.shuffle(situation.hosts)) {
        await pause(situation.random.between(0, 3_000));
        await host.powerOn();
      }
      situation.injectedAtMs = Date.now();
      await waitUntil("all VMs booted again without the manager", 90_000, () =>
        situation.before.every((vm) => situation.disk(vm.vmId).history.boots.length > vm.boots),
      );
      situation.notes.set("coldBootMs", Date.now() - situation.injectedAtMs);
    },
    heal: () => dev("start-manager"),
    verdict: (situation) => situation.bootedOnce(situation.before),
  },
  {
    id: "F44",
    title: "a guest's process dies several times",
    minutes: 6,
    fresh: true,
    spoils: true,
    mayRestart: (situation) => situation.before.filter(({ name }) => name === moved(situation)),
    inject: async (situation) => {
      const vm = situation.random.pick(situation.before);
      situation.notes.set("moved", vm.name);
      const times = situation.draw("times", [1, AT_ONCE, AT_ONCE + 2]);
      for (let n = 1; n <= times; n++) await dieAndComeBack(situation, vm, n);
    },
    expect: (situation) =>
      situation.untouched(
        2_000,
        situation.before.filter(({ name }) => name !== moved(situation)),
      ),
  },
];

/** The VM that the fault is about. @param {Situation} situation */
const moved = (situation) => situation.notes.get("moved");

/** Retries of ha-monitor/docs/0002-engine.md: five at once, then each pause twice as long as the one before. */
const AT_ONCE = 5;
const FIRST_DELAY_MS = 30_000;
/** Looks of the engine, the new process and its first record are later than the moment that the delay counts from. */
const DELAY_SLACK_MS = 2_000;
const AT_ONCE_WITHIN_MS = 20_000;

/**
 * The process is killed for the nth time; it comes back, not before the delay that goes with so many failures.
 * @param {Situation} situation @param {import("../lib/situation.mjs").Before} vm @param {number} n
 */
async function dieAndComeBack(situation, vm, n) {
  const killed = situation.qemusOf(vm.vmId);
  if (killed.length !== 1) throw new Error(`${vm.name} has ${killed.length} processes before it is killed`);
  for (const { pid } of killed) signal(pid, "SIGKILL");
  const killedAtMs = Date.now();
  const delayMs = n <= AT_ONCE ? 0 : FIRST_DELAY_MS * 2 ** (n - AT_ONCE - 1);
  await waitUntil(
    `${vm.name} booted again after death ${n}`,
    delayMs + RESTARTED_WITHIN_MS,
    () => situation.disk(vm.vmId).history.boots.length >= vm.boots + n,
  );
  const afterMs = Date.now() - killedAtMs;
  situation.notes.set(`back${n}Ms`, afterMs);
  if (afterMs < delayMs - DELAY_SLACK_MS) throw new Error(`${vm.name} was back ${afterMs} ms after death ${n}`);
  if (delayMs === 0 && afterMs > AT_ONCE_WITHIN_MS) {
    throw new Error(`${vm.name} was back only ${afterMs} ms after death ${n}, which is no restart at once`);
  }
}
