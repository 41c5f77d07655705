// ZooKeeper servers that die, quorums that are lost, sessions that expire.
import { setTimeout as pause } from "node:timers/promises";
import { waitUntil } from "../../e2e/lib/wait.mjs";
import { clientPort, followerPort, signal } from "../lib/hosts.mjs";

/** @typedef {import("../lib/situation.mjs").Scenario} Scenario */

/** Ports of ZooKeeper servers in this lab: for clients, for followers, for elections. */
export const zookeeperPorts = () => [clientPort(), followerPort(), clientPort() + 2];

/** The host whose server leads ZooKeeper. @param {import("../lib/situation.mjs").Situation} situation */
export const zookeeperLeader = (situation) =>
  waitUntil("a leader of ZooKeeper", 15_000, () => situation.hosts.find((host) => host.leadsZookeeper(followerPort())));

/** @type {Scenario[]} */
export const ZOOKEEPER_SCENARIOS = [
  {
    id: "F29",
    title: "a ZooKeeper server dies",
    inject: async (situation) => {
      const leads = situation.draw("server", ["leader", "follower"]) === "leader";
      const servers = situation.hosts.filter((one) => one.zookeeperServers().length > 0);
      if (servers.length < 3) throw new Error(`${servers.length} hosts serve ZooKeeper; three are needed`);
      const host = situation.strike(
        situation.random.pick(servers.filter((one) => one.leadsZookeeper(followerPort()) === leads)),
      );
      situation.injectedAtMs = Date.now();
      for (const { pid } of host.zookeeperServers()) signal(pid, "SIGKILL");
      await situation.untouched(20_000);
    },
    expect: (situation) => situation.writing(),
    heal: async (situation) => {
      for (const host of situation.victims) await host.powerOn();
    },
  },
  {
    id: "F30",
    title: "ZooKeeper has no quorum, and a host dies meanwhile",
    minutes: 14,
    mayRestart: (situation) => situation.vmsOfVictims(),
    inject: async (situation) => {
      const seconds = situation.draw("seconds", [10, 60, 600]);
      for (const host of situation.hosts) await host.network.cut({ port: zookeeperPorts() });
      await situation.untouched(seconds * 1_000);
      await situation.pickVictim().powerOff();
      await situation.untouched(20_000, situation.vmsOfOthers());
      for (const vm of situation.vmsOfVictims()) {
        if (situation.qemusOf(vm.vmId).length > 0)
          throw new Error(`${vm.name} was started although there is no quorum`);
      }
    },
    expect: async (situation) => {
      for (const host of situation.hosts) await host.network.heal();
      situation.injectedAtMs = Date.now();
      await situation.takenOver(situation.victim.name, { startedMs: 45_000, bootedMs: 60_000 });
      await situation.noteDecision();
    },
    verdict: (situation) => situation.bootedOnce(situation.vmsOfVictims()),
  },
  {
    id: "F32",
    title: "all ZooKeeper sessions expire at once",
    inject: async (situation) => {
      for (const host of situation.hosts) await host.network.cut({ port: zookeeperPorts() });
      await situation.untouched(situation.draw("seconds", [15, 30]) * 1_000);
      for (const host of situation.hosts) await host.network.heal();
    },
    expect: async (situation) => {
      await situation.untouched(10_000);
      await pause(situation.random.between(0, 2_000));
      await situation.writing();
    },
  },
];
