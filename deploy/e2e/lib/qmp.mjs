import { connect } from "node:net";
import { once } from "node:events";
import { waitUntil } from "./wait.mjs";

/** @typedef {{ event: string, data: Record<string, unknown>, atMs: number }} QmpEvent */

/** A connection to a QEMU this test started itself. Atoll's own QEMUs are never spoken to from here. */
export class Qmp {
  /** @param {string} path @param {number} timeoutMs */
  static async open(path, timeoutMs = 20_000) {
    const socket = await waitUntil(`QMP socket ${path}`, timeoutMs, () => tryConnect(path));
    const qmp = new Qmp(socket);
    await qmp.#greeted;
    await qmp.execute("qmp_capabilities");
    return qmp;
  }

  /** @type {QmpEvent[]} */
  events = [];
  #socket;
  #buffer = "";
  #nextId = 1;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (reason: Error) => void }>} */
  #waiting = new Map();
  /** @type {(value?: unknown) => void} */
  #greet = () => undefined;
  #greeted = new Promise((resolve) => (this.#greet = resolve));

  /** @param {import("node:net").Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.setEncoding("utf8");
    socket.on("data", (/** @type {string} */ text) => this.#receive(text));
    socket.on("error", () => undefined); // "close" follows and says what matters
    socket.on("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("QMP: the connection is closed"));
      this.#waiting.clear();
    });
  }

  /** @param {string} command @param {Record<string, unknown>} [values] @returns {Promise<any>} */
  execute(command, values = {}) {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject: (reason) => reject(new Error(`${command}: ${reason.message}`)) });
      this.#socket.write(JSON.stringify({ execute: command, arguments: values, id }));
    });
  }

  close() {
    this.#socket.destroy();
  }

  /** @param {string} text */
  #receive(text) {
    this.#buffer += text;
    for (let end = this.#buffer.indexOf("\n"); end >= 0; end = this.#buffer.indexOf("\n")) {
      const message = JSON.parse(this.#buffer.slice(0, end));
      this.#buffer = this.#buffer.slice(end + 1);
      this.#take(message);
    }
  }

  /** @param {any} message */
  #take(message) {
    if (message.QMP) return this.#greet();
    if (message.event) return this.events.push({ event: message.event, data: message.data ?? {}, atMs: Date.now() });
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(message.error.desc));
    else waiting?.resolve(message.return);
    return undefined;
  }
}

/** @param {string} path */
async function tryConnect(path) {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return socket;
  } catch {
    socket.destroy();
    return undefined;
  }
}
