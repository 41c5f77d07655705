// What a scenario works with, and what it may expect. Everything is looked at from outside: processes, disks of witnesses,
// and the public API. ZooKeeper is not asked.
import { loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { setting } from "../../lab/api.mjs";
import { waitUntil } from "../../e2e/lib/wait.mjs";
import { scanQemus } from "./processes.mjs";
import { followerPort } from "./hosts.mjs";
import { diskOf } from "./product.mjs";

/** After a fault has ended, everything is as it was before within this. */
export const HEALED_WITHIN_MS = 60_000;

/**
 * @typedef {{ vmId: string, name: string, host: string, pid: number, boots: number, newest: number }} Before
 * @typedef {{ id: string, title: string, minutes?: number, fresh?: boolean, spoils?: boolean,
 *   mayRestart?: (situation: Situation) => Before[], inject: (situation: Situation) => Promise<void>,
 *   expect: (situation: Situation) => Promise<void>, heal?: (situation: Situation) => Promise<void>,
 *   verdict?: (situation: Situation) => void, clean?: (situation: Situation) => Promise<void> }} Scenario minutes: how long one injection may take at most, where that is more
 *   than two. fresh: agents must not remember earlier faults. spoils: nor this one. mayRestart: the VMs that may be booted
 *   again, nobody where it is left out; all others count as killed if they are. verdict: throws if what came out is wrong. clean: at
 *   the very end, what was made for this injection alone is taken away
 */

/** Limits are the product's promises; where only the outcome counts, on a busy machine, they are stretched by this. */
export const patience = () => Number(process.env.ATOLL_FAULTS_PATIENCE ?? 1);

/** One injection. */
export class Situation {
  /** @type {Map<string, string | number>} what was drawn and what was measured, for the line that is printed */
  notes = new Map();
  /** @type {Before[]} */
  before = [];
  injectedAtMs = 0;
  /** Hosts that a scenario chose. @type {import("./hosts.mjs").FaultyHost[]} */
  victims = [];

  /**
   * @param {import("./product.mjs").Product} product @param {import("./hosts.mjs").FaultyHost[]} hosts
   * @param {import("./product.mjs").Witness[]} witnesses @param {import("./oracles.mjs").Oracles} oracles
   * @param {import("./random.mjs").SeededRandom} random moments and victims @param {import("./random.mjs").Draws} draws kinds
   */
  constructor(product, hosts, witnesses, oracles, random, draws) {
    this.product = product;
    this.hosts = hosts;
    this.witnesses = witnesses;
    this.oracles = oracles;
    this.random = random;
    this.draws = draws;
  }

  /** Keeps how things are before the fault, after waiting for a random moment. */
  async begin() {
    await pause(this.random.between(0, 1_500));
    this.before = this.witnesses.map((witness) => this.now(witness));
    this.notes.set("load", loadavg()[0]?.toFixed(1) ?? "");
    if (patience() !== 1) this.notes.set("patience", patience());
    this.injectedAtMs = Date.now();
  }

  /** How a VM is now, to compare with later. @param {import("./product.mjs").Witness} witness @returns {Before} */
  now({ id, name }) {
    const [qemu] = this.qemusOf(id);
    if (!qemu) throw new Error(`${name} does not run before the fault`);
    const { boots, newest } = this.disk(id).history;
    return { vmId: id, name, host: qemu.host, pid: qemu.pid, boots: boots.length, newest };
  }

  /** More VMs for this injection alone. @param {import("./product.mjs").Witness[]} witnesses */
  async watch(witnesses) {
    for (const { id, name } of witnesses) this.oracles.watch(id, name, diskOf(id));
    await waitUntil("the first record of every new witness", 120_000, () =>
      witnesses.every(({ id }) => this.disk(id).history.newest > 0),
    );
    this.before = [...this.before, ...witnesses.map((witness) => this.now(witness))];
  }

  /** Removes VMs that were made for this injection. @param {string} prefix of their names */
  async remove(prefix) {
    const witnesses = await this.product.witnessesNamed(prefix);
    for (const { id } of witnesses) this.oracles.forget(id);
    await this.product.removeWitnesses(witnesses);
  }

  /** VMs that were booted again and should not have been. @param {Before[]} allowed @returns {string[]} */
  killed(allowed) {
    return this.before
      .filter((vm) => !allowed.some(({ vmId }) => vmId === vm.vmId))
      .flatMap((vm) => {
        const more = this.disk(vm.vmId).history.boots.length - vm.boots;
        return more > 0 ? [`${vm.name} of ${vm.host} was booted ${more} times`] : [];
      });
  }

  /** Each of these was booted once, not more. @param {Before[]} vms */
  bootedOnce(vms) {
    for (const vm of vms) {
      const times = this.disk(vm.vmId).history.boots.length - vm.boots;
      if (times !== 1) throw new Error(`${vm.name} was booted ${times} times, not once`);
    }
  }

  /** @param {string} vmId */
  disk(vmId) {
    const disk = this.oracles.disks.get(vmId);
    if (!disk) throw new Error(`nobody watches the disk of ${vmId}`);
    return disk;
  }

  /** Live processes of a VM. @param {string} vmId */
  qemusOf(vmId) {
    return scanQemus(setting("ATOLL_RUN_ROOT")).filter((qemu) => qemu.vmId === vmId && qemu.state === "LIVE");
  }

  /** Draws a host, one with VMs where there is any. @param {(host: import("./hosts.mjs").FaultyHost) => boolean} [may] */
  pickVictim(may = () => true) {
    const allowed = this.hosts.filter(may);
    const busy = allowed.filter((host) => this.before.some((vm) => vm.host === host.name));
    return this.strike(this.random.pick(busy.length > 0 ? busy : allowed));
  }

  /** This host is the one, or one more, that the fault is about. @param {import("./hosts.mjs").FaultyHost} host */
  strike(host) {
    this.victims.push(host);
    this.notes.set("victim", this.victims.map(({ name }) => name).join("+"));
    return host;
  }

  /** @template T @param {string} name @param {T[]} choices @returns {T} */
  draw(name, choices) {
    const drawn = this.draws.next(choices);
    this.notes.set(name, String(drawn));
    return drawn;
  }

  get victim() {
    const [victim] = this.victims;
    if (!victim) throw new Error("no victim was drawn");
    return victim;
  }

  /** VMs that were on hosts which the fault is about. */
  vmsOfVictims() {
    return this.victims.flatMap(({ name }) => this.vmsOf(name));
  }

  /** VMs that were on others. */
  vmsOfOthers() {
    return this.before.filter((vm) => !this.victims.some(({ name }) => name === vm.host));
  }

  /** @param {string} hostName */
  vmsOf(hostName) {
    return this.before.filter((vm) => vm.host === hostName);
  }

  /** For this long nothing happens to VMs: the same processes, the same boots. @param {number} forMs @param {Before[]} [vms] */
  async untouched(forMs, vms = this.before) {
    const end = Date.now() + forMs;
    do {
      for (const vm of vms) {
        const pids = this.qemusOf(vm.vmId).map(({ pid }) => pid);
        if (pids.length !== 1 || pids[0] !== vm.pid) {
          throw new Error(
            `${vm.name} was QEMU ${vm.pid} on ${vm.host} and is now [${pids}], though nothing should happen`,
          );
        }
        if (this.disk(vm.vmId).history.boots.length !== vm.boots) throw new Error(`${vm.name} was booted again`);
      }
      await pause(250);
    } while (Date.now() < end);
  }

  /** The VMs write on. @param {Before[]} [vms] @param {number} [limitMs] */
  async writing(vms = this.before, limitMs = 15_000) {
    const from = new Map(vms.map(({ vmId }) => [vmId, this.disk(vmId).history.newest]));
    for (const { vmId, name } of vms) {
      await waitUntil(
        `new records of ${name}`,
        limitMs * patience(),
        () => this.disk(vmId).history.newest > (from.get(vmId) ?? 0) + 2,
      );
    }
  }

  /**
   * All VMs of a host run on others: a process there, and a new boot on the disk.
   * @param {string} hostName @param {{ startedMs: number, bootedMs: number }} limits since the injection
   */
  async takenOver(hostName, { startedMs, bootedMs }) {
    const vms = this.vmsOf(hostName);
    await waitUntil(`processes of all ${vms.length} VMs of ${hostName} elsewhere`, this.#left(startedMs), () =>
      vms.every((vm) => this.qemusOf(vm.vmId).some((qemu) => qemu.host !== hostName)),
    );
    this.notes.set("startedMs", Date.now() - this.injectedAtMs);
    await waitUntil(`boots of all ${vms.length} VMs of ${hostName} elsewhere`, this.#left(bootedMs), () =>
      vms.every((vm) => this.disk(vm.vmId).history.boots.length > vm.boots),
    );
    this.notes.set("bootedMs", Date.now() - this.injectedAtMs);
  }

  /**
   * What the incidents' timelines say about the time since the injection: the moment of the first entry of a kind that names
   * one of the victims' incidents. Managers fetch incidents a while later.
   * @param {string} kind @param {number} [limitMs] how long to wait for it
   */
  async told(kind, limitMs = 20_000) {
    const ids = new Set(this.victims.map(({ name }) => name));
    return waitUntil(`${kind} in an incident`, limitMs * patience(), async () => {
      const incidents = await this.product.incidents(this.injectedAtMs - 1_000).catch(() => []);
      const moments = incidents
        .filter(({ hostName }) => ids.size === 0 || ids.has(hostName))
        .flatMap(({ entries }) => entries)
        .filter((entry) => entry.kind === kind && entry.atMs >= this.injectedAtMs);
      return moments.length > 0 ? Math.min(...moments.map(({ atMs }) => atMs)) - this.injectedAtMs : undefined;
    });
  }

  /** Notes when the victims' VMs were given away, as far as it is told: a change of leader may lose it. */
  async noteDecision() {
    const decidedMs = await this.told("TAKEN_OVER").catch(() => undefined);
    this.notes.set("decidedMs", decidedMs ?? "not told");
  }

  /** Every VM of the victims runs on another host and no longer on its own. @param {number} limitMs since the injection */
  async movedAway(limitMs) {
    const vms = this.vmsOfVictims();
    await waitUntil(`processes of all ${vms.length} VMs elsewhere alone`, this.#left(limitMs), () =>
      vms.every((vm) => this.qemusOf(vm.vmId).length === 1 && this.qemusOf(vm.vmId)[0]?.host !== vm.host),
    );
    this.notes.set("movedMs", Date.now() - this.injectedAtMs);
  }

  /** Each of the VMs was booted again, wherever. @param {Before[]} vms @param {number} limitMs since the injection */
  async running(vms, limitMs) {
    await waitUntil(`boots of ${vms.length} VMs`, this.#left(limitMs), () =>
      vms.every((vm) => this.disk(vm.vmId).history.boots.length > vm.boots),
    );
    this.notes.set("bootedMs", Date.now() - this.injectedAtMs);
  }

  /** @param {number} limitMs since the injection */
  #left(limitMs) {
    return Math.max(0, limitMs * patience() - (Date.now() - this.injectedAtMs));
  }

  /** No VM of the host can run there any more; a limit of safety, which no patience stretches. @param {string} hostName @param {number} limitMs since the injection */
  async ended(hostName, limitMs) {
    const left = Math.max(0, limitMs - (Date.now() - this.injectedAtMs));
    await waitUntil(`end of the VMs on ${hostName}`, left, () =>
      this.vmsOf(hostName).every((vm) => !this.qemusOf(vm.vmId).some((qemu) => qemu.pid === vm.pid)),
    );
    this.notes.set("endedMs", Date.now() - this.injectedAtMs);
  }

  /** All hosts and HA ready; each VM once, where the API says, and writing; no process that belongs to no VM. */
  async healed() {
    const startedMs = Date.now();
    const left = () => Math.max(0, HEALED_WITHIN_MS * patience() - (Date.now() - startedMs));
    await this.product.hostsReady(left());
    await this.product.haReady(this.witnesses, left());
    for (const witness of this.witnesses) {
      let seen = "";
      const runs = async () => {
        const vm = await this.product.vm(witness.id);
        const live = this.qemusOf(witness.id);
        seen = `${vm.status.powerState} on ${vm.status.hostName}, processes on [${live.map((qemu) => qemu.host)}]`;
        return vm.status.powerState === "RUNNING" && live.length === 1 && live[0]?.host === vm.status.hostName;
      };
      await waitUntil(`${witness.name} once, and as the API says`, left(), runs, 250).catch((error) => {
        throw new Error(`${error.message}; it is ${seen}`);
      });
    }
    await this.writing(this.before, Math.max(10_000, left()));
    // A server that is missing is missed only when the next one dies.
    await waitUntil("all ZooKeeper servers together", Math.max(10_000, left()), () =>
      this.hosts.every((host) => host.isInEnsemble(followerPort())),
    );
    const known = new Set(
      (await this.product.call("GET", "/vms?limit=500")).items.map((/** @type {any} */ vm) => vm.metadata.id),
    );
    const orphans = scanQemus(setting("ATOLL_RUN_ROOT")).filter((qemu) => !known.has(qemu.vmId));
    if (orphans.length > 0) throw new Error(`orphans: ${orphans.map((qemu) => `QEMU ${qemu.pid} on ${qemu.host}`)}`);
    this.notes.set("healedMs", Date.now() - startedMs);
  }
}
