// Oracle two: which QEMU processes live on this machine, on which simulated host, and whether two of them may run one VM.
//
// A process counts as one that may run its VM unless it
//  - has ended or is ending: a zombie, or killed and waiting for its last I/O (that I/O is what oracle one watches);
//  - is frozen or stopped: its cgroup or one above it is frozen, or SIGSTOP has stopped it. It counts again once thawed;
//  - is the receiving end of a migration: of exactly two processes on different hosts the younger, and it was started with
//    -incoming. QEMU lets only one end run; when the migration is over, one process is left. A pair that stays longer than
//    MIGRATION_LIMIT_MS counts. A receiver that is older than the other process is none: its migration is over, it runs.
// Two processes that may run the same VM are a violation when two looks at least CONFIRM_MS apart see both: a QEMU that the
// image lock refuses ends by itself within that time and never ran its guest.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const MIGRATION_LIMIT_MS = 180_000;
export const CONFIRM_MS = 1_500;

const SIGKILL_BIT = 1n << 8n;

/**
 * @typedef {{ pid: number, startTime: number, vmId: string, host: string, incoming: boolean,
 *   state: "LIVE" | "FROZEN" | "ENDING" }} Qemu
 * @typedef {{ key: string, vmId: string, pids: number[], detail: string, migration: boolean }} Pair
 */

/** Every QEMU whose arguments name the folder, with the host its cgroup belongs to. @param {string} runRoot */
export function scanQemus(runRoot) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const qemu = readQemu(Number(pid), runRoot);
      return qemu ? [qemu] : [];
    });
}

/** @param {number} pid @param {string} runRoot @returns {Qemu | undefined} */
function readQemu(pid, runRoot) {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0");
    if (!words[0]?.includes("qemu-system") || !words.some((word) => word.includes(`${runRoot}/`))) return undefined;
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1")
      .replace(/^.*\) /s, "")
      .split(" ");
    const cgroup = cgroupOf(pid);
    return {
      pid,
      startTime: Number(stat[19]),
      vmId: words[words.indexOf("-uuid") + 1] ?? "",
      host: /\/(host-\d+)(\/|$)/.exec(cgroup)?.[1] ?? hostInPath(words, runRoot),
      incoming: words.includes("-incoming"),
      state: stateOf(pid, stat[0] ?? "", cgroup),
    };
  } catch {
    return undefined; // it has ended meanwhile
  }
}

/** The folder of a process in the cgroup v2 tree, "" where it has none. @param {number} pid */
function cgroupOf(pid) {
  return /^0::(.*)$/m.exec(readFileSync(`/proc/${pid}/cgroup`, "latin1"))?.[1] ?? "";
}

/** @param {string[]} words @param {string} runRoot */
function hostInPath(words, runRoot) {
  const named = words.join(" ").split(`${runRoot}/`)[1] ?? "";
  return /^host-\d+/.exec(named)?.[0] ?? "";
}

/** @param {number} pid @param {string} letter @param {string} cgroup @returns {Qemu["state"]} */
function stateOf(pid, letter, cgroup) {
  if (letter === "Z" || letter === "X") return "ENDING";
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  const pending = ["SigPnd", "ShdPnd"].map((name) =>
    BigInt(`0x${RegExp(`${name}:\\s*(\\w+)`).exec(status)?.[1] ?? 0}`),
  );
  if (pending.some((signals) => (signals & SIGKILL_BIT) !== 0n)) return "ENDING";
  return letter === "T" || isFrozen(cgroup) ? "FROZEN" : "LIVE";
}

/** Asks the kernel, which knows of frozen cgroups above too. @param {string} cgroup */
function isFrozen(cgroup) {
  try {
    return readFileSync(join(cgroupRoot(), cgroup, "cgroup.events"), "latin1").includes("frozen 1");
  } catch {
    return false;
  }
}

/** Where the cgroup v2 tree is mounted. */
export function cgroupRoot() {
  const mount = /^\S+ (\S+) cgroup2 /m.exec(readFileSync("/proc/mounts", "latin1"));
  if (!mount?.[1]) throw new Error("This machine has no cgroup v2 tree.");
  return mount[1];
}

/** Which VMs have two processes that may run them; pure. @param {Qemu[]} qemus @returns {Pair[]} */
export function pairsIn(qemus) {
  /** @type {Map<string, Qemu[]>} */
  const byVm = new Map();
  for (const qemu of qemus.filter(({ state }) => state === "LIVE")) {
    byVm.set(qemu.vmId, [...(byVm.get(qemu.vmId) ?? []), qemu]);
  }
  return [...byVm.values()]
    .filter((several) => several.length > 1)
    .map((several) => pairOf(several.sort((a, b) => a.startTime - b.startTime || a.pid - b.pid)));
}

/** @param {Qemu[]} several oldest first @returns {Pair} */
function pairOf(several) {
  const [older, younger] = several;
  const pids = several.map(({ pid }) => pid);
  const migration = several.length === 2 && younger?.incoming === true && older?.host !== younger.host;
  const vmId = older?.vmId ?? "";
  return {
    key: `${vmId} ${pids.join(" ")}`,
    vmId,
    pids,
    migration,
    detail: `VM ${vmId} has ${several.map(({ pid, host, incoming }) => `QEMU ${pid} on ${host}${incoming ? " (-incoming)" : ""}`).join(" and ")}`,
  };
}

/** Looks again and again and keeps how long each pair has been there. */
export class ProcessOracle {
  /** @type {Map<string, number>} */
  #since = new Map();
  /** @type {Map<string, string>} what was found, once each */
  violations = new Map();

  /** @param {Qemu[]} qemus @param {number} nowMs */
  look(qemus, nowMs) {
    const pairs = pairsIn(qemus);
    this.#since = new Map(pairs.map(({ key }) => [key, this.#since.get(key) ?? nowMs]));
    for (const pair of pairs) {
      const age = nowMs - (this.#since.get(pair.key) ?? nowMs);
      if (age >= (pair.migration ? MIGRATION_LIMIT_MS : CONFIRM_MS)) {
        this.violations.set(pair.key, `${pair.detail}, for at least ${age} ms`);
      }
    }
  }
}
