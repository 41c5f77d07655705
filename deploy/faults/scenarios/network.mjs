// Networks that are cut, lossy or flapping; ZooKeeper servers and sessions.
import { setTimeout as pause } from "node:timers/promises";
import { signal } from "../lib/hosts.mjs";
import { TAKEOVER } from "./hosts.mjs";

/** @typedef {import("../lib/situation.mjs").Scenario} Scenario */

/** Lease, kill and one missed renewal: T + K + R of the protocol. */
const SELF_KILL_MS = 6_000;

/** Ports of ZooKeeper servers in this lab: for clients, for followers, for elections. */
export const zookeeperPorts = () => {
  const client = Number((process.env.ATOLL_LAB_ZOOKEEPER ?? ":2281").split(":").at(-1));
  return [client, client + 1, client + 2];
};

/** @type {Scenario[]} */
export const NETWORK_SCENARIOS = [
  {
    id: "F10",
    title: "a host's network is cut, its storage is there",
    inject: async (situation) => {
      await situation.pickVictim().network.cut();
      await situation.untouched(situation.draw("seconds", [8, 20, 40]) * 1_000);
    },
    expect: (situation) => situation.writing(),
  },
  {
    id: "F12",
    title: "a host loses network and storage",
    inject: async (situation) => {
      const host = situation.pickVictim();
      // Killable: the storage lets go of the locks of a process that was killed, as one does whose locks lapse.
      await Promise.all([host.network.cut(), host.pool.hang({ killable: true })]);
    },
    expect: async (situation) => {
      await situation.ended(situation.victim.name, SELF_KILL_MS);
      await situation.takenOver(situation.victim.name, TAKEOVER);
      await pause(situation.random.between(0, 10_000));
    },
  },
  {
    id: "F13",
    title: "packets between a host and ZooKeeper are lost one way",
    inject: async (situation) => {
      const direction = situation.draw("lost", [/** @type {const} */ ("out"), /** @type {const} */ ("in")]);
      await situation.pickVictim().network.cut({ direction, port: zookeeperPorts() });
      await situation.untouched(25_000);
    },
    expect: (situation) => situation.writing(),
  },
  {
    id: "F15",
    title: "packets are lost at random",
    minutes: 6,
    inject: async (situation) => {
      const percent = situation.draw("percent", [5, 20, 40]);
      for (const host of situation.hosts) await host.network.loss(percent, { direction: "in" });
      // Storage lives throughout, so no host may be given up, whatever is lost.
      await situation.untouched(situation.draw("seconds", [30, 60]) * 1_000);
    },
    expect: (situation) => situation.writing(),
  },
  {
    id: "F17",
    title: "a host's network flaps",
    inject: async (situation) => {
      await situation.pickVictim().network.flap(1_000, 1_000);
      await situation.untouched(30_000);
    },
    expect: (situation) => situation.writing(),
  },
  {
    id: "F29",
    title: "a ZooKeeper server dies",
    inject: async (situation) => {
      const host = situation.random.pick(situation.hosts.filter((one) => one.zookeeperServers().length > 0));
      situation.notes.set("server", host.name);
      situation.victims.push(host);
      for (const { pid } of host.zookeeperServers()) signal(pid, "SIGKILL");
      await situation.untouched(20_000);
    },
    expect: (situation) => situation.writing(),
    heal: (situation) => situation.victim.powerOn(),
  },
  {
    id: "F30",
    title: "ZooKeeper has no quorum, and a host dies meanwhile",
    minutes: 5,
    inject: async (situation) => {
      for (const host of situation.hosts) await host.network.cut({ port: zookeeperPorts() });
      await situation.untouched(10_000);
      await situation.pickVictim().kill();
      const others = situation.before.filter((vm) => vm.host !== situation.victim.name);
      await situation.untouched(20_000, others);
      for (const vm of situation.vmsOf(situation.victim.name)) {
        if (situation.qemusOf(vm.vmId).length > 0)
          throw new Error(`${vm.name} was started although there is no quorum`);
      }
    },
    expect: async (situation) => {
      for (const host of situation.hosts) await host.network.heal();
      situation.injectedAtMs = Date.now();
      await situation.takenOver(situation.victim.name, { startedMs: 45_000, bootedMs: 60_000 });
    },
  },
  {
    id: "F32",
    title: "all ZooKeeper sessions expire at once",
    inject: async (situation) => {
      for (const host of situation.hosts) await host.network.cut({ port: zookeeperPorts() });
      await situation.untouched(situation.draw("seconds", [15, 30]) * 1_000);
      for (const host of situation.hosts) await host.network.heal();
    },
    expect: (situation) => situation.untouched(10_000),
  },
];
