// Two managers on one Postgres and one ZooKeeper: both serve, one leads, and the other goes on where it was killed. The
// Postgres that both need is the first manager's own (ZooKeeper too, where no hosts serve it), so it is the second that has
// to die as the leader.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { call, runTask } from "../lab/api.mjs";
import { EventStream } from "./lib/events.mjs";
import { Lab, LabProcess } from "./lib/lab.mjs";
import { SecondManager } from "./lib/second-manager.mjs";
import { awaitProgress, taskEnd } from "./lib/tasks.mjs";
import { lastTracesOf } from "./lib/traces.mjs";
import { waitUntil } from "./lib/wait.mjs";

const NAME = "e2e-managers";
/** @type {Lab} */
let lab;
/** @type {SecondManager} */
let second;
/** @type {any} */
let vm;

before(async () => {
  lab = await Lab.open();
  second = await SecondManager.start();
});
after(async () => {
  await second?.kill();
  await lab?.close();
});

test("both are known, and one of them leads", async () => {
  for (const client of [lab.client, second.client]) {
    const managers = await waitUntil("two managers", 20_000, async () => {
      const known = await managersBy(client);
      return known.length === 2 && known;
    });
    assert.equal(managers.filter((/** @type {any} */ one) => one.leader).length, 1, JSON.stringify(managers));
  }
});

test("what one writes the other reads, streams and refuses to overwrite", async (t) => {
  const stream = await EventStream.open(second.client, "vm.*");
  vm = await lab.createVm(NAME, { dirty_mib: 32, dirty_mib_per_second: 32 });
  const id = vm.metadata.id;
  // What the guest reports when it is up makes revisions too.
  const seen = await waitUntil("the guest's addresses", 60_000, async () => {
    const there = await call(second.client, "GET", `/vms/${id}`);
    return there.status.addresses.length > 0 && there;
  });
  assert.equal(seen.status.powerState, "RUNNING");
  const revision = `"${seen.metadata.revision}"`;
  const changedMs = Date.now();
  const change = await second.client.patch(
    `/api/v1/vms/${id}`,
    { labels: { by: "second" } },
    { headers: { "If-Match": revision } },
  );
  assert.equal(change.status, 200, change.text);
  assert.equal((await lab.vm(id)).metadata.labels.by, "second");
  const late = await lab.client.patch(`/api/v1/vms/${id}`, { labels: {} }, { headers: { "If-Match": revision } });
  assert.equal(late.status, 412);
  const event = await waitUntil("the change in the second manager's stream", 10_000, () =>
    stream.events.find((one) => one.data.id === id && one.data.object?.metadata.labels.by === "second"),
  );
  t.diagnostic(`streamed ${event.atMs - changedMs} ms after the change`);
  stream.close();
});

test("work that the follower takes in is done by the leader", async () => {
  const task = await call(second.client, "POST", `/vms/${vm.metadata.id}/actions/pause`, {});
  assert.equal((await second.client.task(task.metadata.id)).state, "SUCCEEDED");
  await lab.awaitState(vm.metadata.id, "PAUSED");
  const resumed = await call(second.client, "POST", `/vms/${vm.metadata.id}/actions/resume`, {});
  assert.equal((await lab.client.task(resumed.metadata.id)).state, "SUCCEEDED");
});

test("both show what the guest uses now, though only the leader hears the hosts", async () => {
  for (const client of [lab.client, second.client]) {
    const seen = await waitUntil("live figures of the guest", 30_000, async () => {
      const { status } = await call(client, "GET", `/vms/${vm.metadata.id}`);
      return status.memoryResidentMiB > 0 && status;
    });
    assert.ok(Date.now() - Date.parse(seen.dataAt) < 15_000, `from ${seen.dataAt}`);
  }
});

test("an image may be uploaded through either", async () => {
  const poolId = (await call(lab.client, "GET", "/pools")).items[0].metadata.id;
  for (const [index, client] of [lab.client, second.client].entries()) {
    const spec = { poolId, format: "RAW", source: { type: "UPLOAD" } };
    const image = await call(client, "POST", "/images", { name: `${NAME}-${index}`, spec });
    const path = `/api/v1/images/${image.metadata.id}/content?wait=60s`;
    const type = "application/octet-stream";
    const answer = await client.request(path, { method: "PUT", raw: Buffer.alloc(3 << 20), type, timeoutMs: 90_000 });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json.state, "SUCCEEDED", answer.text);
    assert.equal((await call(client, "GET", `/images/${image.metadata.id}`)).status.state, "READY");
    await runTask(client, "DELETE", `/images/${image.metadata.id}`);
  }
});

test("the first is killed and comes back: the second leads", async () => {
  await LabProcess.manager().kill();
  await LabProcess.manager().start();
  await waitUntil("the second manager leads", 60_000, async () => (await leader()) === second.client.base.host);
  await waitUntil("the second manager is ready", 30_000, () => second.isReady());
});

test("the leader is killed while a VM migrates: the other finishes or undoes it, and the guest never stops", async (t) => {
  const startedMs = Date.now();
  const answer = await lab.call("POST", `/vms/${vm.metadata.id}/actions/migrate`, {});
  const taskId = (answer.task ?? answer).metadata.id;
  const where = await awaitProgress(lab.client, taskId, 0.5);
  const killedMs = Date.now();
  await second.kill();
  const task = await taskEnd(lab.client, taskId);
  t.diagnostic(`killed when ${where}: ${task.state} ${Date.now() - killedMs} ms later`);
  const now = await lab.awaitState(vm.metadata.id, "RUNNING");
  await lab.ticks.next(NAME, 60_000);
  const seen = lab.ticks.observe(NAME, startedMs, Date.now());
  assert.equal(now.status.hostId !== vm.status.hostId, task.state === "SUCCEEDED");
  assert.equal(seen.boots, 1);
  assert.equal(seen.errors, 0);
  assert.equal(lab.qemuOf(vm.metadata.id).length, 1);
  assert.equal(await leader(), lab.client.base.host);
});

test("the survivor has everything in hand", async () => {
  await waitUntil("one manager left", 30_000, async () => (await managersBy(lab.client)).length === 1);
  await lab.removeVm(vm.metadata.id);
  assert.deepEqual(await lastTracesOf(lab, vm.metadata.id), []);
});

/** @param {import("./lib/client.mjs").Client} client @returns {Promise<any[]>} */
async function managersBy(client) {
  const answer = await call(client, "GET", "/managers");
  return answer.items ?? answer;
}

/** The address of the leader, as the first manager knows it; undefined while that one is away. */
async function leader() {
  const managers = await managersBy(lab.client).catch(() => []);
  return managers.find((one) => one.leader)?.address;
}
