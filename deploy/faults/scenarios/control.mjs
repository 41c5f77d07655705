// The manager and its database, which HA must do without.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setting } from "../../lab/api.mjs";
import { dev, isAlive, signal, wordsOf } from "../lib/hosts.mjs";
import { waitUntil } from "../../e2e/lib/wait.mjs";
import { TAKEOVER } from "./limits.mjs";

/** @typedef {import("../lib/situation.mjs").Scenario} Scenario */

/** @type {Scenario[]} */
export const CONTROL_SCENARIOS = [
  {
    id: "F27",
    title: "the manager and its database die, and then a host",
    minutes: 8,
    mayRestart: (situation) => situation.vmsOfVictims(),
    inject: async (situation) => {
      const killed = situation.draw("killed", ["database", "both"]);
      const seconds = situation.draw("seconds", [3, 300]);
      const kill = killed === "both" ? killManager : killPostgres;
      kill();
      const again = setInterval(kill, 2_000); // a manager starts its database again
      try {
        await situation.untouched(seconds * 1_000);
        situation.injectedAtMs = Date.now();
        await situation.pickVictim().powerOff();
        await situation.takenOver(situation.victim.name, TAKEOVER);
      } finally {
        clearInterval(again);
      }
    },
    expect: async (situation) => {
      await startManager();
      situation.notes.set("decidedMs", await situation.told("TAKEN_OVER", 60_000)); // no event is lost
    },
    heal: startManager,
    verdict: (situation) => situation.bootedOnce(situation.vmsOfVictims()),
  },
  {
    id: "F27b",
    title: "the manager, its database or both start anew",
    minutes: 5,
    inject: async (situation) => {
      switch (situation.draw("restarted", ["manager killed", "manager stopped", "database", "both"])) {
        case "manager killed":
          killManager();
          break;
        case "manager stopped":
          signal(managerPid(), "SIGTERM");
          await waitUntil("end of the manager", 60_000, () => !isAlive(managerPid()));
          break;
        case "database":
          killPostgres();
          break;
        default:
          killPostgres();
          killManager();
      }
      await situation.untouched(situation.random.between(2_000, 15_000));
      await startManager();
    },
    expect: (situation) => situation.untouched(15_000),
    heal: startManager,
  },
];

const managerPid = () => Number(readFileSync(join(setting("ATOLL_LAB_DIR"), "manager", "pid"), "utf8").split(" ")[0]);

/** Ends the manager and what it has started, as a power failure does. */
export function killManager() {
  const pid = managerPid();
  if (wordsOf(pid).includes("java")) signal(pid, "SIGKILL"); // the number may be another's by now
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

/** A manager whose database was killed may end by itself, or wait for it; one that does not come back begins anew. */
async function startManager() {
  if (
    await dev("start-manager").then(
      () => true,
      () => false,
    )
  )
    return;
  killManager();
  await dev("start-manager");
}
