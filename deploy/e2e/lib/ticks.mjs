import { createSocket } from "node:dgram";
import { waitUntil } from "./wait.mjs";

/** @typedef {{ atMs: number, vm: string, boot: string, tick: number, write: number, writeErrors: number, memoryErrors: number }} Tick */

/** Listens for the witness's ticks, outside of every guest. */
export class TickListener {
  /** @param {string} address @param {number} port 0: any free one */
  static async open(address, port) {
    const socket = createSocket("udp4");
    await new Promise((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(port, address, () => resolve(undefined));
    });
    socket.setRecvBufferSize(4 << 20);
    return new TickListener(socket);
  }

  /** @type {Map<string, Tick[]>} */
  #ticks = new Map();
  #socket;

  /** @param {import("node:dgram").Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on("message", (bytes) => this.#take(bytes.toString("latin1")));
  }

  get port() {
    return this.#socket.address().port;
  }

  /** @param {string} vm @returns {Tick[]} */
  of(vm) {
    return this.#ticks.get(vm) ?? [];
  }

  /** The first tick of a VM that arrives after `sinceMs`. @param {string} vm @param {number} timeoutMs */
  next(vm, timeoutMs, sinceMs = Date.now()) {
    return waitUntil(`tick of ${vm}`, timeoutMs, () => this.of(vm).findLast((tick) => tick.atMs > sinceMs));
  }

  /**
   * What was seen from outside between two moments: the longest silence, ticks that never came, restarts of the guest.
   *
   * @param {string} vm @param {number} fromMs @param {number} toMs
   */
  observe(vm, fromMs, toMs) {
    const seen = this.of(vm).filter((tick) => tick.atMs >= fromMs - 1000 && tick.atMs <= toMs);
    let longestSilenceMs = 0;
    let lostTicks = 0;
    for (const [index, tick] of seen.entries()) {
      const before = seen[index - 1];
      if (!before) continue;
      if (tick.atMs >= fromMs) longestSilenceMs = Math.max(longestSilenceMs, tick.atMs - before.atMs);
      if (tick.boot === before.boot) lostTicks += Math.max(0, tick.tick - before.tick - 1);
    }
    return {
      longestSilenceMs,
      lostTicks,
      boots: new Set(seen.map((tick) => tick.boot)).size,
      lastWrite: Math.max(0, ...seen.map((tick) => tick.write)),
      errors: Math.max(0, ...seen.map((tick) => tick.writeErrors + tick.memoryErrors)),
    };
  }

  close() {
    this.#socket.close();
  }

  /** @param {string} line */
  #take(line) {
    const [kind, vm, boot, tick, , write, writeErrors, memoryErrors] = line.trim().split(" ");
    if (kind !== "ATOLL-TICK" || !vm || !boot) return;
    const ticks = this.#ticks.get(vm) ?? [];
    this.#ticks.set(vm, ticks);
    const numbers = [tick, write, writeErrors, memoryErrors].map(Number);
    const [number = 0, lastWrite = 0, failedWrites = 0, wrongWords = 0] = numbers;
    ticks.push({
      atMs: Date.now(),
      vm,
      boot,
      tick: number,
      write: lastWrite,
      writeErrors: failedWrites,
      memoryErrors: wrongWords,
    });
  }
}
