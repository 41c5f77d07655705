// Hosts with running guests go through maintenance one after the other: once with a program that runs on each, which fails on one
// of them and is run again, and once with a reboot by their management controllers. No guest is restarted.
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { FaultyHost } from "../faults/lib/hosts.mjs";
import { setting } from "../lab/api.mjs";
import { Chassis } from "../lab/chassis.mjs";
import { USER } from "../lab/redfish.mjs";
import { Lab, LabProcess } from "./lib/lab.mjs";
import { waitUntil } from "./lib/wait.mjs";

const HOOK = "e2e-rolling";
const FAILS_ON = 1;
const CANARY = 2;
const FAILURE_EXIT_CODE = 3;
/** Where the manager is killed; the last may be over before anybody sees it. */
const STAGES = ["ENTERING", "ACTING", "LEAVING"];
/** Hosts come back, agents connect and ZooKeeper is whole again, for each host in turn. */
const HOST_LIMIT_MS = 600_000;
const onBridge = setting("ATOLL_NETWORK") === "bridge";
const options = { skip: onBridge ? false : "without root a host has no hooks and no power of its own" };

/** One host of the lab with what the test knows of it. */
class Member {
  id = "";
  guest = "";
  guestName = "";

  /** @param {FaultyHost} host */
  constructor(host) {
    this.host = host;
    this.bmc = new Chassis(host.number, setting("ATOLL_LAB_DIR"));
    this.folder = join(setting("ATOLL_LAB_DIR"), host.name);
    this.failing = join(this.folder, "rolling-fails");
    this.runsFile = join(this.folder, "rolling-runs");
  }

  /** The hook as an administrator puts it there: it notes its run, and fails where the test wants that. */
  installHook() {
    const folder = join(this.folder, "hooks");
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    const lines = [
      "#!/bin/sh",
      `date +%s%N >> '${this.runsFile}'`,
      `if [ -e '${this.failing}' ]; then echo "no device on ${this.host.name}"; exit ${FAILURE_EXIT_CODE}; fi`,
      `echo "done on ${this.host.name}"`,
    ];
    writeFileSync(join(folder, HOOK), `${lines.join("\n")}\n`, { mode: 0o755 });
  }

  /** When the hook ran, in nanoseconds. */
  runs() {
    if (!existsSync(this.runsFile)) return [];
    return readFileSync(this.runsFile, "utf8").trim().split("\n").map(BigInt);
  }

  removeHook() {
    for (const file of [join(this.folder, "hooks", HOOK), this.failing, this.runsFile]) rmSync(file, { force: true });
  }

  /** Orders that its controller took, oldest first. */
  orders() {
    const log = join(this.bmc.dir, "orders.log");
    const lines = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
    return lines.filter(Boolean).map((line) => String(line.split(" ")[1]));
  }
}

/** @type {Member[]} */
const members = FaultyHost.all().map((host) => new Member(host));
/** @type {Lab} */
let lab;
let cluster = "";
let rollingId = "";
let begunMs = 0;

/** @param {number} number */
function member(number) {
  const found = members.find(({ host }) => host.number === number);
  assert.ok(found, `the lab has no host-${number}`);
  return found;
}

before(async () => {
  lab = await Lab.open();
  if (!onBridge) return;
  const hosts = await lab.hosts();
  for (const each of members) {
    const found = hosts.find((/** @type {any} */ one) => one.metadata.name === each.host.name);
    each.id = found.metadata.id;
    cluster = found.spec.clusterId;
    each.installHook();
    await lab.call("PUT", `/hosts/${each.id}/power`, {
      kind: "REDFISH",
      address: `${setting("ATOLL_SUBNET")}.3.${each.host.number}`,
      user: USER,
      secret: each.bmc.password,
      certificateSha256: new X509Certificate(each.bmc.certificate).fingerprint256,
    });
    each.guestName = `e2e-rolling-${each.host.number}`;
    const vm = await lab.createVm(each.guestName, { dirty_mib: 16, dirty_mib_per_second: 4 });
    each.guest = vm.metadata.id;
  }
  await spread();
});

