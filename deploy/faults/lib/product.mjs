// The product from outside: its public REST API, and nothing else.
import { createReadStream, readdirSync, statSync } from "node:fs";
import https from "node:https";
import { join } from "node:path";
import { adminClient, call, findByName, runTask, setting } from "../../lab/api.mjs";
import { waitUntil } from "../../e2e/lib/wait.mjs";

const IMAGE_NAME = "witness";
const POOL_NAME = "shared";
const WITNESS_MEMORY_MIB = 32;
const CPU_OVERCOMMIT = 64;
const CREATE_AT_ONCE = 4;
const CREATE_ATTEMPTS = 10;

/** @typedef {{ id: string, name: string }} Witness */
/** @typedef {{ atMs: number, kind: string, vmId: string | undefined, text: string }} TimelineEntry */
/** @typedef {{ id: string, hostName: string, startedAtMs: number, entries: TimelineEntry[], raw: any }} Incident */

/** The VM's disk, where it really is. @param {string} vmId */
export function diskOf(vmId) {
  const folder = join(setting("ATOLL_POOL"), "vms", vmId);
  const disk = readdirSync(folder).find((name) => name.endsWith(".qcow2"));
  if (!disk) throw new Error(`${folder} holds no disk`);
  return join(folder, disk);
}

export class Product {
  client = adminClient();

  /** @param {string} method @param {string} path @param {unknown} [body] */
  call(method, path, body) {
    return call(this.client, method, path, body);
  }

  /** The boot-sector witness as an image, uploaded once. @returns {Promise<string>} its id */
  async witnessImage() {
    const known = await findByName(this.client, "images", IMAGE_NAME);
    if (known) return known.metadata.id;
    const pool = await findByName(this.client, "pools", POOL_NAME);
    const spec = { poolId: pool.metadata.id, format: "RAW", source: { type: "UPLOAD" } };
    const made = await this.call("POST", "/images", { name: IMAGE_NAME, spec });
    const id = (made.image ?? made).metadata.id;
    const task = await this.#upload(`/api/v1/images/${id}/content`, setting("ATOLL_WITNESS_IMAGE"));
    const ended = await this.client.task(task.metadata.id);
    if (ended.state !== "SUCCEEDED") throw new Error(`witness image: ${JSON.stringify(ended.failure)}`);
    return id;
  }

