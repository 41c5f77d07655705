// What the hostile cases work with: callers of every kind, objects that may be attacked, and names that nobody else uses.
import net from "node:net";
import { operationsOf } from "./openapi.mjs";
import { Client } from "../lib/client.mjs";

/**
 * @typedef {{ url: string, caPem: string, adminToken: string, imageId: string, clusterId: string, agents: { host: string, port: number }[],
 *   zookeeper: { host: string, port: number } | null, agentCommand: string[] | null, hostStateDir: string, workDir: string }} Target
 * @typedef {Awaited<ReturnType<typeof createContext>>} Context
 */

/** Those who guess passwords do so from here, so that nobody else at the lab's address is slowed. */
const STRANGER_ADDRESS = "127.0.0.77";
const SPRAYER_ADDRESS = "127.0.0.78";
/** Something to watch, and somebody to tell who is never told anything: the name belongs to nobody. */
export const ALARM = {
  objectKind: "HOST",
  condition: { type: "METRIC", figure: "cpuUsedPercent", warning: 99, forSeconds: 3600 },
};
export const CHANNEL = { type: "WEBHOOK", webhook: { url: "https://nobody.invalid/alarms" } };
/** Passwords are compared a few at a time, slowly by design. */
const SLOW = { timeoutMs: 90_000 };

/** @param {Target} target */
export async function createContext(target) {
  const anonymous = new Client({ url: target.url, ca: target.caPem });
  const stranger = new Client({ url: target.url, ca: target.caPem, localAddress: STRANGER_ADDRESS });
  const sprayer = new Client({ url: target.url, ca: target.caPem, localAddress: SPRAYER_ADDRESS });
  const admin = anonymous.as(target.adminToken);
  let count = 0;
  const run = Date.now().toString(36);
  const name = (/** @type {string} */ kind) => `hostile-${kind}-${run}-${++count}`;
  const tokenFor = async (/** @type {string} */ role) => {
    const made = await made201(admin.post("/api/v1/tokens", { name: name("token"), role }));
    return { id: String(made.id), secret: String(made.secret) };
  };
  const viewerToken = await tokenFor("VIEWER");
  const operatorToken = await tokenFor("OPERATOR");
  const own = await objects(admin, target, name);
  const canary = await startCanary();
  /** @type {string[]} */
  const users = [];
  return {
    ...target,
    anonymous,
    stranger,
    sprayer,
    admin,
    viewer: anonymous.as(viewerToken.secret),
    operator: anonymous.as(operatorToken.secret),
    operations: operationsOf((await admin.get("/api/v1/openapi.json")).json),
    own,
    canary,
    /** The number of the running case. */
    turn: 0,
    name,
    tokenFor,
    /** Makes a user for the running case and answers how to log in. @param {string} role */
    async user(role) {
      const username = name("user");
      const password = `Pass-${name("w")}-Long-Enough`;
      const made = await made201(admin.post("/api/v1/users", { username, password, role, displayName: username }));
      users.push(String(made.id));
      return { id: String(made.id), username, password };
    },
    /** Logs in and answers the session cookie. @param {{ username: string, password: string }} who */
    async login(who, client = anonymous) {
      const answer = await client.post("/api/v1/sessions", { username: who.username, password: who.password }, SLOW);
      const cookie = String(answer.headers["set-cookie"] ?? "").split(";")[0] ?? "";
      return { answer, cookie };
    },
    /** Removes what the running case asked for. */
    async tidy() {
      for (const id of users.splice(0)) await admin.delete(`/api/v1/users/${id}`);
    },
    async close() {
      await own.remove();
      for (const token of [viewerToken, operatorToken]) await admin.delete(`/api/v1/tokens/${token.id}`);
      for (const client of [anonymous, admin, stranger, sprayer]) client.close();
      canary.server.close();
    },
  };
}

