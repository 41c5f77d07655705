// DRS on real hosts: guests that a rule wants apart stand on one host, a recommendation says which should go and why, one is
// accepted and moves, the rest is done by itself, also when the manager is killed in the middle of that.
//
// A rule and not load is what is mended here: the lab's hosts share one machine, so what a guest burns of its processors keeps
// all hosts busy, and on a busy machine moving it would help none.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Lab, LabProcess } from "./lib/lab.mjs";
import { taskEnd } from "./lib/tasks.mjs";
import { waitUntil } from "./lib/wait.mjs";

const NAMES = [0, 1, 2].map((index) => `e2e-drs-${index}`);
const WITNESS = { dirty_mib: 8, dirty_mib_per_second: 8 };
const ROUNDS = 3;
/** @type {Lab} */
let lab;
let cluster = "";
let drs = "";
let rule = "";
/** @type {Map<string, string>} VM id to name */
const vms = new Map();
let startedMs = 0;

before(async () => {
  lab = await Lab.open();
  startedMs = Date.now();
  const host = (await lab.hosts()).find((/** @type {any} */ one) => one.metadata.name === "host-1");
  cluster = `/clusters/${host.spec.clusterId}`;
  drs = `${cluster}/drs`;
  await Promise.all(NAMES.map((name) => create(name, host.metadata.id)));
  const spec = { kind: "KEEP_APART", enforcement: "MUST", vmIds: [...vms.keys()] };
  rule = (await lab.call("POST", `${cluster}/rules`, { name: "e2e-drs-apart", spec })).metadata.id;
});

after(async () => {
  await lab.call("PATCH", drs, { spec: { mode: "OFF" } });
  if (rule) await lab.call("DELETE", `${cluster}/rules/${rule}`);
  await lab.close();
});

test("guests stand where they must not: a recommendation says which goes where, why, and at what cost", async (t) => {
  await lab.call("PATCH", drs, { spec: { mode: "RECOMMEND", level: 5, patienceMinutes: 0, coolDownMinutes: 0 } });
  const [one] = await withinRounds(ROUNDS);
  assert.equal(one.sourceHostName, "host-1");
  assert.notEqual(one.targetHostName, "host-1");
  assert.ok(vms.has(one.vmId), one.vmName);
  assert.match(one.reasonKind, /^[a-z-]+$/);
  assert.ok(one.reason.length > 10, one.reason);
  assert.equal(one.effect.hosts.length, 2);
  assert.ok(one.effect.copiedMiB > 0 && one.effect.seconds > 0, JSON.stringify(one.effect));
  t.diagnostic(`${one.vmName} to ${one.targetHostName}: ${one.reason}; ${JSON.stringify(one.effect)}`);
});

test("what is accepted moves, and its guest goes on", async (t) => {
  const [one] = await recommendations("OPEN");
  const acceptedMs = Date.now();
  const accepted = `${drs}/recommendations/${one.id}/actions/accept`;
  await lab.runTask("POST", accepted, {}, 120_000);
  const now = await lab.awaitState(one.vmId, "RUNNING");
  assert.equal(now.status.hostId, one.targetHostId);
  await lab.ticks.next(one.vmName, 30_000);
  const seen = lab.ticks.observe(one.vmName, acceptedMs, Date.now());
  assert.equal(seen.boots, 1, "the guest was not restarted");
  assert.equal(seen.errors, 0, "no write failed and no word of memory changed");
  const moved = await lab.call("GET", `${drs}/recommendations/${one.id}`);
  assert.equal(moved.state, "MOVED");
  assert.ok(moved.measured.totalMs > 0 && moved.measured.transferredBytes > 0, JSON.stringify(moved.measured));
  t.diagnostic(`foreseen ${one.effect.expectedPauseMs} ms, measured ${JSON.stringify(moved.measured)}`);
});