  /** @param {string} path @param {string} file @returns {Promise<any>} the task */
  #upload(path, file) {
    const { base, ca, token } = this.client;
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/octet-stream" };
    return new Promise((resolve, reject) => {
      const request = https.request(
        {
          host: base.hostname,
          port: base.port,
          path,
          method: "PUT",
          ca,
          headers: { ...headers, "Content-Length": statSync(file).size },
        },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (part) => (text += part));
          response.on("end", () => {
            if (response.statusCode !== 202) reject(new Error(`upload: ${response.statusCode} ${text}`));
            else resolve(JSON.parse(text).task ?? JSON.parse(text));
          });
        },
      );
      request.on("error", reject);
      createReadStream(file).pipe(request);
    });
  }

  /**
   * Protected witnesses that run.
   * @param {number} count @param {string} prefix @param {string} [hostId] @param {(at: number) => object} [haOf] what else is
   *   said of HA for each, by its place
   * @returns {Promise<Witness[]>}
   */
  async createWitnesses(count, prefix, hostId, haOf = () => ({})) {
    const made = await this.startWitnesses(count, prefix, hostId, (at) => ({ ha: { protected: true, ...haOf(at) } }));
    await this.allProtected(made);
    return made;
  }

  /**
   * Witnesses that run.
   * @param {number} count @param {string} prefix @param {string} [hostId] @param {(at: number) => object} [specOf] what else is
   *   wished of each, by its place
   * @returns {Promise<Witness[]>}
   */
  async startWitnesses(count, prefix, hostId, specOf = () => ({})) {
    const imageId = await this.witnessImage();
    const clusterId = (await this.call("GET", "/clusters")).items[0].metadata.id;
    /** @type {Witness[]} */
    const made = [];
    const places = Array.from({ length: count }, (_, at) => at);
    const worker = async () => {
      for (let at = places.shift(); at !== undefined; at = places.shift()) {
        const name = `${prefix}-${at + 1}`;
        const spec = { clusterId, vcpuCount: 1, memoryMiB: WITNESS_MEMORY_MIB, imageId, ...specOf(at) };
        const body = { name, spec: { ...spec, start: true, ...(hostId ? { hostId } : {}) } };
        const answer = await this.#created(body);
        const task = await this.client.task(answer.task.metadata.id);
        if (task.state !== "SUCCEEDED") throw new Error(`${name}: ${JSON.stringify(task.failure)}`);
        made.push({ id: answer.vm.metadata.id, name });
      }
    };
    await Promise.all(Array.from({ length: CREATE_AT_ONCE }, worker));
    return made.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  }

  /** Switches HA on in the lab's cluster, and lets its hosts promise more processors: witnesses need next to none. */
  async armHa() {
    const cluster = (await this.call("GET", "/clusters")).items[0];
    if (cluster.spec.ha.enabled && cluster.spec.cpuOvercommitRatio >= CPU_OVERCOMMIT) return;
    const answer = await this.client.patch(`/api/v1/clusters/${cluster.metadata.id}`, {
      spec: { ha: { enabled: true }, cpuOvercommitRatio: CPU_OVERCOMMIT },
    });
    if (answer.status !== 200) throw new Error(`HA cannot be switched on: ${answer.text}`);
  }

  /** Waits until HA would restart every one of them. @param {Witness[]} witnesses */
  async allProtected(witnesses, limitMs = 60_000) {
    let states = "";
    await waitUntil("protection of all witnesses", limitMs, async () => {
      const vms = await Promise.all(witnesses.map(({ id }) => this.vm(id)));
      states = JSON.stringify(vms.map((vm) => vm.status.ha));
      return vms.every((vm) => vm.status.ha.state === "PROTECTED");
    }).catch((error) => {
      throw new Error(`${error.message}: ${states.slice(0, 1_000)}`);
    });
  }

  /** How HA stands in the lab's cluster. */
  async ha() {
    const cluster = (await this.call("GET", "/clusters")).items[0];
    return this.call("GET", `/clusters/${cluster.metadata.id}/ha`);
  }

  /** HA can act at once: every host beats and has its slot, and would have its VMs restarted. @param {Witness[]} witnesses @param {number} limitMs */
  async haReady(witnesses, limitMs) {
    const startedMs = Date.now();
    const wanted = Number(setting("ATOLL_LAB_HOSTS"));
    let seen = "";
    await waitUntil("HA on every host", limitMs, async () => {
      const ha = await this.ha().catch(() => ({ hosts: [] }));
      seen = JSON.stringify(ha.hosts);
      return ha.leaderHostId && ha.hosts.filter(isHaReady).length >= wanted;
    }).catch((error) => {
      throw new Error(`${error.message}: ${seen.slice(0, 1_500)}`);
    });
    await this.allProtected(witnesses, Math.max(0, limitMs - (Date.now() - startedMs)));
  }

  /** The host whose agent leads HA, if the manager knows of one. @returns {Promise<string | null>} */
  async haLeader() {
    return (await this.ha()).leaderHostId;
  }

  /** Asks again where others changed the same things meanwhile. @param {unknown} body */
  async #created(body) {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.client.post("/api/v1/vms", body);
      if (answer.status < 400) return answer.json;
      if (answer.status !== 412 || attempt === CREATE_ATTEMPTS) throw new Error(`POST /vms: ${answer.text}`);
    }
  }

  /** Waits for the task. @param {string} method @param {string} path @param {unknown} [body] */
  task(method, path, body) {
    return runTask(this.client, method, path, body);
  }

  /** @param {Witness[]} witnesses */
  async removeWitnesses(witnesses) {
    for (const { id } of witnesses) {
      const answer = await this.client.get(`/api/v1/vms/${id}`);
      if (answer.status === 404) continue;
      if (answer.json.allowedActions.includes("stop"))
        await runTask(this.client, "POST", `/vms/${id}/actions/stop`, {});
      await runTask(this.client, "DELETE", `/vms/${id}`);
    }
  }

  /** Those whose names begin so, whoever made them. @param {string} prefix @returns {Promise<Witness[]>} */
  async witnessesNamed(prefix) {
    const { items } = await this.call("GET", "/vms?limit=500");
    return items
      .filter((/** @type {any} */ { metadata }) => metadata.name.startsWith(prefix))
      .map((/** @type {any} */ { metadata }) => ({ id: metadata.id, name: metadata.name }));
  }

  /** @returns {Promise<any[]>} */
  async hosts() {
    return (await this.call("GET", "/hosts")).items;
  }

  /** @param {string} id */
  vm(id) {
    return this.call("GET", `/vms/${id}`);
  }

  /** Where each VM is and in what state. @param {Witness[]} witnesses */
  async states(witnesses) {
    const answers = await Promise.all(witnesses.map(({ id }) => this.vm(id)));
    return answers.map(({ metadata, status }) => ({
      id: String(metadata.id),
      name: String(metadata.name),
      host: /** @type {string | null} */ (status.hostName),
      powerState: String(status.powerState),
      epoch: Number(status.epoch),
    }));
  }

  /** @param {number} limitMs */
  async hostsReady(limitMs) {
    const wanted = Number(setting("ATOLL_LAB_HOSTS"));
    await waitUntil(`${wanted} hosts READY`, limitMs, async () => {
      const hosts = await this.hosts().catch(() => []);
      return hosts.filter((host) => host.status.state === "READY").length >= wanted;
    });
  }

  /**
   * Newest first, as the API gives them; none where this manager has no incidents yet.
   * @param {number} [sinceMs] only those with something since then @returns {Promise<Incident[]>}
   */
  async incidents(sinceMs = 0) {
    const answer = await this.client.get("/api/v1/ha-incidents");
    if (answer.status === 404) return [];
    if (answer.status !== 200) throw new Error(`GET /ha-incidents: ${answer.status} ${answer.text.slice(0, 200)}`);
    const details = answer.json.items
      .filter((/** @type {any} */ item) => Date.parse(item.lastAt) >= sinceMs)
      .map((/** @type {any} */ item) => this.call("GET", `/ha-incidents/${item.id}`));
    return (await Promise.all(details)).map(incidentOf);
  }

  close() {
    this.client.close();
  }
}

const BEATS_WITHIN_MS = 3_000;

/** @param {any} host how HA finds it */
function isHaReady({ known, fenced, notCapable, slotPoolIds, beatAgeMs }) {
  const able = known && !fenced && notCapable.length === 0 && slotPoolIds.length > 0;
  return able && beatAgeMs !== null && beatAgeMs < BEATS_WITHIN_MS;
}

/** The API's words, read in this one place. @param {any} item @returns {Incident} */
export function incidentOf(item) {
  return {
    id: String(item.id),
    hostName: String(item.hostName ?? ""),
    startedAtMs: Date.parse(item.startedAt),
    raw: item,
    entries: item.timeline.map((/** @type {any} */ moment) => ({
      atMs: Date.parse(moment.at),
      kind: String(moment.what),
      text: String(moment.text),
    })),
  };
}
