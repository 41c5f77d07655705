// What ./deploy/dev asks of the lab's manager, one command each. Prints for people; exits with 1 and a reason.
import { createReadStream, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import https from "node:https";
import { randomBytes } from "node:crypto";
import { Client } from "../e2e/lib/client.mjs";
import { openConsole } from "../e2e/lib/console.mjs";
import { waitUntil } from "../e2e/lib/wait.mjs";
import { adminClient, call, credentials, credentialsFile, endOfTask, findByName, runTask, setting } from "./api.mjs";

const LAB = "lab";
const POOL_NAME = "shared";
const IMAGE_NAME = "guest";
const DEMO_NAME = "demo-1";
const DEMO_USER = "demo";
const SHUTDOWN_SECONDS = 30;

/** The first admin, by the one-time setup token. Does nothing where the lab has its admin. */
async function setup() {
  const url = setting("ATOLL_URL");
  const caPem = readFileSync(`${setting("ATOLL_MANAGER_DATA")}/tls/ca.pem`, "utf8");
  const anonymous = new Client({ url, ca: caPem });
  const info = await call(anonymous, "GET", "/info");
  if (!info.setupRequired) {
    if (existsSync(credentialsFile())) return;
    throw new Error(`The manager is set up, but ${credentialsFile()} is gone. ./deploy/dev down --purge starts anew.`);
  }
  const tokenFile = `${setting("ATOLL_MANAGER_DATA")}/setup-token`;
  await waitUntil(tokenFile, 20_000, () => existsSync(tokenFile));
  const setupToken = readFileSync(tokenFile, "utf8").trim();
  const [username, password] = ["admin", randomBytes(15).toString("base64url")];
  await call(anonymous, "POST", "/setup", { setupToken, username, password });
  const login = await anonymous.post("/api/v1/sessions", { username, password });
  const cookie = String(login.headers["set-cookie"]).split(";")[0] ?? "";
  const made = await anonymous.post(
    "/api/v1/tokens",
    { name: LAB, role: "ADMIN" },
    { headers: { Cookie: cookie, "X-Atoll-Csrf": "1" } },
  );
  if (made.status !== 201) throw new Error(`no API token: ${made.text}`);
  const known = { url, caPem, username, password, token: made.json.secret };
  writeFileSync(credentialsFile(), `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600 });
  writeFileSync(`${setting("ATOLL_LAB_DIR")}/ca.pem`, caPem);
  console.log(`The admin of this lab is ${username}, with the password ${password} (kept in ${credentialsFile()}).`);
}

/** @param {Client} client */
async function defaultCluster(client) {
  const clusters = await call(client, "GET", "/clusters");
  if (clusters.items.length === 0) throw new Error("The manager has no cluster.");
  return clusters.items[0].metadata.id;
}

async function joinToken() {
  const client = adminClient();
  const made = await call(client, "POST", `/clusters/${await defaultCluster(client)}/join-tokens`, {
    ttlSeconds: 600,
    note: "lab",
  });
  console.log(made.token);
}

/** Hosts ready, then pool, network and image, each made where it is not there yet. */
async function provision() {
  const client = adminClient();
  const clusterId = await defaultCluster(client);
  await hostsReady(client);
  const poolId = await ensurePool(client, clusterId);
  if (setting("ATOLL_NETWORK") === "bridge") await ensureNetwork(client, clusterId);
  await ensureImage(client, poolId);
}

/** @param {Client} client */
async function hostsReady(client) {
  const wanted = Number(setting("ATOLL_LAB_HOSTS"));
  const tell = teller();
  await waitUntil(`${wanted} hosts READY`, 90_000, async () => {
    const { items } = await call(client, "GET", "/hosts");
    const others = items.filter((/** @type {any} */ host) => host.status.state !== "READY");
    if (items.length - others.length >= wanted) return true;
    tell(`Waiting for ${others.map(stateOf).join(", ")}`);
    return false;
  });
  console.log(`${wanted} hosts are ready.`);
}

/** Waits until the manager finds a host ready that it has heard of since the given moment. */
async function awaitHost() {
  const client = adminClient();
  const [name = "", sinceMs = "0"] = process.argv.slice(3);
  const tell = teller();
  await waitUntil(`${name} READY`, 60_000, async () => {
    const host = await findByName(client, "hosts", name);
    if (!host) throw new Error(`The manager knows no host ${name}.`);
    tell(`Waiting for ${stateOf(host)}`);
    return host.status.state === "READY" && Date.parse(host.status.lastSeenAt) > Number(sinceMs);
  });
  console.log(`${name} is ready.`);
}

/** @param {any} host */
function stateOf({ metadata, status }) {
  return `${metadata.name} (${status.state}${status.state === "READY" ? "" : `: ${status.stateReason}`})`;
}

/** Prints what differs from what it printed before. @returns {(words: string) => void} */
function teller() {
  let before = "";
  return (words) => {
    if (words !== before) console.log(words);
    before = words;
  };
}

/** @param {Client} client @param {string} clusterId @returns {Promise<string>} */
async function ensurePool(client, clusterId) {
  const known = await findByName(client, "pools", POOL_NAME);
  if (known) return known.metadata.id;
  const path = `${setting("ATOLL_LAB_DIR")}/pool`;
  mkdirSync(path, { recursive: true });
  await runTask(client, "POST", "/pools", { name: POOL_NAME, spec: { clusterId, type: "SHARED_DIRECTORY", path } });
  console.log(`The pool ${POOL_NAME} is ready.`);
  return (await findByName(client, "pools", POOL_NAME)).metadata.id;
}

/** @param {Client} client @param {string} clusterId */
async function ensureNetwork(client, clusterId) {
  if (await findByName(client, "networks", LAB)) return;
  const subnet = setting("ATOLL_SUBNET");
  const spec = {
    clusterId,
    vlan: 0,
    mtuBytes: 1500,
    subnetCidr: `${subnet}.0.0/16`,
    addressing: "STATIC",
    rangeStart: `${subnet}.2.1`,
    rangeEnd: `${subnet}.2.250`,
  };
  await call(client, "POST", "/networks", { name: LAB, spec });
  await waitUntil("network on every host", 60_000, async () => {
    const network = await findByName(client, "networks", LAB);
    return network.status.state === "READY";
  });
  console.log(`The network ${LAB} is ready.`);
}

/** @param {Client} client @param {string} poolId */
async function ensureImage(client, poolId) {
  if (await findByName(client, "images", IMAGE_NAME)) return;
  const file = setting("ATOLL_GUEST_IMAGE");
  const { sha256 } = JSON.parse(readFileSync(file.replace(/qcow2$/, "json"), "utf8"));
  const spec = { poolId, format: "QCOW2", source: { type: "UPLOAD" }, sha256 };
  const image = await call(client, "POST", "/images", { name: IMAGE_NAME, spec });
  const imageId = (image.image ?? image).metadata.id;
  const task = await upload(client, `/api/v1/images/${imageId}/content`, file);
  await client.task(task.metadata.id);
  const imported = await findByName(client, "images", IMAGE_NAME);
  if (imported.status.state !== "READY") throw new Error(`image: ${JSON.stringify(imported.status)}`);
  console.log(`The image ${IMAGE_NAME} is ready.`);
}

/** Streams a file as the body of a PUT. @param {Client} client @param {string} path @param {string} file @returns {Promise<any>} */
function upload(client, path, file) {
  return new Promise((resolve, reject) => {
    const request = https.request({
      host: client.base.hostname,
      port: client.base.port,
      path,
      method: "PUT",
      ca: client.ca,
      headers: {
        Authorization: `Bearer ${client.token}`,
        "Content-Type": "application/octet-stream",
        "Content-Length": statSync(file).size,
      },
    });
    request.on("error", reject);
    request.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => (text += part));
      response.on("end", () => {
        if (response.statusCode !== 202) return reject(new Error(`upload: ${response.statusCode} ${text}`));
        const answer = JSON.parse(text);
        return resolve(answer.task ?? answer);
      });
    });
    createReadStream(file).pipe(request);
  });
}

/** Makes and starts the first VM, and waits for the login prompt on its serial line. */
async function demo() {
  const client = adminClient();
  const known = await findByName(client, "vms", DEMO_NAME);
  if (!known) await createDemo(client);
  const vm = await findByName(client, "vms", DEMO_NAME);
  if (vm.status.powerState === "STOPPED") await runTask(client, "POST", `/vms/${vm.metadata.id}/actions/start`, {});
  console.log(`${DEMO_NAME} runs; waiting for its login prompt.`);
  await loginPrompt(client, vm.metadata.id);
}

/** @param {Client} client @param {string} vmId */
async function loginPrompt(client, vmId) {
  const { console: serial, close } = await openConsole(client, vmId, "SERIAL");
  const typing = setInterval(() => serial.type(""), 1000); // a prompt that was printed before shows again
  await serial.expect(/login: /, 120_000);
  clearInterval(typing);
  close();
}

/** @param {Client} client */
async function createDemo(client) {
  const image = await findByName(client, "images", IMAGE_NAME);
  const network = await findByName(client, "networks", LAB);
  const password = randomBytes(9).toString("base64url");
  const tick = network ? `${setting("ATOLL_SUBNET")}.0.1:7000` : "10.0.2.2:7000";
  const witness = { tick, tick_interval_ms: 200, write_interval_ms: 200 };
  await runTask(client, "POST", "/vms", {
    name: DEMO_NAME,
    spec: {
      clusterId: await defaultCluster(client),
      vcpuCount: 1,
      memoryMiB: 96,
      imageId: image.metadata.id,
      networks: network ? [{ networkId: network.metadata.id }] : [],
      cloudInit: {
        hostname: DEMO_NAME,
        users: [{ name: DEMO_USER, password }],
        userData: `#cloud-config\n${JSON.stringify({ atoll_witness: witness })}\n`,
      },
    },
  });
  const file = `${setting("ATOLL_LAB_DIR")}/demo.json`;
  writeFileSync(file, `${JSON.stringify({ name: DEMO_NAME, user: DEMO_USER, password })}\n`, { mode: 0o600 });
}

