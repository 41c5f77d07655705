// Hosts switched off and on by their management controllers, which really kill and boot them: Redfish, IPMI, Wake-on-LAN;
// and controllers that lie, stall, babble and refuse.
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { after, afterEach, before, test } from "node:test";
import { FaultyHost, dev } from "../faults/lib/hosts.mjs";
import { endOfTask, setting } from "../lab/api.mjs";
import { Chassis } from "../lab/chassis.mjs";
import { USER, WATTS } from "../lab/redfish.mjs";
import { macOf } from "../lab/wake.mjs";
import { Lab } from "./lib/lab.mjs";
import { waitUntil } from "./lib/wait.mjs";

const NUMBER = Number(setting("ATOLL_LAB_HOSTS")); // the last host
const TASK_LIMIT_MS = 600_000;
const SHORT_SECONDS = 8;
const onBridge = setting("ATOLL_NETWORK") === "bridge";
const options = { skip: onBridge ? false : "without root a host has no power of its own" };

const bmc = new Chassis(NUMBER, setting("ATOLL_LAB_DIR"));
const host = new FaultyHost(NUMBER);
const address = `${setting("ATOLL_SUBNET")}.3.${NUMBER}`;
/** @type {Lab} */
let lab;
let id = "";

before(async () => {
  lab = await Lab.open();
  id = (await hostNow()).metadata.id;
});

afterEach(async () => {
  if (!onBridge) return;
  bmc.break("none");
  await waitUntil(`${host.name} READY`, 180_000, async () => {
    if (host.processes().length === 0) {
      await dev("power", host.name, "off");
      await dev("power", host.name, "on");
    }
    return (await hostNow()).status.state === "READY";
  });
});

after(async () => {
  await lab.client.request(`/api/v1/hosts/${id}/power`, { method: "DELETE", headers: { "If-Match": "*" } });
  await lab.close();
});

async function hostNow() {
  return (await lab.hosts()).find((/** @type {any} */ one) => one.metadata.name === host.name);
}

/** @param {Record<string, unknown>} more */
function redfish(more = {}) {
  const certificateSha256 = new X509Certificate(bmc.certificate).fingerprint256;
  return lab.call("PUT", `/hosts/${id}/power`, {
    kind: "REDFISH",
    address,
    user: USER,
    secret: bmc.password,
    certificateSha256,
    ...more,
  });
}

const power = () => lab.call("GET", `/hosts/${id}/power`);

/** The task, however it ends. @param {string} action @param {unknown} [body] @returns {Promise<any>} */
const act = (action, body = {}) => endOfTask(lab.client, "POST", `/hosts/${id}/actions/${action}`, body, TASK_LIMIT_MS);

/** @param {any} task */
function succeeded(task) {
  assert.equal(task.state, "SUCCEEDED", JSON.stringify(task.failure));
  return task.result;
}

/** @param {any} task @param {string} code */
function failed(task, code) {
  assert.equal(task.failure?.code, code, JSON.stringify(task));
  return String(task.failure.detail);
}

test("Redfish: off is confirmed and true, on boots the host until it is ready", options, async () => {
  await redfish();
  assert.equal(succeeded(await act("power-test")).state, "ON");
  await waitUntil("watts measured by the controller", 60_000, async () => (await power()).draw.source === "MEASURED");
  assert.equal((await power()).draw.watts, WATTS.on);
  const off = succeeded(await act("power-off", { mode: "FORCE" }));
  assert.equal(off.state, "OFF");
  assert.equal(off.proved, true);
  assert.deepEqual(host.processes(), [], "nothing runs on the host");
  succeeded(await act("power-on"));
  assert.equal((await hostNow()).status.state, "READY");
  const agentBefore = host.agent().pid;
  succeeded(await endOfTask(lab.client, "POST", `/hosts/${id}/power/actions/test-wake`, {}, TASK_LIMIT_MS));
  assert.notEqual(host.agent().pid, agentBefore);
  const { wake } = await power();
  assert.equal(wake.wakeable, true);
  assert.equal(wake.learnedFrom, 2, "the wake before was one too");
  assert.ok(wake.learnedSeconds >= wake.attempts[0].seconds, JSON.stringify(wake));
});

