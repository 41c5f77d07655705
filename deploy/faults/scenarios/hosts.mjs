// Hosts, agents and guests that die.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { setting } from "../../lab/api.mjs";
import { waitUntil } from "../../e2e/lib/wait.mjs";
import { dev, signal, wordsOf } from "../lib/hosts.mjs";

/** Accepted elsewhere and booted elsewhere, on a machine whose hosts share two cores. */
export const TAKEOVER = { startedMs: 10_000, bootedMs: 20_000 };
const LEADER_TAKEOVER = { startedMs: 12_000, bootedMs: 22_000 };
const ADOPTED_WITHIN_MS = 60_000;

/** @typedef {import("../lib/situation.mjs").Scenario} Scenario */

/** The host that leads HA, where the API tells; else any, and the notes say so. @param {import("../lib/situation.mjs").Situation} situation */
async function pickLeader(situation) {
  const leaderId = await situation.product.haLeader();
  const leader = (await situation.product.hosts()).find((host) => host.metadata.id === leaderId);
  const found = situation.hosts.find((host) => host.name === leader?.metadata.name);
  if (!found) {
    situation.notes.set("leader", "not told by the API");
    return situation.pickVictim();
  }
  situation.victims.push(found);
  situation.notes.set("victim", found.name);
  return found;
}

/** @type {Scenario[]} */
export const HOST_SCENARIOS = [
  {
    id: "F1",
    title: "a host dies",
    inject: (situation) => situation.pickVictim().powerOff(),
    expect: (situation) => situation.takenOver(situation.victim.name, TAKEOVER),
  },
  {
    id: "F2",
    title: "the host that leads dies",
    inject: async (situation) => (await pickLeader(situation)).powerOff(),
    expect: (situation) => situation.takenOver(situation.victim.name, LEADER_TAKEOVER),
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
      await dev("start-host", situation.victim.name);
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
      for (const { pid } of both ? enforcers : [situation.random.pick(enforcers)]) signal(pid, "SIGKILL");
      await waitUntil("two enforcers", 5_000, () => situation.victim.enforcers().length >= enforcers.length);
    },
    expect: (situation) => situation.untouched(8_000),
  },
  {
    id: "F8",
    title: "an agent is restarted again and again",
    minutes: 8,
    inject: async (situation) => {
      const host = situation.pickVictim();
      for (let n = 0; n < 20; n++) {
        signal(host.agent().pid, situation.random.pick(["SIGKILL", "SIGTERM"]));
        await pause(situation.random.between(0, 1_000));
        await waitUntil(
          "end of the agent",
          20_000,
          () => !host.processes().some(({ pid }) => pid === host.agent().pid),
        );
        await dev("start-host", host.name);
      }
    },
    expect: (situation) => situation.untouched(5_000),
  },
  {
    id: "F37",
    title: "source or destination dies while a VM is moved",
    inject: async (situation) => {
      const vm = situation.random.pick(situation.before);
      const source = situation.hosts.find((host) => host.name === vm.host);
      const target = situation.random.pick(situation.hosts.filter((host) => host !== source));
      const hosts = await situation.product.hosts();
      const targetHostId = hosts.find((host) => host.metadata.name === target.name)?.metadata.id;
      await situation.product.call("POST", `/vms/${vm.vmId}/actions/migrate`, { targetHostId });
      const dying = situation.draw("dies", ["source", "destination"]) === "source" ? source : target;
      if (!dying) throw new Error(`${vm.name} is on no host`);
      await pause(situation.random.between(0, 2_000));
      situation.victims.push(dying);
      situation.notes.set("victim", dying.name).set("moved", vm.name);
      await dying.powerOff();
    },
    // Where the moved VM ends depends on the moment; that it runs once is what healed() and the oracles see.
    expect: () => pause(20_000),
  },
  {
    id: "F42",
    title: "power is lost everywhere, and comes back host by host, the manager last",
    minutes: 8,
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
      await waitUntil("all VMs booted again without the manager", 120_000, () =>
        situation.before.every((vm) => situation.disk(vm.vmId).history.boots.length > vm.boots),
      );
      situation.notes.set("coldBootMs", Date.now() - situation.injectedAtMs);
    },
    heal: () => dev("start-manager"),
  },
  {
    id: "F44",
    title: "a guest's process dies several times",
    inject: async (situation) => {
      const vm = situation.random.pick(situation.before);
      situation.notes.set("vm", vm.name);
      const times = situation.draw("times", [1, 2, 3]);
      for (let n = 1; n <= times; n++) {
        for (const { pid } of situation.qemusOf(vm.vmId)) signal(pid, "SIGKILL");
        await waitUntil(
          `${vm.name} booted again`,
          ADOPTED_WITHIN_MS,
          () => situation.disk(vm.vmId).history.boots.length >= vm.boots + n,
        );
      }
      situation.before = situation.before.filter((other) => other !== vm);
    },
    expect: (situation) => situation.untouched(2_000),
  },
];

/** Ends the manager and what it has started, as a power failure does. */
export function killManager() {
  const pid = Number(readFileSync(join(setting("ATOLL_LAB_DIR"), "manager", "pid"), "utf8").split(" ")[0]);
  signal(pid, "SIGKILL");
  killPostgres();
}

/** The manager's own Postgres, without a chance to tidy up; nothing where it does not run. */
export function killPostgres() {
  const folder = join(setting("ATOLL_MANAGER_DATA"), "postgres");
  const data = readdirSync(folder).find((name) => name.startsWith("data-"));
  const file = join(folder, String(data), "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  if (wordsOf(pid).includes("postgres")) signal(pid, "SIGKILL");
}
