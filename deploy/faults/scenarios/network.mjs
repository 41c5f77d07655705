// Networks that are cut, lossy or flapping.
import { setTimeout as pause } from "node:timers/promises";
import { SlowProxy } from "../lib/proxy.mjs";
import { patience } from "../lib/situation.mjs";
import { waitUntil } from "../../e2e/lib/wait.mjs";
import { TAKEOVER } from "./limits.mjs";
import { clientPort } from "../lib/hosts.mjs";
import { zookeeperLeader, zookeeperPorts } from "./zookeeper.mjs";

/** @typedef {import("../lib/situation.mjs").Scenario} Scenario */

/** Lease, kill and one missed renewal: T + K + R of the protocol. */
const SELF_KILL_MS = 6_000;

/** A loss counts after 5 s; then every VM is migrated, four at a time. */
const RESCUE_MS = 60_000;
/** A return counts when it has lasted 5 s; until then VMs that come here are moved away again. */
const UPLINK_IS_BACK_MS = 8_000;

/** Others say by then that the host is alone. */
const ISOLATED_TOLD_MS = 10_000;

/** @type {Scenario[]} */
export const NETWORK_SCENARIOS = [
  {
    id: "F10",
    title: "a host's network is cut, its storage is there",
    inject: async (situation) => {
      const host = situation.pickVictim();
      situation.notes.set("leads", String((await zookeeperLeader(situation)) === host));
      situation.injectedAtMs = Date.now();
      await host.network.cut();
      await situation.untouched(situation.draw("seconds", [12, 20, 40]) * 1_000);
    },
    expect: async (situation) => {
      await situation.writing();
      await situation.victim.network.heal();
      const toldMs = await situation.told("STILL_ALIVE");
      situation.notes.set("isolatedToldMs", toldMs);
      if (toldMs > ISOLATED_TOLD_MS * patience())
        throw new Error(`the host was found to be alone only after ${toldMs} ms`);
    },
  },
  {
    id: "F12",
    title: "a host loses network and storage",
    mayRestart: (situation) => situation.vmsOfVictims(),
    inject: async (situation) => {
      const host = situation.pickVictim();
      // Killable: the storage lets go of the locks of a process that was killed, as one does whose locks lapse.
      await Promise.all([host.network.cut(), host.pool.hang({ killable: true })]);
    },
    expect: async (situation) => {
      await situation.ended(situation.victim.name, SELF_KILL_MS);
      await situation.takenOver(situation.victim.name, TAKEOVER);
      await situation.noteDecision();
      await pause(situation.random.between(0, 10_000));
    },
    verdict: (situation) => situation.bootedOnce(situation.vmsOfVictims()),
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
    title: "packets are lost at random for five minutes",
    minutes: 7,
    inject: async (situation) => {
      const percent = situation.draw("percent", [20, 5, 40]);
      for (const host of situation.hosts) await host.network.loss(percent, { direction: "in" });
      // Storage lives throughout, so no host may be given up, whatever is lost.
      await situation.untouched(300_000);
    },
    expect: (situation) => situation.writing(),
  },
  {
    id: "F16",
    title: "a host's way to ZooKeeper is slow",
    minutes: 4,
    inject: async (situation) => {
      const delayMs = situation.draw("delayMs", [100, 750]); // each way
      const victim = situation.pickVictim();
      const port = clientPort();
      /** @type {SlowProxy[]} */
      const proxies = [];
      try {
        for (const host of situation.hosts) {
          const proxy = await SlowProxy.start(victim.network, host.address, port, 20_000 + host.number);
          proxies.push(proxy);
          await proxy.set({ delayMs });
        }
        await victim.network.abort(port); // only connections that are made now go the slow way
        await situation.untouched(40_000);
      } finally {
        await victim.network.heal();
        for (const proxy of proxies) await proxy.stop();
      }
    },
    expect: (situation) => situation.writing(),
  },
  {
    id: "F17",
    title: "a host's network flaps every second",
    inject: async (situation) => {
      await situation.pickVictim().network.flap(1_000, 1_000);
      await situation.untouched(30_000);
    },
    expect: (situation) => situation.writing(),
  },
  {
    id: "F18",
    title: "two hosts do not reach each other, and both reach the third",
    inject: async (situation) => {
      const [one, other] = situation.random.shuffle(situation.hosts);
      if (!one || !other) throw new Error("two hosts are needed");
      situation.strike(one);
      await situation.strike(other).network.cut({ to: one.address });
      await situation.untouched(situation.draw("seconds", [15, 30, 60]) * 1_000);
    },
    expect: (situation) => situation.writing(),
  },
  {
    id: "T6", // row 6 of the truth table
    title: "a host's guests lose their uplink, and the host itself loses nothing",
    minutes: 3,
    inject: (situation) => {
      situation.pickVictim().uplink("down");
      return Promise.resolve();
    },
    expect: async (situation) => {
      await situation.movedAway(RESCUE_MS);
      await situation.writing();
    },
    heal: async (situation) => {
      situation.victim.uplink("up");
      await pause(UPLINK_IS_BACK_MS);
    },
  },
  {
    id: "F50",
    title: "links are clogged one by one, and unclogged in another order",
    minutes: 4,
    inject: async (situation) => {
      const pairs = situation.hosts.flatMap((from) =>
        situation.hosts.filter((to) => to !== from).map((to) => ({ from, cut: clogged(situation, to.address) })),
      );
      for (const { from, cut } of situation.random.shuffle(pairs)) {
        await from.network.cut(cut);
        await situation.untouched(situation.random.between(0, 8_000));
      }
      for (const { from, cut } of situation.random.shuffle(pairs)) {
        await from.network.mend(cut);
        await situation.untouched(situation.random.between(0, 8_000));
      }
    },
    expect: (situation) => situation.untouched(10_000),
  },
  {
    id: "F17b",
    title: "a host's network is gone for longer than a lease, three times",
    minutes: 4,
    fresh: true,
    spoils: true,
    inject: async (situation) => {
      const leader = await zookeeperLeader(situation); // while others elect another one, nobody counts as alone
      const host = situation.pickVictim((one) => one !== leader);
      for (let fall = 1; fall <= FALLS_TO_QUARANTINE; fall++) {
        if (await isInQuarantine(situation)) throw new Error(`${host.name} is in quarantine after ${fall - 1} falls`);
        await host.network.cut();
        await situation.untouched(FALL_MS);
        await host.network.heal();
        await situation.untouched(FALL_MS);
      }
    },
    expect: async (situation) => {
      await waitUntil("quarantine", 30_000, () => isInQuarantine(situation), 500);
      await situation.told("QUARANTINED");
      await situation.untouched(5_000);
      await situation.writing();
    },
  },
];

/** Lost packets out to an address: one direction of a link, all of it or half. @param {import("../lib/situation.mjs").Situation} situation @param {string} to */
function clogged(situation, to) {
  return { to, direction: /** @type {const} */ ("out"), percent: situation.random.pick([50, 100]) };
}

const FALLS_TO_QUARANTINE = 3;
/** Longer than the taker's window of 5.45 s and two looks. */
const FALL_MS = 10_000;

/** What the HA leader says of it. @param {import("../lib/situation.mjs").Situation} situation @returns {Promise<boolean>} */
async function isInQuarantine(situation) {
  const { alarms } = await situation.product.ha();
  return alarms.some(
    (/** @type {any} */ { detail }) => detail.includes(situation.victim.name) && /gets no VMs/.test(detail),
  );
}
