// Empties a host with many running guests: how long in all, every pause as QEMU measured it and as seen from outside, and
// whether any guest was restarted, lost a write or a word of memory.
import { Lab } from "../e2e/lib/lab.mjs";
import { median, percentile } from "./statistics.mjs";

const GUESTS = Number(process.env.ATOLL_EVACUATION_VMS ?? 30);
/** All of them on one small host. */
const OVERCOMMIT = 32;
const STARTED_AT_ONCE = 5;
/** So that thirty of them leave the machine some time for moving them; silences are seen to so many milliseconds. */
const QUIET = { tick_interval_ms: 200, write_interval_ms: 1_000 };
const LIMIT_MS = 30 * 60_000;

export async function benchEvacuation() {
  const lab = await Lab.open();
  const host = (await lab.call("GET", "/hosts?limit=1")).items[0];
  const hostId = host.metadata.id;
  await lab.call("PATCH", `/clusters/${host.spec.clusterId}`, { spec: { cpuOvercommitRatio: OVERCOMMIT } });
  const names = Array.from({ length: GUESTS }, (_, index) => `bench-drain-${index}`);
  for (let first = 0; first < GUESTS; first += STARTED_AT_ONCE) {
    const some = names.slice(first, first + STARTED_AT_ONCE);
    await Promise.all(some.map((name) => lab.createVm(name, QUIET, { hostId })));
  }
  const startedMs = Date.now();
  await lab.runTask("POST", `/hosts/${hostId}/actions/enter-maintenance`, { maxParallel: 8 }, LIMIT_MS);
  const totalMs = Date.now() - startedMs;
  const { maintenance } = (await lab.call("GET", `/hosts/${hostId}`)).status;
  const told = await lab.call("GET", `/maintenances/${maintenance.id}`);
  const pauses = told.vms.map((/** @type {any} */ vm) => vm.pauseMs).filter((/** @type {any} */ ms) => ms !== null);
  for (const name of names) await lab.ticks.next(name, 60_000);
  const seen = names.map((name) => lab.ticks.observe(name, startedMs, Date.now()));
  const lost = seen.filter((one) => one.boots !== 1 || one.errors !== 0).length;
  for (const vm of told.vms) console.log(`  ${vm.vmName}: pause ${vm.pauseMs} ms, total ${vm.totalMs} ms`);
  await lab.runTask("POST", `/hosts/${hostId}/actions/exit-maintenance`, { bringHome: "NO" }, LIMIT_MS);
  await lab.close();
  const silences = seen.map((one) => one.longestSilenceMs);
  return [
    {
      what: `evacuation of a host with ${GUESTS} running guests`,
      measured:
        `${(totalMs / 1000).toFixed(1)} s, pause by QEMU median ${median(pauses)} / longest ${Math.max(...pauses)} ms, ` +
        `from outside median ${median(silences)} / 95 % ${percentile(silences, 0.95)} ms, ${lost} guests harmed`,
      promise: "nothing lost; total and every pause reported",
      held: lost === 0 && told.safeToPowerOff && pauses.length >= GUESTS,
    },
  ];
}