test("who is never to be moved is not recommended any more", async () => {
  const [one] = await withinRounds(ROUNDS);
  const declined = await lab.call("POST", `${drs}/recommendations/${one.id}/actions/never-move`);
  assert.equal(declined.state, "DECLINED");
  await lab.call("POST", `${drs}/actions/run`);
  const open = await recommendations("OPEN");
  assert.ok(!open.some((/** @type {any} */ other) => other.vmId === one.vmId), JSON.stringify(open));
  await lab.call("DELETE", `${drs}/exclusions/${one.vmId}`);
});

test("the rest is done by itself, and a manager that is killed meanwhile brings the plan to its end", async (t) => {
  const uneven = await perHost();
  const fromMs = Date.now();
  await lab.call("PATCH", drs, { spec: { mode: "APPLY", level: 5 } });
  const task = await planOf(ROUNDS);
  await waitUntil("a VM on its way", 30_000, async () => (await recommendations("MOVING")).length > 0, 10);
  const manager = LabProcess.manager();
  await manager.kill();
  await manager.start();
  const ended = await taskEnd(lab.client, task);
  assert.equal(ended.state, "SUCCEEDED", JSON.stringify(ended.failure));
  assert.deepEqual(await recommendations("ACCEPTED"), []);
  assert.deepEqual(await recommendations("MOVING"), []);
  for (const [id, name] of vms) {
    await lab.awaitState(id, "RUNNING");
    await lab.ticks.next(name, 30_000);
    await waitUntil(`one QEMU for ${name}`, 30_000, () => lab.qemuOf(id).length === 1);
    const seen = lab.ticks.observe(name, fromMs, Date.now());
    assert.equal(seen.boots, 1, `${name} was not restarted`);
    assert.equal(seen.errors, 0);
  }
  const even = await perHost();
  assert.deepEqual(even, [1, 1, 1]);
  t.diagnostic(`VMs on the hosts: ${uneven}, then ${even}; ${(Date.now() - startedMs) / 1000} s in all`);
});

/** @param {string} name @param {string} hostId */
async function create(name, hostId) {
  const request = await lab.vmRequest(name, WITNESS);
  const createdMs = Date.now();
  const answer = await lab.call("POST", "/vms", { ...request, spec: { ...request.spec, hostId } });
  const id = answer.vm.metadata.id;
  lab.remember(id);
  vms.set(id, name);
  const task = await lab.client.task(answer.task.metadata.id);
  assert.equal(task.state, "SUCCEEDED", JSON.stringify(task.failure));
  await lab.ticks.next(name, 120_000, createdMs);
}

/** @param {string} state @returns {Promise<any[]>} in the order of their plan */
async function recommendations(state) {
  const filter = encodeURIComponent(`state == "${state}"`);
  return (await lab.call("GET", `${drs}/recommendations?sort=wave&filter=${filter}`)).items;
}

/** What is open after at most so many rounds. @param {number} rounds */
async function withinRounds(rounds) {
  for (let round = 1; ; round++) {
    const now = await lab.call("POST", `${drs}/actions/run`);
    const open = await recommendations("OPEN");
    if (open.length > 0) return open;
    assert.ok(round < rounds, `nothing is recommended: ${JSON.stringify(now)}`);
  }
}

/** The task by which a plan is carried out, begun within so many rounds. @param {number} rounds */
async function planOf(rounds) {
  for (let round = 0; ; round++) {
    const { status } = await lab.call("GET", drs);
    if (status.taskId) return String(status.taskId);
    assert.ok(round < rounds, `nothing is carried out: ${JSON.stringify(status)}`);
    const answer = await lab.client.post(`/api/v1${drs}/actions/run`, {});
    // The clock's round may have been quicker.
    assert.ok(answer.status === 200 || answer.json.code === "TASK_IN_PROGRESS", answer.text);
  }
}

/** How many of the VMs each host has, hosts by name. */
async function perHost() {
  const hosts = (await lab.hosts()).sort((/** @type {any} */ a, /** @type {any} */ b) =>
    a.metadata.name.localeCompare(b.metadata.name),
  );
  const now = await Promise.all([...vms.keys()].map((id) => lab.vm(id)));
  return hosts.map((/** @type {any} */ host) => now.filter((vm) => vm.status.hostId === host.metadata.id).length);
}
