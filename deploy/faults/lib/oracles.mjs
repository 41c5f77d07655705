// The two oracles, looking on while faults are injected: disks of witnesses, and processes of all hosts. They ask nobody.
import { setTimeout as pause } from "node:timers/promises";
import { readDisk } from "./disk.mjs";
import { ProcessOracle, scanQemus } from "./processes.mjs";
import { judgeRing, RING_OFFSET_BYTES, RING_SECTORS, RingReader, SECTOR_BYTES, WitnessHistory } from "./witness.mjs";

/** A disk that is being written is not read in one moment; what is really wrong with it is still wrong a little later. */
const READS_TO_CONFIRM = 4;
const CONFIRM_PAUSE_MS = 150;
const LOOK_EVERY_MS = 500;
/** A folder or table that is being written just now cannot be read for a moment; longer is a finding. */
const UNREADABLE_LIMIT_MS = 30_000;

/** One witness's disk over time. */
export class WitnessDisk {
  history = new WitnessHistory();
  /** @type {Map<string, string>} what was found, once each */
  violations = new Map();
  #readableAtMs = Date.now();
  #reader = new RingReader();
  /** @type {import("./witness.mjs").Ring | undefined} the last sound picture; looked at again only when something changed */
  #sound;

  /** @param {string} name @param {string} path where it is really, not through a layer that may hang */
  constructor(name, path) {
    this.name = name;
    this.path = path;
  }

  /** @returns {Promise<{ newest: number, boots: number }>} */
  async look() {
    const ring = await this.#confirmed();
    if (ring && ring !== this.#sound) {
      this.#note(this.history.add(ring, Date.now()));
      this.#sound = ring;
    }
    return { newest: this.history.newest, boots: this.history.boots.length };
  }

  /** A picture that is sound, or what is wrong with each of several. */
  async #confirmed() {
    /** @type {import("./witness.mjs").Finding[]} */
    let lasting = [];
    for (let read = 0; read < READS_TO_CONFIRM; read++) {
      if (read > 0) await pause(CONFIRM_PAUSE_MS);
      const ring = this.#read();
      if (!ring || ring === this.#sound) return ring;
      const found = judgeRing(ring);
      if (found.length === 0) return ring;
      lasting =
        read === 0 ? found : found.filter(({ kind, key }) => lasting.some((one) => sameFinding(one, kind, key)));
      if (lasting.length === 0) return ring;
    }
    this.#note(lasting);
    return undefined;
  }

  #read() {
    try {
      const ring = this.#reader.read(readDisk(this.path, RING_OFFSET_BYTES, RING_SECTORS * SECTOR_BYTES));
      this.#readableAtMs = Date.now();
      return ring;
    } catch (error) {
      if (Date.now() - this.#readableAtMs > UNREADABLE_LIMIT_MS) this.violations.set("unreadable", String(error));
      return undefined;
    }
  }

  /** @param {import("./witness.mjs").Finding[]} findings */
  #note(findings) {
    for (const { kind, key, detail } of findings) this.violations.set(key, `${this.name}: ${kind}: ${detail}`);
  }
}

/** @param {import("./witness.mjs").Finding} one @param {string} kind @param {string} key */
const sameFinding = (one, kind, key) => one.kind === kind && one.key === key;

/** Both oracles, twice a second until stopped. */
export class Oracles {
  /** @type {Map<string, WitnessDisk>} by VM id */
  disks = new Map();
  processes = new ProcessOracle();
  #running = true;
  /** @type {Promise<void>} */
  #done;

  /** @param {string} runRoot folder that names the lab's QEMUs */
  constructor(runRoot) {
    this.runRoot = runRoot;
    this.#done = this.#watch();
  }

  /** @param {string} vmId @param {string} name @param {string} path */
  watch(vmId, name, path) {
    this.disks.set(vmId, new WitnessDisk(name, path));
  }

  /** @param {string} vmId */
  forget(vmId) {
    this.disks.delete(vmId);
  }

  async #watch() {
    while (this.#running) {
      const startedMs = Date.now();
      await this.look();
      await pause(Math.max(50, LOOK_EVERY_MS - (Date.now() - startedMs)));
    }
  }

  /** Every disk and all processes once. */
  async look() {
    this.processes.look(scanQemus(this.runRoot), Date.now());
    for (const disk of this.disks.values()) await disk.look();
    this.processes.look(scanQemus(this.runRoot), Date.now());
  }

  /** What has been found so far. */
  violations() {
    const disks = [...this.disks.values()].flatMap((disk) => [...disk.violations.values()]);
    return [...disks, ...this.processes.violations.values()];
  }

  async stop() {
    this.#running = false;
    await this.#done;
  }
}
