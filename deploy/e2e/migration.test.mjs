// Live migration with the witness running: no lost write, no wrong word of memory, ticks go on; the pause is measured
// from outside and by QEMU, and both are reported.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { imageDescription, Lab } from "./lib/lab.mjs";
import { waitUntil } from "./lib/wait.mjs";
import { witnessNumbers } from "./lib/witness-disk.mjs";

const NAME = "e2e-migrate";
const ROUNDS = 4;
/** @type {Lab} */
let lab;
/** @type {any} */
let vm;

before(async () => {
  lab = await Lab.open();
  vm = await lab.createVm(NAME, { dirty_mib: 16, dirty_mib_per_second: 8 });
});
after(() => lab.close());

test("a dry run ranks the other hosts and refuses its own", async () => {
  const plan = await lab.call("POST", `/vms/${vm.metadata.id}/actions/migrate?dryRun=true`, {});
  assert.equal(plan.wouldSucceed, true);
  assert.ok(plan.plan.ranked.length >= 1, JSON.stringify(plan));
  assert.notEqual(plan.plan.chosenHostId, vm.status.hostId);
});

test("the guest moves back and forth without losing a write or a beat", async (t) => {
  let before = vm;
  for (let round = 1; round <= ROUNDS; round++) {
    const startedMs = Date.now();
    const task = await lab.runTask("POST", `/vms/${vm.metadata.id}/actions/migrate`, {}, 120_000);
    await lab.ticks.next(NAME, 30_000);
    const seen = lab.ticks.observe(NAME, startedMs, Date.now());
    const now = await lab.awaitState(vm.metadata.id, "RUNNING");
    t.diagnostic(
      `round ${round}: ${before.status.hostName} to ${now.status.hostName}, total ${task.result.totalMs} ms, ` +
        `pause by QEMU ${task.result.downtimeMs} ms, from outside ${seen.longestSilenceMs} ms, ` +
        `${seen.lostTicks} ticks lost, ${task.result.transferredBytes} bytes`,
    );
    assert.notEqual(now.status.hostId, before.status.hostId);
    assert.equal(task.result.targetHostId, now.status.hostId);
    assert.equal(seen.boots, 1, "the guest was not restarted");
    assert.equal(seen.errors, 0, "no write failed and no word of memory changed");
    assert.equal(lab.qemuOf(vm.metadata.id).length, 1, "one QEMU runs the guest");
    before = now;
  }
  const history = await lab.call("GET", `/vms/${vm.metadata.id}/migrations`);
  assert.equal((history.items ?? history).length, ROUNDS);
});

test("every write the guest told of is on the disk", async () => {
  await lab.runTask("POST", `/vms/${vm.metadata.id}/actions/shutdown`, { deadlineSeconds: 60 }, 90_000);
  const told = Math.max(...lab.ticks.of(NAME).map((tick) => tick.write));
  await waitUntil("end of QEMU", 20_000, () => lab.qemuOf(vm.metadata.id).length === 0);
  const numbers = witnessNumbers(lab.diskOf(vm.metadata.id), imageDescription());
  assert.ok(Number(numbers.at(-1)) >= told, `${numbers.at(-1)} on disk, ${told} told`);
  const gaps = numbers.slice(1).filter((number, index) => number !== Number(numbers[index]) + 1);
  assert.deepEqual(gaps, [], "the numbers on the disk have no gap");
});
