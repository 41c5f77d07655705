// A VM from its creation to its end through the API: what the API says is what really runs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setting } from "../lab/api.mjs";
import { openConsole } from "./lib/console.mjs";
import { Lab } from "./lib/lab.mjs";
import { guardChains, guestPorts, hostNumbers, stateDirOf, lastTracesOf } from "./lib/traces.mjs";
import { Zookeeper } from "./lib/zookeeper.mjs";
import { waitUntil } from "./lib/wait.mjs";

const NAME = "e2e-life";

/** What the file spec.json beside a VM's disks says. @param {string} vmId @returns {any} */
function storedSpec(vmId) {
  const file = JSON.parse(readFileSync(join(setting("ATOLL_POOL"), "vms", vmId, "spec.json"), "utf8"));
  return JSON.parse(file.storedSpec);
}

/** @type {Lab} */
let lab;
/** @type {string} */
let id;

before(async () => {
  lab = await Lab.open();
});
after(() => lab.close());

test("a dry run places the VM and creates nothing", async () => {
  const request = await lab.vmRequest(NAME);
  const plan = await lab.call("POST", "/vms?dryRun=true", request);
  assert.equal(plan.wouldSucceed, true);
  assert.ok(plan.plan.ranked.length >= 1);
  assert.equal(
    (await lab.call("GET", "/vms")).items.filter((/** @type {any} */ vm) => vm.metadata.name === NAME).length,
    0,
  );
});

test("created through the API, the guest boots and ticks", async () => {
  const vm = await lab.createVm(NAME);
  id = vm.metadata.id;
  assert.equal(vm.status.powerState, "RUNNING");
  assert.equal(lab.qemuOf(id).length, 1);
  assert.ok(vm.status.placement.ranked.length >= 1, "the placement tells its reasons");
  assert.ok(!JSON.stringify(vm).includes(`pw-${NAME}`), "the password is not shown");
});

test("hosts, pool and ZooKeeper know it: one owner, one port with its rules", async () => {
  const vm = await lab.vm(id);
  const zookeeper = await Zookeeper.asHost(stateDirOf(1));
  const owner = await zookeeper.owner(id);
  zookeeper.close();
  assert.equal(owner.host, vm.status.hostId);
  assert.equal(owner.epoch, vm.status.epoch);
  assert.ok(lab.vmFolders().includes(id));
  if (setting("ATOLL_NETWORK") !== "bridge") return;
  const ports = hostNumbers().flatMap((host) => guestPorts(host).map((port) => ({ host, ...port })));
  const own = ports.filter((port) => port.alias.includes(id));
  assert.equal(own.length, 1, JSON.stringify(ports));
  assert.equal(`host-${own[0]?.host}`, vm.status.hostName);
  assert.deepEqual(guardChains(Number(own[0]?.host)), [own[0]?.name], "the port is held to its own address");
});

test("its signed spec lies beside its disks, under its epoch, and follows its changes", async () => {
  const vm = await lab.vm(id);
  const first = storedSpec(id);
  assert.equal(Number(first.epoch), vm.status.epoch);
  assert.equal(first.spec.name, NAME);
  assert.equal(Number(first.spec.memoryMib), 96);
  assert.equal(first.spec.disks.length, 1);
  assert.equal(first.spec.nics.length, vm.spec.nics.length);
  const change = await lab.client.patch(`/api/v1/vms/${id}`, { name: `${NAME}-2` });
  assert.equal(change.status, 200, change.text);
  const renamed = await waitUntil("the new name beside the disks", 20_000, () => {
    const now = storedSpec(id);
    return now.spec.name === `${NAME}-2` && now;
  });
  assert.ok(Number(renamed.revision) > Number(first.revision));
  assert.equal((await lab.client.patch(`/api/v1/vms/${id}`, { name: NAME })).status, 200);
});

test("its serial console gives a login, and the password of the seed opens it", async () => {
  const serial = await openConsole(lab.client, id, "SERIAL");
  serial.console.type("");
  await serial.console.logIn("demo", `pw-${NAME}`);
  assert.equal((await serial.console.run("hostname")).output, NAME);
  serial.close();
});

test("the guest agent tells the guest's addresses and what it is", async () => {
  const vm = await waitUntil("addresses of the guest", 60_000, async () => {
    const now = await lab.vm(id);
    return now.status.guestAgent && now.status.addresses.length > 0 && now.status.guest && now;
  });
  assert.equal(vm.status.guestAgent, true);
  assert.match(vm.status.guest.kernel, /^\d+\.\d+/);
  assert.equal(vm.status.guest.machine, "x86_64");
});

test("a console ticket works once", async () => {
  const first = await openConsole(lab.client, id, "SERIAL");
  await assert.rejects(openConsole(lab.client, id, "SERIAL", first.ticket), /refused/);
  first.close();
});

test("pause stops the ticks, resume brings them back", async () => {
  await lab.runTask("POST", `/vms/${id}/actions/pause`, {});
  await lab.awaitState(id, "PAUSED");
  const pausedAt = lab.ticks.of(NAME).length;
  const again = await lab.client.post(`/api/v1/vms/${id}/actions/pause`, {});
  assert.equal(again.status, 409);
  assert.equal(again.json.code, "VM_WRONG_STATE");
  const late = lab.ticks.of(NAME).length - pausedAt;
  assert.ok(late <= 2, `${late} ticks while paused`);
  await lab.runTask("POST", `/vms/${id}/actions/resume`, {});
  await lab.ticks.next(NAME, 20_000);
});

test("reset boots it again", async () => {
  const boot = lab.ticks.of(NAME).at(-1)?.boot;
  await lab.runTask("POST", `/vms/${id}/actions/reset`, {});
  await waitUntil("a tick of the next boot", 90_000, () => lab.ticks.of(NAME).at(-1)?.boot !== boot);
});

test("shut down, started again, stopped hard, deleted: nothing is left", async () => {
  await lab.runTask("POST", `/vms/${id}/actions/shutdown`, { deadlineSeconds: 60 }, 90_000);
  assert.equal((await lab.vm(id)).status.powerState, "STOPPED");
  assert.equal(lab.qemuOf(id).length, 0);
  await lab.runTask("POST", `/vms/${id}/actions/start`, {});
  await lab.ticks.next(NAME, 90_000);
  await lab.runTask("POST", `/vms/${id}/actions/stop`, {});
  await lab.runTask("DELETE", `/vms/${id}`);
  assert.equal((await lab.client.get(`/api/v1/vms/${id}`)).status, 404);
  assert.deepEqual(await lastTracesOf(lab, id), []);
});