after(async () => {
  if (onBridge) {
    try {
      await callOff();
    } finally {
      for (const each of members) {
        each.removeHook();
        if (each.id)
          await lab.client.request(`/api/v1/hosts/${each.id}/power`, {
            method: "DELETE",
            headers: { "If-Match": "*" },
          });
      }
      await lab.close();
    }
  } else await lab.close();
});

async function callOff() {
  const open = rollingId ? await read() : { allowedActions: [] };
  if (!open.allowedActions.includes("cancel")) return;
  await lab.call("POST", `/rolling-maintenances/${rollingId}/actions/cancel`, {});
  await waitUntil("the end of the rolling maintenance", HOST_LIMIT_MS, async () => (await read()).endedAt !== null);
}

/** A guest on each host, so that each has somebody to be emptied of. */
async function spread() {
  for (const each of members) {
    const vm = await lab.vm(each.guest);
    if (vm.status.hostId !== each.id)
      await lab.runTask("POST", `/vms/${each.guest}/actions/migrate`, { targetHostId: each.id }, 120_000);
  }
}

/** @returns {Promise<any>} */
const read = () => lab.call("GET", `/rolling-maintenances/${rollingId}`);

/** @param {any} rolling @param {number} number */
const hostIn = (rolling, number) => rolling.hosts.find((/** @type {any} */ host) => host.hostId === member(number).id);

/** @param {Record<string, unknown>} wish */
async function begin(wish) {
  begunMs = Date.now();
  const task = await lab.call("POST", `/clusters/${cluster}/rolling-maintenances`, {
    hostIds: members.map(({ id }) => id),
    canaryHostId: member(CANARY).id,
    maxHostsOut: 1,
    healthSeconds: 300,
    bringHome: "NO",
    note: "e2e",
    ...wish,
  });
  rollingId = task.objects.find((/** @type {any} */ object) => object.kind === "rolling-maintenance").id;
}

/**
 * Until it is in one of these states; nobody but who is meant may be out meanwhile.
 *
 * @param {string[]} states
 * @param {(hosts: any[]) => Promise<void>} [meanwhile] called at each look
 */
function reaches(states, meanwhile = () => Promise.resolve()) {
  return waitUntil(`rolling maintenance ${states.join(" or ")}`, members.length * HOST_LIMIT_MS, async () => {
    const now = await read();
    await meanwhile(now.hosts);
    const out = now.hosts.filter((/** @type {any} */ host) =>
      ["ENTERING", "ACTING", "CHECKING", "LEAVING"].includes(host.state),
    );
    assert.ok(out.length <= 1, `more than one host is out: ${JSON.stringify(out)}`);
    return states.includes(now.state) && now;
  });
}

/** Nobody was restarted, nothing written was lost, and every host is in use. @param {import("node:test").TestContext} t */
async function nobodyNoticed(t) {
  for (const { guest, guestName } of members) {
    await lab.ticks.next(guestName, 30_000);
    const seen = lab.ticks.observe(guestName, begunMs, Date.now());
    await lab.awaitState(guest, "RUNNING");
    t.diagnostic(`${guestName}: silence ${seen.longestSilenceMs} ms`);
    assert.equal(seen.boots, 1, `${guestName} was not restarted`);
    assert.equal(seen.errors, 0, "no write failed and no word of memory changed");
    assert.equal(lab.qemuOf(guest).length, 1);
  }
  for (const host of await lab.hosts()) {
    assert.equal(host.status.maintenance, null, host.metadata.name);
    assert.equal(host.status.state, "READY", host.metadata.name);
  }
  t.diagnostic(`${members.length} hosts in ${Math.round((Date.now() - begunMs) / 1000)} s`);
}

