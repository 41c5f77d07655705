// The lab as a test sees it: its API, its processes, what is left on its disks. Tests create what they need and remove it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { adminClient, call, findByName, runTask, setting } from "../../lab/api.mjs";
import { TickListener } from "./ticks.mjs";
import { waitUntil } from "./wait.mjs";

/** What a guest needs for itself. With the witness's own memory taken out of it, the kernel ends the witness. */
const GUEST_MEMORY_MIB = 96;
export const DEV = join(import.meta.dirname, "..", "..", "dev");

/** @typedef {{ id: string, name: string, user: string, password: string }} Guest */

/** @param {string} vmId */
const unendedTasksOf = (vmId) =>
  `/tasks?filter=${encodeURIComponent(`objects.id=="${vmId}" and state in ("QUEUED","RUNNING","ROLLING_BACK")`)}`;

export class Lab {
  static async open() {
    const onBridge = setting("ATOLL_NETWORK") === "bridge";
    const address = onBridge ? `${setting("ATOLL_SUBNET")}.0.1` : "127.0.0.1";
    const ticks = await TickListener.open(address, 0);
    return new Lab(ticks, onBridge ? `${address}:${ticks.port}` : `10.0.2.2:${ticks.port}`);
  }

  client = adminClient();
  #created = /** @type {string[]} */ ([]);

  /** @param {TickListener} ticks @param {string} tickTarget where a guest reaches the listener */
  constructor(ticks, tickTarget) {
    this.ticks = ticks;
    this.tickTarget = tickTarget;
  }

  /** Removes the VMs of the test. */
  async close() {
    try {
      for (const id of this.#created) await this.removeVm(id);
    } finally {
      this.ticks.close();
      this.client.close();
    }
  }

  /** @param {string} method @param {string} path @param {unknown} [body] */
  call(method, path, body) {
    return call(this.client, method, path, body);
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @param {number} [limitMs] */
  runTask(method, path, body, limitMs) {
    return runTask(this.client, method, path, body, limitMs);
  }

  /** The request that creates a guest with a witness. @param {string} name @param {Record<string, unknown>} [witness] */
  async vmRequest(name, witness = {}) {
    const image = await findByName(this.client, "images", "guest");
    const network = await findByName(this.client, "networks", "lab");
    const settings = { tick: this.tickTarget, tick_interval_ms: 20, write_interval_ms: 50, ...witness };
    return {
      name,
      spec: {
        clusterId: (await this.call("GET", "/clusters")).items[0].metadata.id,
        vcpuCount: 1,
        memoryMiB: GUEST_MEMORY_MIB + Number(witness.dirty_mib ?? 0),
        imageId: image.metadata.id,
        networks: network ? [{ networkId: network.metadata.id }] : [],
        cloudInit: {
          hostname: name,
          users: [{ name: "demo", password: `pw-${name}` }],
          userData: `#cloud-config\n${JSON.stringify({ atoll_witness: settings })}\n`,
        },
      },
    };
  }

  /**
   * Creates and starts a guest and waits for its first tick.
   *
   * @param {string} name @param {Record<string, unknown>} [witness] @param {Record<string, unknown>} [more] of its spec
   */
  async createVm(name, witness, more = {}) {
    const startedMs = Date.now();
    const request = await this.vmRequest(name, witness);
    const answer = await this.call("POST", "/vms", { ...request, spec: { ...request.spec, ...more } });
    this.remember(answer.vm.metadata.id);
    const task = await this.client.task(answer.task.metadata.id);
    if (task.state !== "SUCCEEDED") throw new Error(`${name}: ${JSON.stringify(task.failure)}`);
    await this.ticks.next(name, 120_000, startedMs);
    return this.vm(answer.vm.metadata.id);
  }

  /** Has a VM removed when the test ends. @param {string} id */
  remember(id) {
    this.#created.push(id);
  }

  /** @param {string} id */
  vm(id) {
    return this.call("GET", `/vms/${id}`);
  }

  /** @param {string} id */
  async removeVm(id) {
    const answer = await this.untouched(id);
    if (answer.status === 404) return;
    if (answer.json.allowedActions.includes("stop")) await this.runTask("POST", `/vms/${id}/actions/stop`, {});
    await this.runTask("DELETE", `/vms/${id}`);
  }

  /** The VM once no task works on it: a test that failed half-way leaves one behind. @param {string} id */
  untouched(id) {
    return waitUntil(`no task on VM ${id}`, 120_000, async () => {
      const answer = await this.client.get(`/api/v1/vms/${id}`);
      const tasks = answer.status === 404 ? { items: [] } : await this.call("GET", unendedTasksOf(id));
      return tasks.items.length === 0 && answer;
    });
  }

  /** @param {string} id @param {string} state @param {number} [timeoutMs] */
  awaitState(id, state, timeoutMs = 90_000) {
    return waitUntil(`VM ${id} ${state}`, timeoutMs, async () => {
      const vm = await this.vm(id);
      return vm.status.powerState === state && vm;
    });
  }

  async hosts() {
    return (await this.call("GET", "/hosts")).items;
  }

  /** The VM's disk on the pool. @param {string} id */
  diskOf(id) {
    const folder = join(setting("ATOLL_POOL"), "vms", id);
    const disk = readdirSync(folder).find((name) => name.endsWith(".qcow2"));
    return join(folder, String(disk));
  }

  /** VMs that have a folder on the pool. @returns {string[]} */
  vmFolders() {
    return readdirSync(join(setting("ATOLL_POOL"), "vms")).filter((name) => /^[0-9a-f-]{36}$/.test(name));
  }

  /** The QEMU processes of this lab: those whose arguments name its run folder. */
  qemus() {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => ({ pid: Number(pid), words: commandLine(pid) }))
      .filter(({ words }) => words[0]?.includes("qemu-system") && words.join(" ").includes(setting("ATOLL_RUN_ROOT")))
      .map(({ pid, words }) => ({ pid, vmId: words[words.indexOf("-uuid") + 1] ?? "" }));
  }

  /** @param {string} id */
  qemuOf(id) {
    return this.qemus().filter((qemu) => qemu.vmId === id);
  }
}

/** A part of the lab that can be killed and started again. */
export class LabProcess {
  static manager() {
    return new LabProcess("manager", ["start-manager"]);
  }

