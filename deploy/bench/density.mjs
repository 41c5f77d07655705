// One host with many VMs: what a start costs beside QEMU's own, how long it takes to start all of them, and what the agent
// itself takes of the host meanwhile. The yardstick is the very same QEMU, with the very same arguments, started by hand.
//
// The guests are boot-sector witnesses (../images/README.md): what is measured is the host and not its guests.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Lab, LabProcess } from "../e2e/lib/lab.mjs";
import { Qmp } from "../e2e/lib/qmp.mjs";
import { waitUntil } from "../e2e/lib/wait.mjs";
import { Product } from "../faults/lib/product.mjs";
import { median } from "./statistics.mjs";

const VMS = Number(process.env.ATOLL_DENSITY_VMS ?? 60);
const ROUNDS = Number(process.env.ATOLL_DENSITY_ROUNDS ?? 15);
const IDLE_SECONDS = Number(process.env.ATOLL_DENSITY_IDLE_SECONDS ?? 60);
const OVERCOMMIT = 64;
const BARE_AT_ONCE = 4;
const PROMISED_OVERHEAD_MS = 150;
const PROMISED_RATIO = 1.3;
const PROMISED_MIB = 120;
const PROMISED_CORE_PERCENT = 1;
const SETTLES_MS = 30_000;
const TICKS_PER_SECOND = 100;

/** @typedef {{ id: string, name: string, words: string[] }} Measured */

export async function benchDensity() {
  const product = new Product();
  const lab = await Lab.open();
  const host = (await product.hosts()).find(({ metadata }) => metadata.name === "host-1");
  await product.call("PATCH", `/clusters/${host.spec.clusterId}`, { spec: { cpuOvercommitRatio: OVERCOMMIT } });
  const made = await product.startWitnesses(VMS, "bench-density", host.metadata.id);
  try {
    const vms = made.map(({ id, name }) => ({ id, name, words: argumentsOf(lab, id) }));
    const agent = await agentTakes();
    await inTurn(vms, 8, ({ id }) => product.task("POST", `/vms/${id}/actions/stop`, {}));
    return [...agent, await overhead(product, first(vms)), await startsOfAll(product, vms, host.metadata.id)];
  } finally {
    await product.removeWitnesses(made);
    await lab.close();
  }
}

/** @template T @param {T[]} list @returns {T} */
function first(list) {
  const [one] = list;
  if (one === undefined) throw new Error("There is no VM to measure.");
  return one;
}

/** @param {Lab} lab @param {string} id */
function argumentsOf(lab, id) {
  const [qemu] = lab.qemuOf(id);
  if (!qemu) throw new Error(`VM ${id} has no QEMU`);
  return readFileSync(`/proc/${qemu.pid}/cmdline`, "utf8").split("\0").slice(0, -1);
}

/** While all of them run and nothing else is asked of it. */
async function agentTakes() {
  const pid = String(LabProcess.host("host-1").pid);
  await sleep(SETTLES_MS);
  const before = cpuTicks(pid);
  await sleep(IDLE_SECONDS * 1_000);
  const percent = ((cpuTicks(pid) - before) / TICKS_PER_SECOND / IDLE_SECONDS) * 100;
  const mebibytes = Math.round(kibibytes(pid, "VmRSS") / 1_024);
  return [
    {
      what: `agent with ${VMS} VMs: resident memory`,
      measured: `${mebibytes} MiB`,
      promise: `<= ${PROMISED_MIB} MiB`,
      held: mebibytes <= PROMISED_MIB,
    },
    {
      what: `agent with ${VMS} VMs, sampled every 2 s and otherwise idle for ${IDLE_SECONDS} s: processor`,
      measured: `${percent.toFixed(2)} % of a core`,
      promise: `<= ${PROMISED_CORE_PERCENT} %`,
      held: percent <= PROMISED_CORE_PERCENT,
    },
  ];
}

/** @param {string} pid */
function cpuTicks(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

/** @param {string} pid @param {string} what */
function kibibytes(pid, what) {
  const line = readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`^${what}:\\s+(\\d+) kB`, "m"));
  return Number(line?.[1]);
}

/** One after another, in turns. @param {Product} product @param {Measured} vm */
async function overhead(product, vm) {
  const ours = [];
  const bare = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await timed(() => product.task("POST", `/vms/${vm.id}/actions/start`, {})));
    await product.task("POST", `/vms/${vm.id}/actions/stop`, {});
    bare.push((await startBare(vm)).tookMs);
  }
  const [mine, theirs] = [median(ours), median(bare)];
  return {
    what: `a start, from the call to running vCPUs, median of ${ROUNDS}`,
    measured: `${mine} ms; bare QEMU ${theirs} ms; ours ${mine - theirs} ms`,
    promise: `ours <= ${PROMISED_OVERHEAD_MS} ms`,
    held: mine - theirs <= PROMISED_OVERHEAD_MS,
  };
}

/** @param {Product} product @param {Measured[]} vms @param {string} hostId */
async function startsOfAll(product, vms, hostId) {
  const bareMs = await timed(() => inTurn(vms, BARE_AT_ONCE, startBare));
  const oursMs = await timed(() =>
    Promise.all(vms.map(({ id }) => product.task("POST", `/vms/${id}/actions/start`, { hostId }))),
  );
  const ratio = oursMs / bareMs;
  return {
    what: `${vms.length} starts on one host, all asked for at once`,
    measured: `${oursMs} ms; bare QEMU ${bareMs} ms; ${ratio.toFixed(2)} x`,
    promise: `<= ${PROMISED_RATIO} x`,
    held: ratio <= PROMISED_RATIO,
  };
}

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const startedMs = performance.now();
  await work();
  return Math.round(performance.now() - startedMs);
}

/** So many at a time. @template T @param {T[]} list @param {number} atOnce @param {(one: T) => Promise<unknown>} work */
async function inTurn(list, atOnce, work) {
  const left = [...list];
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Starts what the agent starts, until its vCPUs run, and ends it. @param {Measured} vm */
async function startBare({ id, words }) {
  const folder = mkdtempSync(join(tmpdir(), "atoll-density-"));
  const runFolder = words.join("\0").match(/path=([^,\0]*)\/[^/,\0]*qmp[^/,\0]*/)?.[1];
  if (!runFolder?.includes(id)) throw new Error(`No folder in ${words.join(" ")}`);
  const [program, ...rest] = words.map((word) => word.replaceAll(runFolder, folder));
  const socket = rest.join("\0").match(/id=qmp0,path=([^,\0]*)/)?.[1];
  const startedMs = performance.now();
  const process = spawn(String(program), rest, { stdio: "inherit" });
  const gone = new Promise((resolve) => process.once("exit", resolve));
  try {
    await waitUntil("its monitor", 20_000, () => existsSync(String(socket)), 1);
    const qmp = await Qmp.open(String(socket));
    if (rest.includes("-S")) await qmp.execute("cont");
    await waitUntil("running vCPUs", 20_000, async () => (await qmp.execute("query-status")).running, 1);
    const tookMs = Math.round(performance.now() - startedMs);
    await qmp.execute("quit").catch(() => undefined); // it may be gone before it has answered
    return { tookMs };
  } finally {
    process.kill("SIGKILL");
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }
}
