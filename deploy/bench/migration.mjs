// Atoll's live migration, which is always encrypted, beside bare QMP migrations of a guest like it between the same hosts:
// in the clear, and with the hosts' own certificates the way QEMU does by itself. Taken in turns in one run, so that a busy
// machine slows all alike. The bare ones ask for the target's confirmation (return path): without it QEMU's pause would end
// before the guest runs again.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { BareGuest, newDisk } from "../e2e/lib/bare-guest.mjs";
import { Lab } from "../e2e/lib/lab.mjs";
import { waitUntil } from "../e2e/lib/wait.mjs";
import { setting } from "../lab/api.mjs";
import { median } from "./statistics.mjs";

const ROUNDS = 12;
const NAME = "bench-move";
const BARE_NAME = "bench-bare";
const BARE_PORT = 4444;
const PROMISED_RATIO = 1.2;

/** @typedef {{ totalMs: number, pauseMs: number, silenceMs: number }} Move */
/** @typedef {{ guest: BareGuest, host: number }} Placed */

export async function benchMigration() {
  const lab = await Lab.open();
  const vm = await lab.createVm(NAME);
  const disk = newDisk(setting("ATOLL_GUEST_IMAGE"), join(setting("ATOLL_POOL"), `${BARE_NAME}.qcow2`));
  let bare = await startBare(lab, disk, 1, false);
  await lab.ticks.next(BARE_NAME, 120_000);
  const [ours, plain, tls] = [/** @type {Move[]} */ ([]), /** @type {Move[]} */ ([]), /** @type {Move[]} */ ([])];
  for (let round = 0; round < ROUNDS; round++) {
    for (const encrypted of round % 2 === 0 ? [false, true] : [true, false]) {
      const target = await startBare(lab, disk, bare.host === 2 ? 3 : 2, true);
      (encrypted ? tls : plain).push(await moveBare(lab, bare, target, encrypted));
      await bare.guest.remove();
      bare = target;
    }
    ours.push(await moveByAtoll(lab, vm.metadata.id));
  }
  await bare.guest.remove();
  rmSync(disk);
  await lab.close();
  return [row("Atoll (TLS)", ours, plain, true), row("bare QMP, plain TCP", plain), row("bare QMP, TLS", tls, plain)];
}

/** @param {Lab} lab @param {string} id @returns {Promise<Move>} */
async function moveByAtoll(lab, id) {
  const startedMs = Date.now();
  const task = await lab.runTask("POST", `/vms/${id}/actions/migrate`, {}, 120_000);
  await lab.ticks.next(NAME, 30_000);
  const { longestSilenceMs } = lab.ticks.observe(NAME, startedMs, Date.now());
  return { totalMs: task.result.totalMs, pauseMs: task.result.downtimeMs, silenceMs: longestSilenceMs };
}

/** @param {Lab} lab @param {Placed} source @param {Placed} target @param {boolean} encrypted @returns {Promise<Move>} */
async function moveBare(lab, source, target, encrypted) {
  const startedMs = Date.now();
  const [from, to] = [source.guest.qmp, target.guest.qmp];
  const address = `${setting("ATOLL_SUBNET")}.1.${target.host}`;
  for (const qmp of [from, to])
    await qmp.execute("migrate-set-capabilities", { capabilities: [{ capability: "return-path", state: true }] });
  await to.execute("migrate-set-parameters", {
    "tls-creds": encrypted ? await credentials(target, "server") : "",
  });
  await to.execute("migrate-incoming", { uri: `tcp:0.0.0.0:${BARE_PORT}` });
  await from.execute("migrate-set-parameters", {
    "max-bandwidth": 10 * 1024 ** 3,
    "tls-creds": encrypted ? await credentials(source, "client") : "",
    "tls-hostname": encrypted ? address : "",
  });
  await from.execute("migrate", { uri: `tcp:${address}:${BARE_PORT}` });
  const result = await waitUntil("bare migration", 120_000, async () => {
    const state = await from.execute("query-migrate");
    if (["failed", "cancelled"].includes(state.status)) throw new Error(`bare migration: ${JSON.stringify(state)}`);
    return state.status === "completed" && state;
  });
  await lab.ticks.next(BARE_NAME, 30_000);
  const { longestSilenceMs } = lab.ticks.observe(BARE_NAME, startedMs, Date.now());
  return { totalMs: result["total-time"], pauseMs: result.downtime, silenceMs: longestSilenceMs };
}

/** Has QEMU load what the host's agent uses, with QEMU's own defaults. @param {Placed} at @param {"client" | "server"} end */
async function credentials(at, end) {
  const dir = join(setting("ATOLL_LAB_DIR"), `host-${at.host}`, "state", "tls", "current");
  const values = { id: `tls-${end}`, "qom-type": "tls-creds-x509", endpoint: end, dir, "verify-peer": true };
  await at.guest.qmp.execute("object-add", values);
  return values.id;
}

/** @param {Lab} lab @param {string} disk @param {number} host @param {boolean} incoming @returns {Promise<Placed>} */
async function startBare(lab, disk, host, incoming) {
  const witness = { tick: lab.tickTarget, tick_interval_ms: 20, write_interval_ms: 50 };
  const address = `${setting("ATOLL_SUBNET")}.3.1/16`;
  const guest = await BareGuest.start(setting("ATOLL_GUEST_IMAGE"), {
    name: BARE_NAME,
    userData: `#cloud-config\n${JSON.stringify({ atoll_witness: witness })}\n`,
    networkConfig: JSON.stringify({ version: 2, ethernets: { eth0: { addresses: [address] } } }),
    disk,
    incoming,
    cache: "none",
    host: `atoll-${setting("ATOLL_LAB")}-host-${host}`,
  });
  return { guest, host };
}

/** @param {string} who @param {Move[]} moves @param {Move[]} [yardstick] @param {boolean} [promised] */
function row(who, moves, yardstick = moves, promised = false) {
  const ratios = /** @type {Record<keyof Move, number>} */ ({});
  const figures = /** @type {const} */ ([
    ["totalMs", "total"],
    ["pauseMs", "pause by QEMU"],
    ["silenceMs", "silence from outside"],
  ]).map(([key, name]) => {
    const [mine, theirs] = [moves, yardstick].map((list) => median(list.map((move) => move[key])));
    ratios[key] = Number(mine) / Math.max(1, Number(theirs));
    return `${name} ${mine} ms (${ratios[key].toFixed(2)})`;
  });
  return {
    what: `live migration, median of ${moves.length}: ${who}`,
    measured: figures.join(", "),
    promise: promised ? `total and pause <= ${PROMISED_RATIO} x plain` : "reported",
    held: !promised || (ratios.totalMs <= PROMISED_RATIO && ratios.pauseMs <= PROMISED_RATIO),
  };
}
