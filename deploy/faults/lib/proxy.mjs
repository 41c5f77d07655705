// A TCP proxy that treats connections badly without breaking their bytes: late, slow, or silent with the connection open
// (half-open, as after a pulled cable). Started by SlowProxy in a host's namespace under an account of its own, by which
// nftables tells its connections from those of the host. Takes one command a line on its standard input:
//
//   {"delayMs":200}  {"bytesPerSecond":10000}  {"frozen":true}  {"resetAll":true}
//
//   node proxy.mjs LISTEN-PORT TARGET-ADDRESS TARGET-PORT UID
import { spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** An account that nothing else has. */
export const PROXY_UID = 64_777;

const STEP_MS = 10;

/** One direction of a connection: bytes leave in their order, when their time has come. */
class Lane {
  /** @type {{ bytes: Buffer, dueMs: number }[]} */
  #waiting = [];
  #ended = false;
  #credit = 0;

  /** @param {net.Socket} from @param {net.Socket} to @param {{ delayMs: number, bytesPerSecond: number, frozen: boolean }} faults */
  constructor(from, to, faults) {
    this.from = from;
    this.to = to;
    this.faults = faults;
    from.on("data", (bytes) => this.#waiting.push({ bytes, dueMs: Date.now() + faults.delayMs }));
    from.on("end", () => (this.#ended = true));
  }

  /** @param {number} nowMs @param {number} elapsedMs */
  step(nowMs, elapsedMs) {
    if (this.faults.frozen) {
      this.from.pause(); // the sender's window fills, as if nobody were there
      return;
    }
    this.from.resume();
    const rate = this.faults.bytesPerSecond;
    this.#credit = rate > 0 ? Math.min(rate, this.#credit + (rate * elapsedMs) / 1000) : Infinity;
    for (let first = this.#waiting[0]; first && first.dueMs <= nowMs && this.#credit >= 1; first = this.#waiting[0]) {
      const part = first.bytes.subarray(0, Math.min(first.bytes.length, Math.floor(this.#credit)));
      this.to.write(part);
      this.#credit -= part.length;
      if (part.length === first.bytes.length) this.#waiting.shift();
      else first.bytes = first.bytes.subarray(part.length);
    }
    if (this.#ended && this.#waiting.length === 0) this.to.end();
  }
}

/** @param {number} listenPort @param {string} target @param {number} targetPort */
function serve(listenPort, target, targetPort) {
  const faults = { delayMs: 0, bytesPerSecond: 0, frozen: false };
  /** @type {Set<Lane>} */
  const lanes = new Set();
  const server = net.createServer({ allowHalfOpen: true }, (client) => {
    const other = net.connect({ host: target, port: targetPort, allowHalfOpen: true });
    const both = [new Lane(client, other, faults), new Lane(other, client, faults)];
    both.forEach((lane) => lanes.add(lane));
    const close = () => {
      both.forEach((lane) => lanes.delete(lane));
      client.destroy();
      other.destroy();
    };
    for (const socket of [client, other]) {
      socket.setNoDelay(true);
      socket.on("error", close);
      socket.on("close", close);
    }
  });
  let beforeMs = Date.now();
  setInterval(() => {
    const nowMs = Date.now();
    for (const lane of lanes) lane.step(nowMs, nowMs - beforeMs);
    beforeMs = nowMs;
  }, STEP_MS);
  createInterface({ input: process.stdin })
    .on("line", (line) => {
      const { resetAll, ...changed } = JSON.parse(line);
      Object.assign(faults, changed);
      if (resetAll) for (const lane of lanes) lane.from.resetAndDestroy();
      console.log("ok");
    })
    .on("close", () => process.exit(0));
  server.listen(listenPort, "0.0.0.0", () => console.log("ok"));
}

/** A proxy in a host's namespace, in the way to one service. */
export class SlowProxy {
  /**
   * @param {import("./network.mjs").HostNetwork} network @param {string} target address of the service
   * @param {number} port of the service @param {number} [proxyPort]
   */
  static async start(network, target, port, proxyPort = 20_000 + (port % 10_000)) {
    const words = [process.execPath, fileURLToPath(import.meta.url), String(proxyPort), target, String(port)];
    const child = spawn("ip", ["netns", "exec", network.namespace, ...words, String(PROXY_UID)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const proxy = new SlowProxy(child);
    await proxy.answered();
    await network.redirect({ to: target, port, proxyPort, exceptUid: PROXY_UID });
    return proxy;
  }

  /** @param {import("node:child_process").ChildProcessByStdio<import("node:stream").Writable, import("node:stream").Readable, null>} child */
  constructor(child) {
    this.child = child;
  }

  async answered() {
    const [first] = await Promise.race([once(this.child.stdout, "data"), once(this.child, "exit")]);
    if (!Buffer.isBuffer(first)) throw new Error(`the proxy ended with ${first}`);
  }

  /** @param {{ delayMs?: number, bytesPerSecond?: number, frozen?: boolean, resetAll?: boolean }} faults */
  async set(faults) {
    this.child.stdin.write(`${JSON.stringify(faults)}\n`);
    await this.answered();
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    this.child.stdin.end();
    await once(this.child, "exit");
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [listenPort, target, targetPort, uid] = process.argv.slice(2);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
  serve(Number(listenPort), String(target), Number(targetPort));
}
