// Storage that hangs, fails, lies or is damaged.
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { setting } from "../../lab/api.mjs";

/** @typedef {import("../lib/situation.mjs").Scenario} Scenario */

/** For so long a host may be without storage before its VMs are moved: HaSettings.Patience.storageLossDelay. */
const APD_DELAY_MS = 60_000;

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
    mayRestart: (situation) => (situation.notes.get("hangs") === "briefly" ? [] : situation.vmsOfVictims()),
    inject: async (situation) => {
      const hangs = situation.draw("hangs", ["briefly", "until moved", "unkillable"]);
      // Killable: the storage lets go of the locks of a process that was killed, as one does whose locks lapse.
      await situation.pickVictim().pool.hang({ killable: hangs === "until moved" });
      if (hangs === "briefly") {
        const seconds = situation.random.pick([5, 15, 30]);
        situation.notes.set("seconds", seconds);
        await situation.untouched(seconds * 1_000);
      } else if (hangs === "until moved") {
        await situation.untouched(APD_DELAY_MS - 5_000);
        await situation.takenOver(situation.victim.name, {
          startedMs: APD_DELAY_MS + 20_000,
          bootedMs: APD_DELAY_MS + 30_000,
        });
      } else {
        // Its VMs cannot end, so nobody may have them meanwhile.
        await situation.untouched(APD_DELAY_MS + 30_000, situation.vmsOfOthers());
        for (const vm of situation.vmsOfVictims()) {
          if (situation.qemusOf(vm.vmId).some(({ pid }) => pid !== vm.pid))
            throw new Error(`${vm.name} has a second process`);
        }
      }
    },
    expect: (situation) => situation.untouched(1_000, situation.vmsOfOthers()),
  },
  {
    id: "F22",
    title: "storage becomes read-only",
    inject: async (situation) => {
      await situation.pickVictim().pool.readonly();
      await situation.untouched(situation.draw("seconds", [5, 20]) * 1_000);
      await situation.victim.pool.heal();
    },
    expect: (situation) => situation.writing(situation.before, 30_000),
  },
  {
    id: "F23",
    title: "storage hangs on all hosts",
    minutes: 5,
    inject: async (situation) => {
      await Promise.all(situation.hosts.map((host) => host.pool.hang()));
      await situation.untouched(situation.draw("seconds", [2, 10, 120]) * 1_000);
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
    minutes: 6,
    mayRestart: (situation) => situation.vmsOfVictims(),
    inject: async (situation) => {
      const host = situation.pickVictim();
      const killable = situation.draw("locks", ["let go", "kept"]) === "let go";
      await host.pool.hang({ killable });
      await pause(situation.random.between(0, 3_000));
      situation.injectedAtMs = Date.now();
      await host.network.cut();
      await situation.ended(host.name, 6_000);
    },
    expect: async (situation) => {
      const seconds = situation.draw("seconds", [0, 10, 120]);
      if (situation.notes.get("locks") === "let go") {
        await situation.takenOver(situation.victim.name, { startedMs: 15_000, bootedMs: 25_000 });
        await situation.noteDecision();
        await pause(seconds * 1_000);
      } else {
        // A killed process that hangs keeps its image lock: late, never twice.
        await situation.untouched(15_000 + seconds * 1_000, situation.vmsOfOthers());
        await situation.noteDecision();
      }
      await situation.victim.pool.heal(); // what waited is written now, or never
      await situation.writing(situation.before, 60_000);
    },
  },
  {
    id: "F25",
    title: "one request in a hundred fails",
    inject: async (situation) => {
      await situation.pickVictim().pool.fail(1);
      await situation.untouched(30_000);
    },
    expect: (situation) => situation.writing(),
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
];
