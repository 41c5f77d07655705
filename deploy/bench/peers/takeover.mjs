// How long a takeover takes, seen from outside and in the same way whoever takes over: processes and disks of witnesses.
//
//   begun      a QEMU process of the VM on another host: when the kernel says that it started, to 10 ms
//   running    the first record of a new boot on the VM's disk, as the disk oracle finds it, 0.1 to 0.7 s after it was written
import { readFileSync } from "node:fs";
import os from "node:os";
import { waitUntil } from "../../e2e/lib/wait.mjs";
import { scanQemus } from "../../faults/lib/processes.mjs";

/** Of /proc, whatever the kernel counts in itself. */
const TICKS_PER_SECOND = 100;
const LOOK_EVERY_MS = 200;
/** While hosts are busy taking over; the kernel knows the times. */
const LOOK_AT_TAKEOVER_EVERY_MS = 1_000;
const WRITING_LIMIT_MS = 900_000;

/**
 * @typedef {{ victim: string, decidedMs: number | null, acceptedMs: number[], begunMs: number[], runningMs: number[], load: number,
 *   note: string, timeline?: string[] }} Run times since the host died; one for each VM, none where nobody tells; load: the machine's average over a minute, when it died
 * @typedef {{ who: string, vms: number, runs: Run[], violations: string[] }} Outcome
 * @typedef {{ runRoot: string, oracles: import("../../faults/lib/oracles.mjs").Oracles }} Observed
 */

/** When a process started, by this machine's clock. @param {{ startTime: number }} process */
function startedAtMs({ startTime }) {
  const uptimeMs = Number(readFileSync("/proc/uptime", "latin1").split(" ")[0]) * 1_000;
  return Date.now() - uptimeMs + (startTime * 1_000) / TICKS_PER_SECOND;
}

/** Each VM of the oracles has one process, on this host, and the oracle has seen what it writes. @param {Observed} observed @param {string} hostName */
export async function writingOn({ runRoot, oracles }, hostName) {
  const disks = [...oracles.disks.values()];
  const all = () => {
    const live = scanQemus(runRoot).filter(({ state }) => state === "LIVE");
    return live.length === disks.length && live.every(({ host }) => host === hostName);
  };
  await waitUntil(`all ${disks.length} VMs on ${hostName}`, WRITING_LIMIT_MS, all, LOOK_EVERY_MS);
  // The last records of an ended process come to sight in one look; what grows in two is written by the one that runs now.
  const seen = new Map(disks.map((disk) => [disk, { newest: disk.history.newest, looks: 0 }]));
  await waitUntil(`new records of all VMs on ${hostName}`, WRITING_LIMIT_MS, () => {
    for (const [disk, { newest, looks }] of seen) {
      if (disk.history.newest > newest) seen.set(disk, { newest: disk.history.newest, looks: looks + 1 });
    }
    return [...seen.values()].every(({ looks }) => looks >= 2);
  });
}

/**
 * Kills the host and looks on until all of its VMs run elsewhere.
 *
 * @param {Observed} observed @param {string} hostName which runs all VMs @param {() => Promise<void> | void} kill
 * @param {number} limitMs
 */
export async function watchTakeover({ runRoot, oracles }, hostName, kill, limitMs) {
  const boots = new Map([...oracles.disks].map(([id, disk]) => [id, disk.history.boots.length]));
  /** @type {Map<string, number>} */
  const begun = new Map();
  const load = os.loadavg()[0] ?? NaN;
  const killedMs = Date.now();
  await kill();
  await waitUntil(
    "a process elsewhere for every VM",
    limitMs,
    () => {
      for (const qemu of scanQemus(runRoot)) {
        if (qemu.state !== "LIVE" || qemu.host === hostName || begun.has(qemu.vmId)) continue;
        begun.set(qemu.vmId, startedAtMs(qemu) - killedMs);
      }
      return [...boots.keys()].every((id) => begun.has(id));
    },
    LOOK_AT_TAKEOVER_EVERY_MS,
  );
  const running = () =>
    [...oracles.disks].flatMap(([id, disk]) => disk.history.boots[boots.get(id) ?? 0]?.seenAtMs ?? []);
  await waitUntil("a new boot of every VM", limitMs, () => running().length === boots.size);
  return {
    killedMs,
    load,
    begunMs: [...begun.values()].map(Math.round),
    runningMs: running().map((atMs) => atMs - killedMs),
  };
}

/**
 * Which host dies in which run: all of them once, mixed, then all of them again. Never one host three times within what
 * another has seen since it was itself started: Atoll would keep such a host in quarantine.
 *
 * @template T @param {T[]} hosts @param {number} times @param {import("../../faults/lib/random.mjs").SeededRandom} random
 */
export function victims(hosts, times, random) {
  const rounds = Array.from({ length: Math.ceil(times / hosts.length) }, () => random.shuffle(hosts));
  return rounds.flat().slice(0, times);
}
