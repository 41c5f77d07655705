// How soon the manager answers after a start, and how much memory it and its Postgres hold when nothing happens.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { DEV, isRunning, LabProcess } from "../e2e/lib/lab.mjs";
import { waitUntil } from "../e2e/lib/wait.mjs";
import { adminClient } from "../lab/api.mjs";
import { median } from "./statistics.mjs";

const STARTS = 3;
const SETTLE_MS = 20_000;

export async function benchManager() {
  const seconds = [];
  for (let round = 0; round < STARTS; round++) seconds.push(await restart());
  await pause(SETTLE_MS); // idle is what is measured
  const mebibytes = Math.round(residentKiB(LabProcess.manager().pid) / 1024);
  const [ready, slowest] = [median(seconds), Math.max(...seconds)];
  return [
    {
      what: "manager ready after start",
      measured: `median ${ready.toFixed(1)} s, slowest ${slowest.toFixed(1)} s of ${STARTS}`,
      promise: "<= 12 s",
      held: ready <= 12,
    },
    {
      what: "manager idle, with its Postgres and ZooKeeper",
      measured: `${mebibytes} MiB resident`,
      promise: "<= 600 MiB",
      held: mebibytes <= 600,
    },
  ];
}

async function restart() {
  const manager = LabProcess.manager();
  process.kill(manager.pid, "SIGTERM");
  await waitUntil("end of the manager", 60_000, () => !isRunning(manager.pid));
  const startedMs = Date.now();
  execFileSync(DEV, ["start-manager"], { stdio: "ignore" });
  const client = adminClient();
  await waitUntil("manager", 60_000, async () => (await client.get("/readyz").catch(() => undefined))?.status === 200);
  client.close();
  return (Date.now() - startedMs) / 1000;
}

/** The memory of a process and all its descendants; pages they share count once. @param {number} pid */
function residentKiB(pid) {
  const parents = new Map();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      continue; // it has just ended
    }
  }
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family.reduce((sum, member) => {
    const match = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${member}/smaps_rollup`, "latin1"));
    return sum + Number(match?.[1] ?? 0);
  }, 0);
}
