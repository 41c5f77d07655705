// Speaks to the layer between a host and its pool (deploy/faults/src/faulty-pool.c, which explains the faults).
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import net from "node:net";
import { waitUntil } from "../../e2e/lib/wait.mjs";

/**
 * @typedef {{ hang: number, slowMs: number, late: number, failPercent: number, readonly: number, staleFiles: number,
 *   waiting: number, requests: number, failed: number }} LayerStatus
 */

/** The layer of one host. */
export class PoolLayer {
  /** @param {string} socket where it takes commands */
  constructor(socket) {
    this.socket = socket;
  }

  /** Every request waits until heal(). @param {{ killable?: boolean }} [how] */
  hang({ killable = false } = {}) {
    return this.command(killable ? "hang killable" : "hang");
  }

  /** @param {number} ms */
  slow(ms) {
    return this.command(`slow ${ms}`);
  }

  /** Writes are carried out at once and acknowledged later; 0: at heal(). @param {number} ms */
  late(ms) {
    return this.command(`late ${ms}`);
  }

  /** @param {number} percent of reads, writes and flushes end with EIO */
  fail(percent) {
    return this.command(`fail ${percent}`);
  }

  readonly() {
    return this.command("readonly");
  }

  /** @param {string} folder of the pool, whose small files are read as they are now until heal() */
  stale(folder) {
    return this.command(`stale ${folder}`);
  }

  heal() {
    return this.command("heal");
  }

  status() {
    return this.command("status");
  }

  /** @param {string} line @returns {Promise<LayerStatus>} */
  async command(line) {
    const connection = net.connect(this.socket);
    connection.setTimeout(10_000, () => connection.destroy(new Error(`${this.socket}: no answer to ${line}`)));
    connection.end(`${line}\n`);
    let text = "";
    for await (const part of connection.setEncoding("utf8")) text += part;
    if (!text.startsWith("ok ")) throw new Error(`${line}: ${text.trim() || "no answer"}`);
    return JSON.parse(text.slice(3));
  }
}

/** A layer started by a test itself; in the lab deploy/dev starts them. */
export class OwnPoolLayer extends PoolLayer {
  /** @param {string} program @param {string} realFolder @param {string} mountPoint @param {string} socket */
  static async start(program, realFolder, mountPoint, socket) {
    mkdirSync(mountPoint, { recursive: true });
    const child = spawn(program, [realFolder, mountPoint, socket], { stdio: "inherit" });
    const layer = new OwnPoolLayer(socket, mountPoint, child);
    await waitUntil(`layer at ${mountPoint}`, 10_000, () => existsSync(socket) && layer.status().catch(() => false));
    return layer;
  }

  /** @param {string} socket @param {string} mountPoint @param {import("node:child_process").ChildProcess} child */
  constructor(socket, mountPoint, child) {
    super(socket);
    this.mountPoint = mountPoint;
    this.child = child;
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill("SIGKILL");
      await once(this.child, "exit");
    }
    execFileSync("umount", ["-l", this.mountPoint]);
    rmSync(this.socket, { force: true });
  }
}