/** The VMs that ran when the lab went down; remembered so that they come up again. */
const stoppedFile = () => `${setting("ATOLL_LAB_DIR")}/stopped-vms.json`;

async function stopVms() {
  const client = adminClient();
  const running = await call(
    client,
    "GET",
    `/vms?filter=${encodeURIComponent('status.powerState in ("RUNNING","PAUSED")')}`,
  );
  const ids = running.items.map((/** @type {any} */ vm) => vm.metadata.id);
  writeFileSync(stoppedFile(), JSON.stringify(ids));
  const waiting = new Set(running.items.map((/** @type {any} */ vm) => vm.metadata.name));
  if (waiting.size > 0) console.log(`Waiting for ${[...waiting].join(", ")}`);
  const failures = await Promise.all(
    running.items.map(async (/** @type {any} */ vm) => {
      const failure = await stopVm(client, vm).catch((error) => `${vm.metadata.name}: ${error.message}`);
      waiting.delete(vm.metadata.name);
      const rest = waiting.size > 0 ? `; still waiting for ${[...waiting].join(", ")}` : "";
      console.log(failure ? `✘ ${failure}${rest}` : `${vm.metadata.name} has stopped${rest}`);
      return failure;
    }),
  );
  if (failures.some(Boolean)) throw new Error("Not every VM has stopped.");
}