test("IPMI: a cycle ends with another boot of the host", options, async () => {
  const request = { kind: "IPMI", address, user: USER, secret: bmc.password, cipherSuite: 3 };
  await lab.call("PUT", `/hosts/${id}/power`, request);
  const agentBefore = host.agent().pid;
  const result = succeeded(await act("power-cycle", { mode: "FORCE" }));
  assert.equal(result.state, "ON");
  assert.notEqual(host.agent().pid, agentBefore);
  await lab.call("PUT", `/hosts/${id}/power`, { ...request, secret: "wrong" });
  const detail = failed(await act("power-test"), "POWER_CREDENTIALS_REFUSED");
  assert.ok(!detail.includes("wrong"), detail);
});

test("Wake-on-LAN: the agent shuts its host down, a packet wakes it, nothing is proved", options, async () => {
  const mac = macOf(Number(setting("ATOLL_LAB_NUMBER")), NUMBER);
  const broadcast = `${setting("ATOLL_SUBNET")}.255.255`;
  await lab.call("PUT", `/hosts/${id}/power`, { kind: "WAKE_ON_LAN", address: broadcast, mac });
  const off = succeeded(await act("power-off", { mode: "GRACEFUL" }));
  assert.equal(off.state, "UNKNOWN");
  assert.equal(off.proved, false);
  assert.deepEqual(host.processes(), []);
  succeeded(await act("power-on"));
});

test("a host with VMs is not switched off", options, async () => {
  await redfish();
  const vm = await lab.createVm("power-1");
  if (vm.status.hostId !== id)
    await lab.runTask("POST", `/vms/${vm.metadata.id}/actions/migrate`, { targetHostId: id });
  const answer = await lab.client.request(`/api/v1/hosts/${id}/actions/power-off`, {
    method: "POST",
    body: { mode: "FORCE" },
  });
  assert.equal(answer.status, 409);
  assert.equal(answer.json.code, "HOST_IN_USE");
  assert.match(answer.text, /power-1/);
  assert.equal(bmc.isOn, true);
  await lab.removeVm(vm.metadata.id); // what comes next switches this host off
});

/** @type {[import("../lab/chassis.mjs").Fault, string][]} */
const LIARS = [
  ["refuses-login", "POWER_CREDENTIALS_REFUSED"],
  ["garbage", "POWER_ANSWER_UNREADABLE"],
  ["silent", "POWER_UNREACHABLE"],
  ["says-off", "POWER_CONTRADICTED"],
  ["ignores-orders", "POWER_NOT_CONFIRMED"],
];

for (const [fault, code] of LIARS) {
  test(`a controller that ${fault}: ${code}, and the host runs on`, options, async () => {
    await redfish({ switchSeconds: SHORT_SECONDS });
    bmc.break(fault);
    const detail = failed(await act("power-off", { mode: "FORCE" }), code);
    assert.match(detail, new RegExp(address.replaceAll(".", "\\.")));
    assert.notDeepEqual(host.processes(), []);
    assert.equal((await power()).lastFailure.code, code);
  });
}

test("a host that never wakes is told with how long it had", options, async () => {
  await redfish({ wakeSeconds: SHORT_SECONDS });
  succeeded(await act("power-off", { mode: "FORCE" }));
  bmc.break("never-wakes");
  const detail = failed(await act("power-on"), "HOST_NOT_AWAKE");
  assert.match(detail, new RegExp(`after ${SHORT_SECONDS} s`));
  assert.match(detail, /power state is On/);
  assert.equal((await power()).wake.reason, "LAST_WAKE_FAILED");
});
