// A manager of its own beside the lab: new folders, embedded Postgres and ZooKeeper, run by an ordinary user.
import { spawn } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setting } from "../../lab/api.mjs";
import { Client } from "./client.mjs";
import { waitUntil } from "./wait.mjs";

const PORT_OFFSET = 60;
/** Debian's account "nobody": no rights, no home. */
const NOBODY = 65_534;

export class FreshManager {
  static async start() {
    const manager = new FreshManager();
    await manager.#launch();
    return manager;
  }

  /** @type {import("node:child_process").ChildProcess | undefined} */
  #process;

  constructor() {
    const uid = process.getuid?.() ?? 0;
    this.uid = uid === 0 ? NOBODY : uid;
    this.port = Number(new URL(setting("ATOLL_URL")).port) + PORT_OFFSET;
    this.url = `https://127.0.0.1:${this.port}`;
    this.folder = mkdtempSync(join(tmpdir(), "atoll-first-use-"));
    this.data = join(this.folder, "data");
    mkdirSync(this.data, { mode: 0o700 });
    for (const path of [this.folder, this.data]) chownSync(path, this.uid, this.uid);
  }

  /** Throws ENOENT where there is none (any more). */
  setupToken() {
    return readFileSync(join(this.data, "setup-token"), "utf8").trim();
  }

  caPem() {
    return readFileSync(join(this.data, "tls", "ca.pem"), "utf8");
  }

  async restart() {
    await this.#end("SIGTERM");
    await this.#launch();
  }

  async stop() {
    await this.#end("SIGTERM");
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #launch() {
    const logFile = join(this.folder, "log");
    const log = openSync(logFile, "a");
    const as = process.getuid?.() === this.uid ? {} : { uid: this.uid, gid: this.uid };
    const started = spawn(join(dirname(setting("ATOLL_MANAGER_LIB")), "bin", "atoll-manager"), [], {
      stdio: ["ignore", log, log],
      cwd: this.folder,
      ...as,
      env: {
        PATH: process.env.PATH,
        JAVA_HOME: process.env.JAVA_HOME,
        HOME: this.folder,
        ATOLL_DATA_DIR: this.data,
        SERVER_PORT: String(this.port),
        ATOLL_PUBLIC_URL: this.url,
        ATOLL_ZOOKEEPER_PORT: String(this.port + 1),
      },
    });
    this.#process = started;
    await waitUntil(`the fresh manager (${logFile})`, 120_000, async () => {
      if (started.exitCode !== null) throw new Error(`it ended: ${readFileSync(logFile, "utf8").slice(-2000)}`);
      return this.#isReady();
    });
  }

  async #isReady() {
    try {
      const client = new Client({ url: this.url, ca: this.caPem() });
      const { status } = await client.get("/readyz", { timeoutMs: 2_000 });
      client.close();
      return status === 200;
    } catch {
      return false;
    }
  }

  /** @param {NodeJS.Signals} signal */
  async #end(signal) {
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((resolve) => running.once("exit", resolve));
    running.kill(signal);
    await gone;
  }
}
