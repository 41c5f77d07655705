// Atoll's live migration beside a bare QMP migration of the same guest between the same hosts, taken in turns in one run,
// so that a busy machine slows both alike.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { BareGuest, newDisk } from "../e2e/lib/bare-guest.mjs";
import { Lab } from "../e2e/lib/lab.mjs";
import { waitUntil } from "../e2e/lib/wait.mjs";
import { setting } from "../lab/api.mjs";
import { median } from "./statistics.mjs";

const ROUNDS = 8;
const NAME = "bench-move";
const BARE_NAME = "bench-bare";
const BARE_PORT = 4444;

/** @typedef {{ totalMs: number, pauseMs: number, silenceMs: number }} Move */

export async function benchMigration() {
  const lab = await Lab.open();
  const vm = await lab.createVm(NAME);
  const disk = newDisk(setting("ATOLL_GUEST_IMAGE"), join(setting("ATOLL_POOL"), `${BARE_NAME}.qcow2`));
  let bare = await startBare(lab, disk, 1, false);
  await lab.ticks.next(BARE_NAME, 120_000);
  const [ours, bareMoves] = [/** @type {Move[]} */ ([]), /** @type {Move[]} */ ([])];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await moveByAtoll(lab, vm.metadata.id));
    const target = await startBare(lab, disk, (round % 2) + 2, true);
    bareMoves.push(await moveBare(lab, bare, target, (round % 2) + 2));
    await bare.remove();
    bare = target;
  }
  await bare.remove();
  rmSync(disk);
  await lab.close();
  return compare(ours, bareMoves);
}

/** @param {Lab} lab @param {string} id @returns {Promise<Move>} */
async function moveByAtoll(lab, id) {
  const startedMs = Date.now();
  const task = await lab.runTask("POST", `/vms/${id}/actions/migrate`, {}, 120_000);
  await lab.ticks.next(NAME, 30_000);
  const { longestSilenceMs } = lab.ticks.observe(NAME, startedMs, Date.now());
  return { totalMs: task.result.totalMs, pauseMs: task.result.downtimeMs, silenceMs: longestSilenceMs };
}

/** @param {Lab} lab @param {BareGuest} source @param {BareGuest} target @param {number} host @returns {Promise<Move>} */
async function moveBare(lab, source, target, host) {
  const startedMs = Date.now();
  await target.qmp.execute("migrate-incoming", { uri: `tcp:0.0.0.0:${BARE_PORT}` });
  await source.qmp.execute("migrate-set-parameters", { "max-bandwidth": 10 * 1024 ** 3 });
  await source.qmp.execute("migrate", { uri: `tcp:${setting("ATOLL_SUBNET")}.1.${host}:${BARE_PORT}` });
  const result = await waitUntil("bare migration", 120_000, async () => {
    const state = await source.qmp.execute("query-migrate");
    if (["failed", "cancelled"].includes(state.status)) throw new Error(`bare migration: ${JSON.stringify(state)}`);
    return state.status === "completed" && state;
  });
  await lab.ticks.next(BARE_NAME, 30_000);
  const { longestSilenceMs } = lab.ticks.observe(BARE_NAME, startedMs, Date.now());
  return { totalMs: result["total-time"], pauseMs: result.downtime, silenceMs: longestSilenceMs };
}

/** @param {Lab} lab @param {string} disk @param {number} host @param {boolean} incoming */
function startBare(lab, disk, host, incoming) {
  const witness = { tick: lab.tickTarget, tick_interval_ms: 20, write_interval_ms: 50 };
  const address = `${setting("ATOLL_SUBNET")}.3.1/16`;
  return BareGuest.start(setting("ATOLL_GUEST_IMAGE"), {
    name: BARE_NAME,
    userData: `#cloud-config\n${JSON.stringify({ atoll_witness: witness })}\n`,
    networkConfig: JSON.stringify({ version: 2, ethernets: { eth0: { addresses: [address] } } }),
    disk,
    incoming,
    cache: "none",
    host: `atoll-${setting("ATOLL_LAB")}-host-${host}`,
  });
}

/** @param {Move[]} ours @param {Move[]} bare */
function compare(ours, bare) {
  return /** @type {const} */ ([
    ["totalMs", "total"],
    ["pauseMs", "pause by QEMU"],
    ["silenceMs", "silence from outside"],
  ]).map(([key, name]) => {
    const [mine, yardstick] = [median(ours.map((move) => move[key])), median(bare.map((move) => move[key]))];
    const ratio = mine / Math.max(1, yardstick);
    return {
      what: `live migration, ${name}, median of ${ROUNDS}`,
      measured: `${mine} ms, bare QMP ${yardstick} ms, ratio ${ratio.toFixed(2)}`,
      promise: key === "silenceMs" ? "reported" : "<= 1.2 x bare QMP",
      held: key === "silenceMs" || ratio <= 1.2,
    };
  });
}
