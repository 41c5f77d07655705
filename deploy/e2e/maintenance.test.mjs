// A host with running guests is emptied while the manager is killed in the middle, proved empty and taken back: no guest is
// restarted, none is lost, and the host has no QEMU when it is called safe.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Lab, LabProcess } from "./lib/lab.mjs";
import { waitUntil } from "./lib/wait.mjs";

const NAMES = ["e2e-drain-0", "e2e-drain-1"];
/** @type {Lab} */
let lab;
/** @type {any[]} */
let vms = [];
/** @type {string} */
let hostId;

before(async () => {
  lab = await Lab.open();
  for (const name of NAMES) vms.push(await lab.createVm(name, { dirty_mib: 16, dirty_mib_per_second: 8 }));
  hostId = vms[0].status.hostId;
  if (vms[1].status.hostId !== hostId)
    await lab.runTask("POST", `/vms/${vms[1].metadata.id}/actions/migrate`, { targetHostId: hostId }, 120_000);
});
after(async () => {
  const { maintenance } = (await lab.call("GET", `/hosts/${hostId}`)).status;
  if (maintenance?.state === "ENTERING") await lab.call("POST", `/maintenances/${maintenance.id}/actions/cancel`, {});
  if (maintenance?.state === "IN_MAINTENANCE")
    await lab.runTask("POST", `/hosts/${hostId}/actions/exit-maintenance`, {});
  await lab.close();
});

test("the plan names every guest with its target", async () => {
  const dry = await lab.call("POST", `/hosts/${hostId}/actions/enter-maintenance?dryRun=true`, {});
  assert.equal(dry.wouldSucceed, true, JSON.stringify(dry));
  const planned = dry.plan.vms.map((/** @type {any} */ vm) => vm.vmName);
  for (const name of NAMES) assert.ok(planned.includes(name), JSON.stringify(planned));
  assert.equal((await lab.call("GET", `/hosts/${hostId}`)).status.maintenance, null);
});

test("the host is emptied although the manager is killed on the way", async (t) => {
  const startedMs = Date.now();
  const task = await lab.call("POST", `/hosts/${hostId}/actions/enter-maintenance`, { note: "e2e", maxParallel: 1 });
  const { maintenance } = (await lab.call("GET", `/hosts/${hostId}`)).status;
  const read = () => lab.call("GET", `/maintenances/${maintenance.id}`);
  await waitUntil("a guest on its way", 30_000, async () => (await read()).progress.underWay > 0);
  const manager = LabProcess.manager();
  await manager.kill();
  await manager.start();
  const ended = await lab.client.task(task.metadata.id);
  assert.equal(ended.state, "SUCCEEDED", JSON.stringify(ended.failure));
  const there = await read();
  assert.equal(there.state, "IN_MAINTENANCE");
  assert.equal(there.safeToPowerOff, true, JSON.stringify(there.proof));
  for (const [index, name] of NAMES.entries()) {
    await lab.ticks.next(name, 30_000);
    const seen = lab.ticks.observe(name, startedMs, Date.now());
    const vm = await lab.awaitState(vms[index].metadata.id, "RUNNING");
    t.diagnostic(`${name}: silence ${seen.longestSilenceMs} ms`);
    assert.notEqual(vm.status.hostId, hostId);
    assert.equal(seen.boots, 1, "the guest was not restarted");
    assert.equal(seen.errors, 0, "no write failed and no word of memory changed");
    assert.equal(lab.qemuOf(vm.metadata.id).length, 1);
  }
  t.diagnostic(`emptied in ${Date.now() - startedMs} ms, longest pause ${there.progress.longestPauseMs} ms`);
});

test("nobody is placed there until it is taken back", async () => {
  const move = await lab.call("POST", `/vms/${vms[0].metadata.id}/actions/migrate?dryRun=true`, {});
  assert.ok(
    move.plan.ranked.every((/** @type {any} */ host) => host.hostId !== hostId),
    JSON.stringify(move),
  );
  await lab.runTask("POST", `/hosts/${hostId}/actions/exit-maintenance`, {}, 120_000);
  assert.equal((await lab.call("GET", `/hosts/${hostId}`)).status.maintenance, null);
});