/** The guest is asked first; one that cannot listen or does not is stopped hard. @param {Client} client @param {any} vm */
async function stopVm(client, vm) {
  const path = `/vms/${vm.metadata.id}/actions`;
  if (vm.status.powerState === "PAUSED") {
    console.log(`! ${vm.metadata.name} is paused and cannot shut down: stopping it hard`);
  } else {
    const body = { deadlineSeconds: SHUTDOWN_SECONDS };
    const ended = await endOfTask(client, "POST", `${path}/shutdown`, body, 90_000);
    if (ended.state === "SUCCEEDED") return;
    const late = ended.failure?.code === "SHUTDOWN_TIMEOUT";
    const reason = late ? `within ${SHUTDOWN_SECONDS} s` : `(${ended.failure?.detail ?? ended.state})`;
    console.log(`! ${vm.metadata.name} did not shut down ${reason}: stopping it hard`);
  }
  await runTask(client, "POST", `${path}/stop`, {}, 90_000);
}

async function startVms() {
  if (!existsSync(stoppedFile())) return;
  const client = adminClient();
  for (const id of JSON.parse(readFileSync(stoppedFile(), "utf8"))) {
    const vm = await call(client, "GET", `/vms/${id}`);
    if (vm.status.powerState !== "STOPPED") continue;
    await runTask(client, "POST", `/vms/${id}/actions/start`, {});
    console.log(`${vm.metadata.name} runs again.`);
  }
  rmSync(stoppedFile());
}

async function status() {
  const client = adminClient();
  const [hosts, vms] = [await call(client, "GET", "/hosts"), await call(client, "GET", "/vms")];
  for (const host of hosts.items) {
    console.log(
      `  ${host.metadata.name}  ${host.status.state}  ${host.status.accelerator ?? ""}  ${host.status.vmCount} VMs`,
    );
  }
  for (const vm of vms.items) {
    console.log(
      `  ${vm.metadata.name}  ${vm.status.powerState}  ${vm.status.hostName ?? ""}  ${vm.status.addresses.join(" ")}`,
    );
  }
}

function welcome() {
  const { url, username, password } = credentials();
  const guest = JSON.parse(readFileSync(`${setting("ATOLL_LAB_DIR")}/demo.json`, "utf8"));
  console.log(`
  Atoll runs at   ${url}   (its certificate comes from the lab's own authority: ${setting("ATOLL_LAB_DIR")}/ca.pem)
  Log in as       ${username}   password ${password}
  In the guest    ${guest.user}   password ${guest.password}

  Four things to try
   1. Open ${DEMO_NAME} and its console: a Linux login, and a counter that never stops.
   2. Migrate it to another host and watch the counter go on. Then ./deploy/dev logs host-2 -f.
   3. Kill a host's agent (kill -9 the pid that ./deploy/dev status shows), then ./deploy/dev start-host host-N: the VM
      never noticed.
   4. Kill a whole host, and see the VM run elsewhere seven seconds later, and why that was safe: README.md, step 6.
`);
}

const COMMANDS = {
  setup,
  "join-token": joinToken,
  provision,
  "await-host": awaitHost,
  demo,
  "stop-vms": stopVms,
  "start-vms": startVms,
  status,
  welcome,
};

try {
  const command = COMMANDS[/** @type {keyof typeof COMMANDS} */ (process.argv[2])];
  if (!command) throw new Error(`lab.mjs takes one of ${Object.keys(COMMANDS).join(", ")}`);
  await command();
  process.exit(0);
} catch (error) {
  console.error(`✘ ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
