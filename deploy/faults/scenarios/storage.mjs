// Storage that hangs, fails, lies or is damaged; and the manager's database.
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { setting } from "../../lab/api.mjs";
import { dev } from "../lib/hosts.mjs";
import { killManager, killPostgres, TAKEOVER } from "./hosts.mjs";

/** @typedef {import("../lib/situation.mjs").Scenario} Scenario */

const SLOT_FOLDER = ".atoll/ha";
const SLOT_BYTES = 4096;

/** @param {string} name @param {Buffer} bytes */
function overwriteSlot(name, bytes) {
  const file = openSync(join(setting("ATOLL_POOL"), SLOT_FOLDER, name), "r+");
  writeSync(file, bytes, 0, bytes.length, 0);
  fsyncSync(file);
  closeSync(file);
}

/** @type {Scenario[]} */
export const STORAGE_SCENARIOS = [
  {
    id: "F11",
    title: "a host's storage hangs, its network is there",
    minutes: 5,
    inject: async (situation) => {
      await situation.pickVictim().pool.hang();
      // What happens then is policy; that it happens at most once is what the oracles see.
      await pause(situation.draw("seconds", [5, 15, 60]) * 1_000);
    },
    expect: (situation) =>
      situation.untouched(
        1_000,
        situation.before.filter((vm) => vm.host !== situation.victim.name),
      ),
  },
  {
    id: "F22",
    title: "storage becomes read-only",
    inject: async (situation) => {
      await situation.pickVictim().pool.readonly();
      await pause(situation.draw("seconds", [5, 20]) * 1_000);
    },
    expect: (situation) =>
      situation.untouched(
        1_000,
        situation.before.filter((vm) => vm.host !== situation.victim.name),
      ),
  },
  {
    id: "F23",
    title: "storage hangs on all hosts",
    minutes: 4,
    inject: async (situation) => {
      await Promise.all(situation.hosts.map((host) => host.pool.hang()));
      await situation.untouched(situation.draw("seconds", [2, 10, 60]) * 1_000);
      await Promise.all(situation.hosts.map((host) => host.pool.heal()));
    },
    expect: async (situation) => {
      await situation.untouched(3_000);
      await situation.writing();
    },
  },
  {
    id: "F24",
    title: "a host with hanging storage loses its network too, and both come back after the takeover",
    minutes: 5,
    inject: async (situation) => {
      const host = situation.pickVictim();
      await host.pool.hang({ killable: true }); // as in F12
      await pause(situation.random.between(0, 3_000));
      situation.injectedAtMs = Date.now();
      await host.network.cut();
    },
    expect: async (situation) => {
      await situation.takenOver(situation.victim.name, { startedMs: 15_000, bootedMs: 25_000 });
      await pause(situation.draw("seconds", [0, 5, 60]) * 1_000);
      await situation.victim.pool.heal(); // what waited is written now, or never
      await situation.writing();
    },
  },
  {
    id: "F25",
    title: "one request in a hundred fails",
    inject: async (situation) => {
      await situation.pickVictim().pool.fail(1);
      await pause(30_000);
    },
    expect: (situation) =>
      situation.untouched(
        1_000,
        situation.before.filter((vm) => vm.host !== situation.victim.name),
      ),
  },
  {
    id: "F26",
    title: "a host's slot is damaged, zeroed, or an old copy",
    inject: async (situation) => {
      const slots = readdirSync(join(setting("ATOLL_POOL"), SLOT_FOLDER)).filter((name) => name.endsWith(".slot"));
      const slot = situation.random.pick(slots);
      const old = readFileSync(join(setting("ATOLL_POOL"), SLOT_FOLDER, slot));
      const how = situation.draw("how", ["damaged", "zeroed", "old"]);
      situation.notes.set("slot", slot);
      await pause(2_000);
      const times = how === "old" ? 20 : 5;
      for (let n = 0; n < times; n++) {
        const damaged = Buffer.from(old);
        const at = situation.random.between(0, 127);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << situation.random.between(0, 7));
        overwriteSlot(slot, how === "old" ? old : how === "zeroed" ? Buffer.alloc(SLOT_BYTES) : damaged);
        await pause(situation.random.between(100, 900));
      }
    },
    expect: (situation) => situation.untouched(8_000),
  },
  {
    id: "F27",
    title: "the manager and its database die, and then a host",
    inject: async (situation) => {
      if (situation.draw("killed", ["database", "both"]) === "both") killManager();
      else killPostgres();
      await situation.untouched(3_000);
      situation.injectedAtMs = Date.now();
      await situation.pickVictim().powerOff();
    },
    expect: (situation) => situation.takenOver(situation.victim.name, TAKEOVER),
    heal: async () => {
      killManagerIfAlive();
      await dev("start-manager");
    },
  },
];

/** A manager whose database was killed may end by itself, or wait for it; it begins anew in any case. */
function killManagerIfAlive() {
  try {
    killManager();
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
  }
}
