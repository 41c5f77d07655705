// Atoll's live migration, which is always encrypted, beside `virsh migrate --live` of a guest like it between the same hosts,
// in turns in one run. libvirt's is in the clear, as it does by itself.
import { execFile, spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeSeed, newDisk } from "../e2e/lib/bare-guest.mjs";
import { Lab } from "../e2e/lib/lab.mjs";
import { waitUntil } from "../e2e/lib/wait.mjs";
import { setting } from "../lab/api.mjs";
import { median } from "./statistics.mjs";

const ROUNDS = Number(process.env.ATOLL_VIRSH_ROUNDS ?? 12);
const MEMORY_MIB = 256;
const NAME = "bench-move";
const PEER_NAME = "bench-virsh";
const HOSTS = /** @type {const} */ ([2, 3]);
const run = promisify(execFile);

/** @typedef {{ totalMs: number, pauseMs: number, silenceMs: number, wallMs: number }} Move */

export async function benchVirsh() {
  const lab = await Lab.open();
  const peers = HOSTS.map((number) => new Peer(number));
  const disk = newDisk(setting("ATOLL_GUEST_IMAGE"), join(setting("ATOLL_POOL"), `${PEER_NAME}.qcow2`));
  try {
    const vm = await lab.createVm(NAME, {}, { memoryMiB: MEMORY_MIB });
    await Promise.all(peers.map((peer) => peer.ready()));
    let [source, target] = /** @type {[Peer, Peer]} */ (peers);
    await source.create(domain(lab, disk, source.folder));
    await lab.ticks.next(PEER_NAME, 120_000);
    const [ours, theirs] = [/** @type {Move[]} */ ([]), /** @type {Move[]} */ ([])];
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(await watched(lab, PEER_NAME, () => source.migrateTo(target)));
      [source, target] = [target, source];
      ours.push(await watched(lab, NAME, () => migrateByAtoll(lab, vm.metadata.id)));
    }
    return [row("Atoll (TLS)", ours, theirs, true), row("virsh migrate --live", theirs, theirs, false)];
  } finally {
    for (const peer of peers) await peer.end();
    rmSync(disk, { force: true });
    await lab.close();
  }
}

/** @param {Lab} lab @param {string} id */
async function migrateByAtoll(lab, id) {
  const { result } = await lab.runTask("POST", `/vms/${id}/actions/migrate`, {}, 120_000);
  return { totalMs: result.totalMs, pauseMs: result.downtimeMs };
}

/**
 * @param {Lab} lab @param {string} name @param {() => Promise<{ totalMs: number, pauseMs: number }>} move
 * @returns {Promise<Move>}
 */
async function watched(lab, name, move) {
  const startedMs = Date.now();
  const figures = await move();
  const wallMs = Date.now() - startedMs;
  await lab.ticks.next(name, 30_000);
  const { longestSilenceMs } = lab.ticks.observe(name, startedMs, Date.now());
  return { ...figures, wallMs, silenceMs: longestSilenceMs };
}

/** @param {string} who @param {Move[]} moves @param {Move[]} yardstick @param {boolean} promised */
function row(who, moves, yardstick, promised) {
  const of = (/** @type {Move[]} */ list, /** @type {keyof Move} */ key) => median(list.map((move) => move[key]));
  const figures = /** @type {const} */ ([
    ["totalMs", "total by QEMU"],
    ["pauseMs", "pause by QEMU"],
    ["silenceMs", "silence from outside"],
    ["wallMs", "from the command to its end"],
  ]).map(([key, name]) => ({ name, key, ms: of(moves, key), ratio: of(moves, key) / Math.max(1, of(yardstick, key)) }));
  return {
    what: `live migration of ${MEMORY_MIB} MiB, median of ${moves.length}: ${who}`,
    measured: figures.map(({ name, ms, ratio }) => `${name} ${ms} ms (${ratio.toFixed(2)})`).join(", "),
    promise: promised ? "total and silence <= virsh's" : "reported",
    held: !promised || figures.every(({ key, ratio }) => !["totalMs", "silenceMs"].includes(key) || ratio <= 1),
  };
}

/** A libvirtd in the network of one of the lab's hosts. */
class Peer {
  /** @param {number} number of the lab's host */
  constructor(number) {
    this.address = `${setting("ATOLL_SUBNET")}.1.${number}`;
    this.folder = join(setting("ATOLL_LAB_DIR"), `peer-${number}`);
    this.namespace = `atoll-${setting("ATOLL_LAB")}-host-${number}`;
    const host = join(import.meta.dirname, "peers", "libvirt", "host");
    this.process = spawn(host, [this.namespace, this.folder, String(number)], { stdio: "inherit" });
    this.gone = new Promise((resolve) => this.process.once("exit", resolve));
  }

  async ready() {
    const answers = () =>
      this.virsh("version").then(
        () => true,
        () => false,
      );
    await waitUntil(`libvirt on ${this.namespace}`, 60_000, answers, 200);
  }

  /** @param {string[]} words @returns {Promise<string>} */
  async virsh(...words) {
    const command = ["netns", "exec", this.namespace, "virsh", "-q", "-c", "qemu+tcp://127.0.0.1/system", ...words];
    return (await run("ip", command)).stdout;
  }

  /** @param {string} xml */
  async create(xml) {
    const file = join(this.folder, "domain.xml");
    writeFileSync(file, xml);
    await this.virsh("create", file);
  }

  /** @param {Peer} target */
  async migrateTo(target) {
    const there = `qemu+tcp://${target.address}/system`;
    await this.virsh("migrate", "--live", "--unsafe", PEER_NAME, there, "--migrateuri", `tcp://${target.address}`);
    const told = await target.virsh("domjobinfo", "--completed", PEER_NAME);
    const number = (/** @type {string} */ what) => Number(told.match(new RegExp(`^${what}:\\s+(\\d+)`, "m"))?.[1]);
    return { totalMs: number("Time elapsed"), pauseMs: number("Total downtime") };
  }

  async end() {
    this.process.kill("SIGKILL");
    await this.gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The same guest with the same devices, as far as libvirt gives them. @param {Lab} lab @param {string} disk @param {string} folder */
function domain(lab, disk, folder) {
  const witness = { tick: lab.tickTarget, tick_interval_ms: 20, write_interval_ms: 50 };
  const address = `${setting("ATOLL_SUBNET")}.3.2/16`;
  const seed = makeSeed(folder, {
    name: PEER_NAME,
    userData: `#cloud-config\n${JSON.stringify({ atoll_witness: witness })}\n`,
    networkConfig: JSON.stringify({ version: 2, ethernets: { eth0: { addresses: [address] } } }),
  });
  return `<domain type='qemu'>
  <name>${PEER_NAME}</name><memory unit='MiB'>${MEMORY_MIB}</memory><vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <features><acpi/><apic/></features>
  <cpu mode='custom' match='exact' check='none'><model fallback='forbid'>qemu64</model></cpu>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none'/><source file='${disk}'/>
      <target dev='vda' bus='virtio'/></disk>
    <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${seed}'/>
      <target dev='vdb' bus='virtio'/><readonly/></disk>
    <interface type='bridge'><source bridge='atbr0'/><model type='virtio'/></interface>
    <serial type='pty'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <video><model type='vga'/></video>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
    <memballoon model='virtio'/>
  </devices></domain>`;
}