  /** @param {string} hostName */
  static host(hostName) {
    return new LabProcess(hostName, ["start-host", hostName.replace("host-", "")]);
  }

  /** @param {string} name @param {string[]} start */
  constructor(name, start) {
    this.name = name;
    this.startCommand = start;
  }

  get pid() {
    return Number(readFileSync(join(setting("ATOLL_LAB_DIR"), this.name, "pid"), "utf8").split(" ")[0]);
  }

  /** SIGKILL, and waits until the process is no more. */
  async kill() {
    const pid = this.pid;
    process.kill(pid, "SIGKILL");
    await waitUntil(`end of ${this.name}`, 10_000, () => !isRunning(pid));
  }

  /** Until it is ready. Ticks are heard meanwhile, so that the wait does not pass for a silence of the guests. */
  async start() {
    const child = spawn(DEV, this.startCommand, { stdio: "inherit", timeout: 180_000 });
    const [code, signal] = await once(child, "exit");
    if (code !== 0) throw new Error(`${this.startCommand.join(" ")} ended with ${code ?? signal}`);
  }
}

/** By the state that `deploy/dev` looks at too: memory and files of a dying process are gone before it is. @param {number} pid */
export function isRunning(pid) {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

/** @param {string} pid @returns {string[]} */
function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0");
  } catch {
    return [];
  }
}

/** What the guest image says about itself. @returns {{ witnessOffsetBytes: number, witnessSizeBytes: number }} */
export function imageDescription() {
  return JSON.parse(readFileSync(setting("ATOLL_GUEST_IMAGE").replace(/qcow2$/, "json"), "utf8"));
}