test("a hook that fails on the second host stops the set after its canary", options, async () => {
  appendFileSync(member(FAILS_ON).failing, "");
  await begin({ action: "HOOK", hook: HOOK, hookSeconds: 60 });
  const stopped = await reaches(["STOPPED", "SUCCEEDED", "FAILED"]);
  assert.equal(stopped.state, "STOPPED", JSON.stringify(stopped));
  assert.match(stopped.attention, new RegExp(`exit code ${FAILURE_EXIT_CODE}.*no device on host-${FAILS_ON}`));
  assert.equal(hostIn(stopped, CANARY).state, "DONE");
  assert.equal(hostIn(stopped, FAILS_ON).state, "FAILED");
  assert.equal(hostIn(stopped, FAILS_ON).failedIn, "ACTING");
  assert.equal(hostIn(stopped, 3).state, "WAITING");
  assert.equal(member(3).runs().length, 0, "the hook has not run on who waits");
  const out = await lab.call("GET", `/hosts/${member(FAILS_ON).id}`);
  assert.equal(out.status.maintenance.state, "IN_MAINTENANCE", "it stays out until somebody has looked");
});

test("once the cause is gone it goes on with that host, and then the rest", options, async (t) => {
  rmSync(member(FAILS_ON).failing);
  await lab.call("POST", `/rolling-maintenances/${rollingId}/actions/resume`, {});
  const done = await reaches(["STOPPED", "SUCCEEDED", "FAILED"]);
  assert.equal(done.state, "SUCCEEDED", JSON.stringify(done));
  assert.deepEqual(
    members.map((each) => each.runs().length),
    members.map(({ host }) => (host.number === FAILS_ON ? 2 : 1)),
    "once on each host, and once more where it had failed",
  );
  const canaryRan = member(CANARY).runs()[0] ?? 0n;
  for (const each of members.filter(({ host }) => host.number !== CANARY))
    assert.ok(
      each.runs().every((ran) => ran > canaryRan),
      "the canary was first",
    );
  await nobodyNoticed(t);
});

test("each host is rebooted while it is empty, although the manager is killed at every stage", options, async (t) => {
  await spread();
  const agents = members.map(({ host }) => host.agent().pid);
  const orders = members.map((each) => each.orders().length);
  await begin({ action: "REBOOT" });
  const manager = LabProcess.manager();
  /** @type {string[]} */
  const deaths = [];
  const done = await reaches(["STOPPED", "SUCCEEDED", "FAILED"], async (hosts) => {
    const stage = hosts.map(({ state }) => state).find((state) => STAGES.includes(state) && !deaths.includes(state));
    if (!stage) return;
    deaths.push(stage);
    await manager.kill();
    await manager.start();
  });
  t.diagnostic(`the manager was killed while a host was ${deaths.join(", ")}`);
  for (const stage of ["ENTERING", "ACTING"]) assert.ok(deaths.includes(stage), `not killed while ${stage}`);
  assert.equal(done.state, "SUCCEEDED", JSON.stringify(done));
  for (const [index, each] of members.entries()) {
    assert.equal(hostIn(done, each.host.number).state, "DONE");
    assert.equal(each.bmc.isOn, true);
    assert.notEqual(each.host.agent().pid, agents[index], `${each.host.name} has really booted`);
    const taken = each.orders().slice(orders[index]);
    assert.equal(taken.at(-1), "on", JSON.stringify(taken));
    assert.ok(taken.includes("off") || taken.includes("shutdown"), JSON.stringify(taken));
  }
  await nobodyNoticed(t);
});

test("both are in the list, the newest first, and found page by page", options, async () => {
  const list = `/clusters/${cluster}/rolling-maintenances`;
  const first = await lab.call("GET", `${list}?limit=1`);
  assert.equal(first.items[0].settings.action, "REBOOT");
  const second = await lab.call("GET", `${list}?limit=1&cursor=${encodeURIComponent(first.nextCursor)}`);
  assert.equal(second.items[0].settings.action, "HOOK");
  const hooks = await lab.call("GET", `${list}?filter=${encodeURIComponent('settings.action == "HOOK"')}`);
  assert.equal(hooks.items[0].id, second.items[0].id);
});
