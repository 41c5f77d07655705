// Power saving with a host that really dies and boots: it is parked when it is not needed, its management controller says off and
// nothing of it runs, energy is counted, and it wakes when a VM finds no room.
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { after, before, test } from "node:test";
import { FaultyHost } from "../faults/lib/hosts.mjs";
import { endOfTask, setting } from "../lab/api.mjs";
import { Chassis } from "../lab/chassis.mjs";
import { USER } from "../lab/redfish.mjs";
import { Lab } from "./lib/lab.mjs";
import { waitUntil } from "./lib/wait.mjs";

const NUMBER = Number(setting("ATOLL_LAB_HOSTS")); // the last host
const TASK_LIMIT_MS = 600_000;
const PARK_LIMIT_MS = 900_000;
const onBridge = setting("ATOLL_NETWORK") === "bridge";
const options = { skip: onBridge ? false : "without root a host has no power of its own" };

const bmc = new Chassis(NUMBER, setting("ATOLL_LAB_DIR"));
const host = new FaultyHost(NUMBER);
/** @type {Lab} */
let lab;
let id = "";
let dpm = "";

before(async () => {
  lab = await Lab.open();
  const found = (await lab.hosts()).find((/** @type {any} */ one) => one.metadata.name === host.name);
  id = found.metadata.id;
  dpm = `/clusters/${found.spec.clusterId}/dpm`;
  if (!onBridge) return;
  await lab.call("PUT", `/hosts/${id}/power`, {
    kind: "REDFISH",
    address: `${setting("ATOLL_SUBNET")}.3.${NUMBER}`,
    user: USER,
    secret: bmc.password,
    certificateSha256: new X509Certificate(bmc.certificate).fingerprint256,
  });
  const test = await endOfTask(lab.client, "POST", `/hosts/${id}/power/actions/test-wake`, {}, TASK_LIMIT_MS);
  assert.equal(test.state, "SUCCEEDED", JSON.stringify(test.failure));
  // A guest on each of the others, so that a VM may be too large for them and not for the host that sleeps.
  for (const other of (await lab.hosts()).filter((/** @type {any} */ one) => one.metadata.id !== id)) {
    const vm = await lab.createVm(`dpm-on-${other.metadata.name}`);
    if (vm.status.hostId !== other.metadata.id)
      await lab.runTask("POST", `/vms/${vm.metadata.id}/actions/migrate`, { targetHostId: other.metadata.id });
  }
});

after(async () => {
  if (onBridge) {
    await set({ mode: "OFF" });
    await waitUntil(`${host.name} awake`, TASK_LIMIT_MS, async () => (await view()).state === "AWAKE");
    await lab.client.request(`/api/v1/hosts/${id}/power`, { method: "DELETE", headers: { "If-Match": "*" } });
  }
  await lab.close();
});

/** @param {Record<string, unknown>} spec */
async function set(spec) {
  const answer = await lab.client.request(`/api/v1${dpm}`, {
    method: "PATCH",
    body: { spec },
    headers: { "If-Match": "*" },
  });
  assert.equal(answer.status, 200, answer.text);
}

const view = async () => (await lab.call("GET", `${dpm}/hosts`)).find((/** @type {any} */ one) => one.hostId === id);

test("a host that is not needed is parked, and really off", options, async (t) => {
  await set({ mode: "APPLY", wakeMinutes: 1, parkMinutes: 1, minimumUpMinutes: 0 });
  let told = "";
  await waitUntil(`${host.name} asleep`, PARK_LIMIT_MS, async () => {
    const now = await view();
    const text = `${now.state}: ${now.reason?.text ?? "nobody has looked yet"}`;
    if (text !== told) t.diagnostic(text);
    told = text;
    return now.state === "ASLEEP";
  });
  assert.equal(bmc.isOn, false, "the controller says off");
  assert.deepEqual(host.processes(), [], "nothing runs on the host");
  assert.equal((await lab.call("GET", `/hosts/${id}`)).status.powerSaving.state, "ASLEEP");
});

test("what its sleep saves is counted", options, async (t) => {
  await waitUntil("savings", 300_000, async () => (await lab.call("GET", `${dpm}/savings`)).total.savedWh > 0);
  const { total } = await lab.call("GET", `${dpm}/savings`);
  t.diagnostic(JSON.stringify(total));
  assert.ok(total.measuredSeconds > 0, "the controller measures, so it is measured");
});

test("a VM that finds no room wakes it", options, async () => {
  const memoryMiB = await room();
  const small = await lab.vmRequest("dpm-large");
  const body = { ...small, spec: { ...small.spec, memoryMiB } };
  const refused = await lab.client.request("/api/v1/vms", { method: "POST", body });
  assert.equal(refused.json.code, "PLACEMENT_NO_HOST", refused.text);
  assert.match(refused.text, /One is woken/);
  await waitUntil(`${host.name} awake`, TASK_LIMIT_MS, async () => (await view()).state === "AWAKE");
  assert.equal(bmc.isOn, true);
});

/** More than any host that is awake has left, and no more than the sleeping one has. */
async function room() {
  const hosts = await lab.hosts();
  const own = hosts.find((/** @type {any} */ one) => one.metadata.id === id).status.memoryMiB;
  const vms = (await lab.call("GET", "/vms?limit=500")).items;
  const left = hosts
    .filter((/** @type {any} */ one) => one.metadata.id !== id)
    .map((/** @type {any} */ one) => {
      const used = vms
        .filter((/** @type {any} */ vm) => vm.status.hostId === one.metadata.id)
        .reduce((/** @type {number} */ sum, /** @type {any} */ vm) => sum + vm.spec.memoryMiB, 0);
      return one.status.memoryMiB - used;
    });
  const most = Math.max(...left) - 511;
  assert.ok(most <= own - 512, `a VM of ${most} MiB would fit on no host`);
  return most;
}
