// Empties a host with many running guests: how long in all, every pause as QEMU measured it, how long each went without a
// write as seen from outside, and whether any was restarted, ran twice or lost a write.
//
// The guests are boot-sector witnesses (../images/README.md): thirty with a Linux each leave two cores without hardware
// virtualization no time for anything else.
import { statSync } from "node:fs";
import { setting } from "../lab/api.mjs";
import { waitUntil } from "../e2e/lib/wait.mjs";
import { Oracles } from "../faults/lib/oracles.mjs";
import { diskOf, Product } from "../faults/lib/product.mjs";
import { median, percentile } from "./statistics.mjs";

const GUESTS = Number(process.env.ATOLL_EVACUATION_VMS ?? 30);
/** All of them on one small host. */
const OVERCOMMIT = 32;
const MAX_PARALLEL = 8;
/** A longer pause halves how many move at once: what is gained in time is paid in pauses. */
const PAUSE_BOUND_MS = Number(process.env.ATOLL_EVACUATION_PAUSE_MS ?? 500);
const FIRST_WRITE_LIMIT_MS = 120_000;
/** Shorter than a witness's time between two writes. */
const LOOK_EVERY_MS = 50;

/** How long each witness wrote nothing at most: its disk's file says when it was last written to. */
class Silences {
  /** @type {Map<string, { lastMs: number, longestMs: number }>} by the disk's path */
  #disks = new Map();

  /** @param {Oracles} oracles */
  constructor(oracles) {
    this.paths = [...oracles.disks.values()].map(({ path }) => path);
    this.timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  #look() {
    for (const path of this.paths) {
      const { mtimeMs } = statSync(path);
      const known = this.#disks.get(path) ?? { lastMs: mtimeMs, longestMs: 0 };
      const longestMs = Math.max(known.longestMs, Math.round(mtimeMs - known.lastMs));
      this.#disks.set(path, { lastMs: mtimeMs, longestMs });
    }
  }

  stop() {
    clearInterval(this.timer);
    return [...this.#disks.values()].map(({ longestMs }) => longestMs);
  }
}

export async function benchEvacuation() {
  const product = new Product();
  const oracles = new Oracles(setting("ATOLL_RUN_ROOT"));
  const host = (await product.hosts())[0];
  await product.call("PATCH", `/clusters/${host.spec.clusterId}`, { spec: { cpuOvercommitRatio: OVERCOMMIT } });
  const witnesses = await product.startWitnesses(GUESTS, "bench-drain", host.metadata.id);
  try {
    for (const { id, name } of witnesses) oracles.watch(id, name, diskOf(id));
    return [rowOf(await evacuate(product, host.metadata.id, oracles))];
  } finally {
    await oracles.stop();
    await product.removeWitnesses(witnesses);
    product.close();
  }
}

/** @param {Product} product @param {string} hostId @param {Oracles} oracles */
async function evacuate(product, hostId, oracles) {
  await newWrites(oracles);
  const silences = new Silences(oracles);
  const startedMs = Date.now();
  await product.task("POST", `/hosts/${hostId}/actions/enter-maintenance`, {
    maxParallel: MAX_PARALLEL,
    pauseBoundMs: PAUSE_BOUND_MS,
  });
  const totalMs = Date.now() - startedMs;
  await newWrites(oracles);
  const silentMs = silences.stop();
  const { maintenance } = (await product.call("GET", `/hosts/${hostId}`)).status;
  const told = await product.call("GET", `/maintenances/${maintenance.id}`);
  await product.task("POST", `/hosts/${hostId}/actions/exit-maintenance`, { bringHome: "NO" });
  const restarted = [...oracles.disks.values()].filter(({ history }) => history.boots.length !== 1);
  const harmed = [...oracles.violations(), ...restarted.map(({ name }) => `${name} was restarted`)];
  return { told, totalMs, silentMs, harmed };
}

/** Every witness writes, now. @param {Oracles} oracles */
async function newWrites(oracles) {
  const before = new Map([...oracles.disks].map(([id, { history }]) => [id, history.newest]));
  await waitUntil("a write of every witness", FIRST_WRITE_LIMIT_MS, () =>
    [...oracles.disks].every(([id, { history }]) => history.newest > (before.get(id) ?? 0)),
  );
}

/** @param {{ told: any, totalMs: number, silentMs: number[], harmed: string[] }} seen */
function rowOf({ told, totalMs, silentMs, harmed }) {
  for (const vm of told.vms) console.log(`  ${vm.vmName}: pause ${vm.pauseMs} ms, total ${vm.totalMs} ms`);
  for (const what of harmed) console.log(`  HARM: ${what}`);
  const pauses = told.vms.map((/** @type {any} */ vm) => vm.pauseMs).filter((/** @type {any} */ ms) => ms !== null);
  return {
    what: `evacuation of a host with ${GUESTS} running guests, up to ${MAX_PARALLEL} at once, pause bound ${PAUSE_BOUND_MS} ms`,
    measured:
      `${(totalMs / 1000).toFixed(1)} s, pause by QEMU median ${median(pauses)} / longest ${Math.max(...pauses)} ms, ` +
      `without a write median ${median(silentMs)} / 95 % ${percentile(silentMs, 0.95)} ms, ` +
      `${harmed.length} harmed`,
    promise: "nothing lost; total and every pause reported",
    held: harmed.length === 0 && told.safeToPowerOff && pauses.length >= GUESTS,
  };
}
