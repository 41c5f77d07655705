// The manager is killed in the middle of its work, at several moments: what it began is finished or rolled back when it
// is back, and nothing is left over: no stray QEMU, no stray folder, no task without an end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Lab, LabProcess } from "./lib/lab.mjs";
import { waitUntil } from "./lib/wait.mjs";

const ENDED = ["SUCCEEDED", "FAILED", "CANCELLED"];
/** How long after the request the manager dies. Each hits another step. */
const CREATE_DELAYS_MS = [0, 400, 1500];
const MIGRATE_DELAYS_MS = [0, 300, 900];
/** @type {Lab} */
let lab;

before(async () => {
  lab = await Lab.open();
});
after(() => lab.close());

for (const [index, delayMs] of CREATE_DELAYS_MS.entries()) {
  test(`killed ${delayMs} ms into creating a VM`, async (t) => {
    const name = `e2e-crash-${index}`;
    const answer = await lab.call("POST", "/vms", await lab.vmRequest(name));
    const id = answer.vm.metadata.id;
    lab.remember(id);
    await dieAndComeBack(delayMs);
    const task = await taskEnd(answer.task.metadata.id);
    t.diagnostic(`the task ended ${task.state}`);
    if (task.state === "SUCCEEDED") {
      await lab.awaitState(id, "RUNNING");
      await lab.ticks.next(name, 120_000);
      assert.equal(lab.qemuOf(id).length, 1);
    } else {
      assert.equal(lab.qemuOf(id).length, 0, "no QEMU of a failed creation");
    }
    await lab.removeVm(id);
    assert.ok(!lab.vmFolders().includes(id), "no folder left on the pool");
    assert.equal(lab.qemuOf(id).length, 0);
  });
}

test("killed while a VM migrates", async (t) => {
  const name = "e2e-crash-move";
  let vm = await lab.createVm(name, { dirty_mib: 32, dirty_mib_per_second: 32 });
  for (const delayMs of MIGRATE_DELAYS_MS) {
    const startedMs = Date.now();
    const answer = await lab.call("POST", `/vms/${vm.metadata.id}/actions/migrate`, {});
    await dieAndComeBack(delayMs);
    const task = await taskEnd((answer.task ?? answer).metadata.id);
    const now = await lab.awaitState(vm.metadata.id, "RUNNING");
    await lab.ticks.next(name, 60_000);
    const seen = lab.ticks.observe(name, startedMs, Date.now());
    const moved = now.status.hostId !== vm.status.hostId;
    t.diagnostic(
      `after ${delayMs} ms: ${task.state}, ${moved ? "moved" : "stayed"}, silence ${seen.longestSilenceMs} ms`,
    );
    assert.equal(moved, task.state === "SUCCEEDED", "what the task says is what happened");
    assert.equal(seen.boots, 1, "the guest was not restarted");
    assert.equal(seen.errors, 0);
    await waitUntil("one QEMU for the guest", 30_000, () => lab.qemuOf(vm.metadata.id).length === 1);
    vm = now;
  }
});

test("every task has an end, and every QEMU and folder has its VM", async () => {
  const open = await lab.call(
    "GET",
    `/tasks?filter=${encodeURIComponent('state in ("QUEUED","RUNNING","ROLLING_BACK")')}`,
  );
  assert.deepEqual(open.items, []);
  const known = (await lab.call("GET", "/vms?limit=1000")).items.map((/** @type {any} */ vm) => vm.metadata.id);
  for (const qemu of lab.qemus()) assert.ok(known.includes(qemu.vmId), `stray QEMU ${qemu.pid}`);
  for (const folder of lab.vmFolders()) assert.ok(known.includes(folder), `stray folder ${folder}`);
});

/** @param {number} delayMs */
async function dieAndComeBack(delayMs) {
  const manager = LabProcess.manager();
  await pause(delayMs); // the moment of death is what this test is about
  await manager.kill();
  manager.start();
}

/** @param {string} id */
function taskEnd(id) {
  return waitUntil(`end of task ${id}`, 180_000, async () => {
    const answer = await lab.client.get(`/api/v1/tasks/${id}`);
    return answer.status === 200 && ENDED.includes(answer.json.state) && answer.json;
  });
}
