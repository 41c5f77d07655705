// A second manager beside the lab's own: on the same Postgres, ZooKeeper and master key, at a port of its own.
import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { credentials, setting } from "../../lab/api.mjs";
import { Client } from "./client.mjs";
import { waitUntil } from "./wait.mjs";

const PORT_OFFSET = 50;
/**
 * Outlives a restart of the first manager where that serves ZooKeeper too: the second keeps its place in the election, and
 * the first comes back behind it. With the usual 4 s either of them may be the next to lead.
 */
const SESSION = "20s";

export class SecondManager {
  static async start() {
    const first = new URL(setting("ATOLL_URL"));
    const url = `https://${first.hostname}:${Number(first.port) + PORT_OFFSET}`;
    const data = setting("ATOLL_MANAGER_DATA");
    const folder = join(setting("ATOLL_LAB_DIR"), "second-manager");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const log = openSync(join(folder, "log"), "w");
    const manager = spawn(join(dirname(setting("ATOLL_MANAGER_LIB")), "bin", "atoll-manager"), [], {
      stdio: ["ignore", log, log],
      env: {
        ...process.env,
        ATOLL_DATA_DIR: join(folder, "data"),
        SERVER_PORT: new URL(url).port,
        ATOLL_PUBLIC_URL: url,
        ATOLL_SECRETS_KEY_FILE: join(data, "secrets", "master.key"),
        ATOLL_ZOOKEEPER_SESSIONTIMEOUT: SESSION,
        ATOLL_ZOOKEEPER_CONNECT: setting("ATOLL_LAB_ZOOKEEPER"),
        ...postgresOf(data),
      },
    });
    const { caPem, token } = credentials();
    const second = new SecondManager(new Client({ url, ca: caPem, token }), manager, join(folder, "log"));
    await waitUntil(`the second manager (${folder}/log)`, 120_000, () => second.isReady(), 200);
    return second;
  }

  /** @type {Promise<unknown>} */
  #gone;

  /** @param {Client} client @param {import("node:child_process").ChildProcess} manager @param {string} logFile */
  constructor(client, manager, logFile) {
    this.client = client;
    this.process = manager;
    this.logFile = logFile;
    this.#gone = new Promise((resolve) => manager.once("exit", resolve));
  }

  async isReady() {
    if (this.process.exitCode !== null) throw new Error(`it ended: ${readFileSync(this.logFile, "utf8").slice(-2000)}`);
    return this.client.get("/readyz", { timeoutMs: 2_000 }).then(
      (answer) => answer.status === 200,
      () => false,
    );
  }

  async kill() {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill("SIGKILL");
    await this.#gone;
    this.client.close();
  }
}

/** How to reach the first manager's own Postgres. @param {string} data its data folder */
function postgresOf(data) {
  const port = readFileSync(join(data, "postgres", "port"), "utf8").trim();
  return {
    ATOLL_POSTGRES_URL: `jdbc:postgresql://127.0.0.1:${port}/atoll`,
    ATOLL_POSTGRES_USERNAME: "atoll",
    ATOLL_POSTGRES_PASSWORD: readFileSync(join(data, "secrets", "postgres-password"), "utf8").trim(),
  };
}