/** Objects of every kind for the attacks on changes; the pool and the host are the lab's own. */
/** @param {Client} admin @param {Target} target @param {(kind: string) => string} name */
async function objects(admin, target, name) {
  const first = async (/** @type {string} */ kind) => (await admin.get(`/api/v1/${kind}`)).json.items[0];
  const post = (/** @type {string} */ path, /** @type {unknown} */ body) =>
    made201(admin.post(`/api/v1/${path}`, body));
  const poolId = String((await first("pools")).metadata.id);
  const hostId = String((await first("hosts")).metadata.id);
  for (const path of [`pools/${poolId}`, `hosts/${hostId}`])
    await admin.patch(`/api/v1/${path}`, { labels: { note: null }, spec: { description: "" } });
  const cluster = await post("clusters", { name: name("cluster"), spec: {} });
  const rule = await post(`clusters/${cluster.metadata.id}/rules`, {
    name: name("rule"),
    spec: { kind: "KEEP_APART", vmSelector: "note=hostile" },
  });
  const resourcePool = await post(`clusters/${cluster.metadata.id}/resource-pools`, {
    name: name("respool"),
    spec: {},
  });
  const network = await post("networks", {
    name: name("net"),
    spec: { clusterId: target.clusterId, vlan: 0, addressing: "DHCP" },
  });
  const image = await post("images", {
    name: name("image"),
    spec: { poolId, format: "QCOW2", source: { type: "UPLOAD" } },
  });
  const user = await post("users", {
    username: name("user"),
    displayName: "hostile",
    role: "VIEWER",
    password: "Long-Enough-Password-1",
  });
  const vm = await admin.post("/api/v1/vms?wait=60s", {
    name: name("vm"),
    spec: {
      clusterId: target.clusterId,
      imageId: target.imageId,
      vcpuCount: 1,
      memoryMiB: 64,
      start: false,
      networks: [],
    },
  });
  if (vm.status >= 300) throw new Error(`no VM: ${vm.text}`);
  await admin.task(vm.json.task.metadata.id);
  const definition = await post("alarm-definitions", { name: name("alarm"), spec: { ...ALARM, enabled: false } });
  const channel = await post("notification-channels", { name: name("channel"), spec: { ...CHANNEL, enabled: false } });
  const ids = {
    "alarm-definitions": definition.metadata.id,
    "notification-channels": channel.channel.metadata.id,
    clusters: cluster.metadata.id,
    networks: network.metadata.id,
    images: image.metadata.id,
    users: user.id,
    vms: vm.json.vm.metadata.id,
  };
  return {
    poolId,
    hostId,
    clusterId: String(ids.clusters),
    ruleId: String(rule.metadata.id),
    resourcePoolId: String(resourcePool.metadata.id),
    clusterSpec: changeable(cluster.spec, ["cpuBaseline", "cpuOvercommitRatio", "description", "ha"]),
    networkId: String(ids.networks),
    networkSpec: changeable(network.spec, ["vlan", "mtuBytes", "addressing", "antiSpoofing", "dnsServers"]),
    imageId: String(ids.images),
    userId: String(ids.users),
    vmId: String(ids.vms),
    alarmDefinitionId: String(ids["alarm-definitions"]),
    notificationChannelId: String(ids["notification-channels"]),
    async remove() {
      for (const [kind, id] of Object.entries(ids).reverse()) await admin.delete(`/api/v1/${kind}/${id}?wait=60s`);
    },
  };
}

/** @param {any} spec @param {string[]} names */
function changeable(spec, names) {
  return Object.fromEntries(names.filter((one) => spec[one] != null).map((one) => [one, spec[one]]));
}

/** A listener that nobody has a reason to call. Hostile texts name its address. */
async function startCanary() {
  const calls = /** @type {string[]} */ ([]);
  const server = net.createServer((socket) => {
    calls.push(`${socket.remoteAddress}`);
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { server, calls, address: `127.0.0.1:${port}` };
}

/** @param {Promise<import("../lib/client.mjs").Answer>} request */
async function made201(request) {
  const answer = await request;
  if (answer.status !== 201) throw new Error(`cannot be made: ${answer.status} ${answer.text}`);
  return answer.json;
}
