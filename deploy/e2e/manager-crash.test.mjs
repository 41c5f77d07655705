// The manager is killed in the middle of its work, at several moments: what it began is finished or rolled back when it
// is back, and nothing is left over: no stray QEMU, no stray folder, no task without an end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Lab, LabProcess } from "./lib/lab.mjs";
import { todaysShare } from "./lib/share.mjs";
import { awaitProgress, ENDED, taskEnd } from "./lib/tasks.mjs";
import { runFolders, lastTracesOf } from "./lib/traces.mjs";
import { waitUntil } from "./lib/wait.mjs";

/** The part of the task's steps that have begun when the manager dies. Each death takes half a minute: one of each a day. */
const MOMENTS = [0, 0.4, 0.8];
const CREATING = todaysShare(MOMENTS, MOMENTS.length);
const MIGRATING = todaysShare(MOMENTS, MOMENTS.length, 1);
/** @type {Lab} */
let lab;

before(async () => {
  lab = await Lab.open();
});
after(() => lab.close());

for (const [index, moment] of CREATING.entries()) {
  test(`killed ${moment * 100} % into creating a VM`, async (t) => {
    const name = `e2e-crash-${index}`;
    const answer = await lab.call("POST", "/vms", await lab.vmRequest(name));
    const id = answer.vm.metadata.id;
    lab.remember(id);
    const where = await awaitProgress(lab.client, answer.task.metadata.id, moment);
    await dieAndComeBack();
    const task = await taskEnd(lab.client, answer.task.metadata.id);
    t.diagnostic(`killed when ${where}: the task ended ${task.state}`);
    if (task.state === "SUCCEEDED") {
      await lab.awaitState(id, "RUNNING");
      await lab.ticks.next(name, 120_000);
      assert.equal(lab.qemuOf(id).length, 1);
    } else {
      assert.equal(lab.qemuOf(id).length, 0, "no QEMU of a failed creation");
    }
    await lab.removeVm(id);
    assert.deepEqual(await lastTracesOf(lab, id), []);
  });
}

test("killed while a VM migrates", async (t) => {
  const name = "e2e-crash-move";
  let vm = await lab.createVm(name, { dirty_mib: 32, dirty_mib_per_second: 32 });
  for (const moment of MIGRATING) {
    const startedMs = Date.now();
    const answer = await lab.call("POST", `/vms/${vm.metadata.id}/actions/migrate`, {});
    const taskId = (answer.task ?? answer).metadata.id;
    const where = await awaitProgress(lab.client, taskId, moment);
    await dieAndComeBack();
    const task = await taskEnd(lab.client, taskId);
    const now = await lab.awaitState(vm.metadata.id, "RUNNING");
    await lab.ticks.next(name, 60_000);
    const seen = lab.ticks.observe(name, startedMs, Date.now());
    const moved = now.status.hostId !== vm.status.hostId;
    t.diagnostic(
      `killed when ${where}: ${task.state}, ${moved ? "moved" : "stayed"}, silence ${seen.longestSilenceMs} ms`,
    );
    assert.equal(moved, task.state === "SUCCEEDED", "what the task says is what happened");
    assert.equal(seen.boots, 1, "the guest was not restarted");
    assert.equal(seen.errors, 0);
    await waitUntil("one QEMU for the guest", 30_000, () => lab.qemuOf(vm.metadata.id).length === 1);
    vm = now;
  }
});

test("every task has an end, and every QEMU and folder has its VM", async () => {
  const tasks = (await lab.call("GET", "/tasks?limit=1000&sort=-createdAt")).items;
  assert.deepEqual(
    tasks.filter((/** @type {any} */ task) => !ENDED.includes(task.state)),
    [],
  );
  const known = (await lab.call("GET", "/vms?limit=1000")).items.map((/** @type {any} */ vm) => vm.metadata.id);
  for (const qemu of lab.qemus()) assert.ok(known.includes(qemu.vmId), `stray QEMU ${qemu.pid}`);
  for (const folder of lab.vmFolders()) assert.ok(known.includes(folder), `stray folder ${folder}`);
  for (const folder of runFolders()) assert.ok(known.includes(folder), `stray run folder ${folder}`);
});

async function dieAndComeBack() {
  const manager = LabProcess.manager();
  await manager.kill();
  await manager.start();
}
