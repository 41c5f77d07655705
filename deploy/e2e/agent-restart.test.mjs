// An agent is killed with -9 while its VM runs: the guest does not notice, and the next agent takes it over as it is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Lab, LabProcess } from "./lib/lab.mjs";
import { waitUntil } from "./lib/wait.mjs";

const NAME = "e2e-agent";
/** @type {Lab} */
let lab;
/** @type {any} */
let vm;

before(async () => {
  lab = await Lab.open();
  vm = await lab.createVm(NAME);
});
after(() => lab.close());

test("the VM runs on while its agent is dead, and is adopted untouched", async (t) => {
  const agent = LabProcess.host(vm.status.hostName);
  const [qemu] = lab.qemuOf(vm.metadata.id);
  const killedMs = Date.now();
  await agent.kill();
  await waitUntil("host not READY", 60_000, async () => {
    const host = await lab.call("GET", `/hosts/${vm.status.hostId}`);
    return host.status.state !== "READY";
  });
  const host = await lab.call("GET", `/hosts/${vm.status.hostId}`);
  assert.equal(host.status.state, "DISCONNECTED");
  assert.ok(host.status.stateReason, "the host's state has a reason");
  const meanwhile = await lab.awaitState(vm.metadata.id, "UNKNOWN", 20_000);
  assert.equal(meanwhile.status.hostId, vm.status.hostId, "where it was last seen");
  const refused = await lab.client.post(`/api/v1/vms/${vm.metadata.id}/actions/start`, {});
  assert.equal(refused.status, 409, "a VM nobody can see is not started a second time");
  await lab.ticks.next(NAME, 20_000);
  await agent.start();
  await waitUntil("host READY again", 60_000, async () => {
    const host = await lab.call("GET", `/hosts/${vm.status.hostId}`);
    return host.status.state === "READY";
  });
  const adopted = await lab.awaitState(vm.metadata.id, "RUNNING");
  const seen = lab.ticks.observe(NAME, killedMs, Date.now());
  t.diagnostic(`longest silence of the guest ${seen.longestSilenceMs} ms, ${seen.lostTicks} ticks lost`);
  assert.deepEqual(lab.qemuOf(vm.metadata.id), [qemu], "the same process");
  assert.equal(seen.boots, 1);
  assert.equal(seen.errors, 0);
  assert.equal(adopted.status.epoch, vm.status.epoch, "the same owner's epoch");
});

test("the new agent has the guest in hand", async () => {
  await lab.runTask("POST", `/vms/${vm.metadata.id}/actions/pause`, {});
  await lab.runTask("POST", `/vms/${vm.metadata.id}/actions/resume`, {});
  await lab.ticks.next(NAME, 20_000);
});
