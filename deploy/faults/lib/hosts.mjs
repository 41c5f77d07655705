// The lab's hosts as things that can be broken: power, processes, network, storage.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setting } from "../../lab/api.mjs";
import { waitUntil } from "../../e2e/lib/wait.mjs";
import { HostNetwork } from "./network.mjs";
import { PoolLayer } from "./pool.mjs";
import { cgroupRoot } from "./processes.mjs";

const DEV = join(import.meta.dirname, "..", "..", "dev");
const START_LIMIT_MS = 180_000;
/** A socket's state in /proc/net/tcp. */
/** Where clients reach ZooKeeper in this lab. */
export const clientPort = () => Number((process.env.ATOLL_LAB_ZOOKEEPER ?? ":2281").split(":").at(-1));

/** Where followers reach the leader. */
export const followerPort = () => clientPort() + 1;

/** Of /proc/net/tcp. */
const ESTABLISHED = "01";
const LISTENS = "0A";
const AGENT_PORT = 7443;

/** Runs ./deploy/dev. @param {string[]} words */
export async function dev(...words) {
  const child = spawn(DEV, words, { stdio: ["ignore", "ignore", "inherit"], timeout: START_LIMIT_MS });
  const [code, signal] = await once(child, "exit");
  if (code !== 0) throw new Error(`./deploy/dev ${words.join(" ")} ended with ${code ?? signal}`);
}

/** @typedef {{ pid: number, words: string }} Process */

/** One simulated host. Its processes, and all that they start, are in one cgroup. */
export class FaultyHost {
  /** @param {number} number */
  constructor(number) {
    this.number = number;
    this.name = `host-${number}`;
    this.address = `${setting("ATOLL_SUBNET")}.1.${number}`;
    this.network = new HostNetwork(`atoll-${setting("ATOLL_LAB")}-${this.name}`);
    this.pool = new PoolLayer(join(setting("ATOLL_RUN_ROOT"), `layer-${number}.sock`));
    this.cgroup = join(cgroupRoot(), `atoll-lab-${setting("ATOLL_LAB")}`, this.name);
  }

  /** All hosts of the lab. */
  static all() {
    return Array.from({ length: Number(setting("ATOLL_LAB_HOSTS")) }, (_, index) => new FaultyHost(index + 1));
  }

  /** Everything that runs on the host, also in cgroups below its own. @returns {Process[]} */
  processes() {
    return pidsBelow(this.cgroup).map((pid) => ({ pid, words: wordsOf(pid) }));
  }

