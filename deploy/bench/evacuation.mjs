// Empties a host with many running guests: how long in all, every pause as QEMU measured it and as seen from outside, and
// whether any guest was restarted, lost a write or a word of memory.
import { Lab } from "../e2e/lib/lab.mjs";
import { median, percentile } from "./statistics.mjs";

const GUESTS = Number(process.env.ATOLL_EVACUATION_VMS ?? 30);
const LIMIT_MS = 30 * 60_000;

export async function benchEvacuation() {
  const lab = await Lab.open();
  const hostId = (await lab.call("GET", "/hosts?limit=1")).items[0].metadata.id;
  const names = Array.from({ length: GUESTS }, (_, index) => `bench-drain-${index}`);
  /** @type {any[]} */
  const vms = [];
  for (const name of names) {
    const vm = await lab.createVm(name);
    if (vm.status.hostId !== hostId)
      await lab.runTask("POST", `/vms/${vm.metadata.id}/actions/migrate`, { targetHostId: hostId }, 120_000);
    vms.push(vm);
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
      held: lost === 0 && told.safeToPowerOff && pauses.length === GUESTS,
    },
  ];
}