  /** The agent's JVM. */
  agent() {
    const pid = Number(readFileSync(this.#pidFile(), "utf8").split(" ")[0]);
    return { pid, words: wordsOf(pid) };
  }

  #pidFile() {
    return join(setting("ATOLL_LAB_DIR"), this.name, "pid");
  }

  /** Whether managers can reach the agent. */
  agentServes() {
    if (!existsSync(this.#pidFile())) return false; // just being started
    const { pid } = this.agent();
    return isAlive(pid) && listensOn(pid, AGENT_PORT);
  }

  /** The small processes that count down the lease. */
  enforcers() {
    return this.processes().filter(({ words }) => /enforcer/i.test(words) && !/qemu-system/.test(words));
  }

  zookeeperServers() {
    return this.processes().filter(({ words }) => / zookeeper run( |$)/.test(words));
  }

  /** Whether its ZooKeeper server leads the others: only a leader listens for followers. @param {number} followerPort */
  leadsZookeeper(followerPort) {
    return this.zookeeperServers().some(({ pid }) => listensOn(pid, followerPort));
  }

  /** Whether its ZooKeeper server is one of those that follow or lead. @param {number} followerPort */
  isInEnsemble(followerPort) {
    return (
      this.leadsZookeeper(followerPort) ||
      this.zookeeperServers().some(({ pid }) =>
        socketsOf(pid).some(({ remote, state }) => remote === followerPort && state === ESTABLISHED),
      )
    );
  }

  /** Asks the agent to end, waits for it, and starts it again; its VMs are left alone. @param {NodeJS.Signals} [how] */
  async restartAgent(how = "SIGTERM") {
    await this.stopAgent(how);
    await dev("start-host", this.name);
  }

  /** @param {NodeJS.Signals} [how] */
  async stopAgent(how = "SIGTERM") {
    const { pid } = this.agent();
    signal(pid, how);
    await waitUntil(`end of ${this.name}'s agent`, 30_000, () => !isAlive(pid));
  }

  /** SIGKILL to everything at once, as a reset does. The network stays. */
  async kill() {
    writeFileSync(join(this.cgroup, "cgroup.kill"), "1");
    await waitUntil(`end of ${this.name}`, 20_000, () => this.processes().length === 0);
  }

  async freeze() {
    writeFileSync(join(this.cgroup, "cgroup.freeze"), "1");
    await waitUntil(`${this.name} frozen`, 10_000, () => this.#event("frozen 1"));
  }

  async thaw() {
    if (!existsSync(this.cgroup)) return;
    writeFileSync(join(this.cgroup, "cgroup.freeze"), "0");
    await waitUntil(`${this.name} thawed`, 10_000, () => this.#event("frozen 0"));
  }

  /** @param {string} words */
  #event(words) {
    return readFileSync(join(this.cgroup, "cgroup.events"), "utf8").includes(words);
  }

  /** Power gone: everything on the host ends, its cables are dead, and what had not reached the disk is lost. */
  async powerOff() {
    this.cables("down");
    this.#killLayer();
    await this.kill();
  }

  /** Power back: cables, pool layer, agent and whatever else deploy/dev starts with a host. */
  async powerOn() {
    this.cables("up");
    await this.thaw();
    await dev("start-host", this.name);
  }

  /** The cable of the guests alone: the host itself is reached as before. @param {"up" | "down"} state */
  uplink(state) {
    this.cables(state, ["u"]);
  }

  /** @param {"up" | "down"} state @param {("m" | "u")[]} [kinds] of the host itself, of its guests */
  cables(state, kinds = ["m", "u"]) {
    for (const kind of kinds) {
      const cable = `atoll${setting("ATOLL_LAB_NUMBER")}${kind}${this.number}`;
      execFileSync("ip", ["link", "set", cable, state]);
    }
  }

  #killLayer() {
    const file = join(setting("ATOLL_LAB_DIR"), this.name, "layer.pid");
    if (!existsSync(file)) return;
    const pid = Number(readFileSync(file, "utf8").split(" ")[0]);
    if (wordsOf(pid).includes("faulty-pool")) process.kill(pid, "SIGKILL");
    rmSync(file); // the next start makes a new one in place of the dead mount
  }

  get hasLayer() {
    return existsSync(join(setting("ATOLL_LAB_DIR"), this.name, "layer.pid"));
  }

  /** Ends every fault of this host; a host that is off is started again. */
  async heal() {
    await this.network.heal();
    this.cables("up");
    await this.thaw();
    if (this.hasLayer) await this.pool.heal();
    for (const { pid } of this.processes()) signal(pid, "SIGCONT");
    if (!isAlive(this.agent().pid)) await this.powerOn();
  }
}

/** @param {string} cgroup @returns {number[]} */
function pidsBelow(cgroup) {
  if (!existsSync(cgroup)) return [];
  const own = readFileSync(join(cgroup, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
  const below = readdirSync(cgroup, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...own, ...below.flatMap((entry) => pidsBelow(join(cgroup, entry.name)))];
}

/** In the process's network. @param {number} pid @param {number} port */
function listensOn(pid, port) {
  return socketsOf(pid).some(({ local, state }) => local === port && state === LISTENS);
}

/** TCP sockets of a process's network. @param {number} pid @returns {{ local: number, remote: number, state: string }[]} */
function socketsOf(pid) {
  const portOf = (/** @type {string} */ address) => Number.parseInt(address.split(":")[1] ?? "", 16);
  return ["tcp", "tcp6"]
    .flatMap((table) => readFileSync(`/proc/${pid}/net/${table}`, "latin1").trim().split("\n").slice(1))
    .map((line) => {
      const [, local = "", remote = "", state = ""] = line.trim().split(/\s+/);
      return { local: portOf(local), remote: portOf(remote), state };
    });
}

/** The command line, "" where there is none. @param {number} pid */
export function wordsOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

/** Does not mind a process that has gone meanwhile. @param {number} pid @param {NodeJS.Signals} name */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}
