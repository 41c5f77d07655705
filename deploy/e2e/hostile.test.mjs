// The hostile-input suite: every case of groups A, Z, N and E against a running manager. Each case leaves the installation
// as it found it, and none makes the manager start a program, open a door or call anybody.
import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { cases as auth } from "./hostile/auth.mjs";
import { cases as streams } from "./hostile/streams.mjs";
import { createContext } from "./hostile/context.mjs";
import { cases as enrolment } from "./hostile/enrolment.mjs";
import { cases as generic } from "./hostile/generic.mjs";
import { cases as names } from "./hostile/names.mjs";
import { TARGETS } from "./hostile/operations.mjs";
import { stateOf } from "./hostile/state.mjs";
import { lookAround, memoryMiB, watch } from "./hostile/surroundings.mjs";
import { cases as transport } from "./hostile/transport.mjs";
import { Client } from "./lib/client.mjs";
import { hostileTarget } from "./lib/target.mjs";

/**
 * Cases that need a lying agent or a lying manager, and the tests of the build that play it: file and method, which are
 * looked up, so that none of them goes away unnoticed.
 *
 * @type {Record<string, [string, string][]>}
 */
const IN_THE_BUILD = {
  "E136 a host reports the VMs of others": [
    [
      "manager-server/src/test/java/io/atoll/manager/agentlink/internal/ClaimsTest.java",
      "aHostSpeaksOnlyForWhatItOwns",
    ],
    ["manager-server/src/test/java/io/atoll/manager/agentlink/internal/ReportCheckTest.java", "aHostIsNobodyElse"],
  ],
  "E137 negative and absurd figures": [
    [
      "manager-server/src/test/java/io/atoll/manager/agentlink/internal/ReportCheckTest.java",
      "absurdFiguresAreDropped",
    ],
  ],
  "E138 event flood": [
    ["manager-server/src/test/java/io/atoll/manager/agentlink/internal/UpdatePaceTest.java", "aFloodIsReadSlowly"],
    [
      "host-agent/agent-daemon/src/test/java/io/atoll/agent/watch/UpdateLogTest.java",
      "keepsNoMoreThanItsCapacityInAFlood",
    ],
  ],
  "E139 command with an old leader epoch": [
    [
      "host-agent/agent-daemon/src/test/java/io/atoll/agent/VmLifeTest.java",
      "refusesCommandsOfAnOlderEpochAndFollowsANewerOwnership",
    ],
    [
      "host-agent/agent-daemon/src/test/java/io/atoll/agent/operation/OperationRegistryTest.java",
      "refusesADeposedLeaderAlsoAfterARestart",
    ],
  ],
  "E140 replayed operation id": [
    [
      "host-agent/agent-daemon/src/test/java/io/atoll/agent/operation/OperationRegistryTest.java",
      "runsOnceHoweverOftenItIsAskedFor",
    ],
    [
      "host-agent/agent-daemon/src/test/java/io/atoll/agent/operation/OperationRegistryTest.java",
      "refusesOtherContentUnderAnOldId",
    ],
  ],
  "E141 command for a VM of another host": [
    ["host-agent/agent-daemon/src/test/java/io/atoll/agent/VmLifeTest.java", "refusesToRunWhatThisHostDoesNotOwn"],
  ],
  "E142 path outside the pool": [
    ["host-agent/agent-daemon/src/test/java/io/atoll/agent/server/VmSpecReaderTest.java", "pool outside"],
  ],
  "E146 a stranger at the migration port": [
    [
      "host-agent/hypervisor-core/src/test/java/io/atoll/hypervisor/qemu/MigrationTlsTest.java",
      "aSourceWithoutTlsIsNot",
    ],
    ["host-agent/agent-daemon/src/test/java/io/atoll/agent/MigrationTest.java", "onlyTheSourceHostMaySend"],
  ],
};
const REPOSITORY = path.join(import.meta.dirname, "..", "..");
/** What the manager may have grown to; its heap is bounded, and a leak of buffers would show here. */
const MOST_RESIDENT_MIB = 1_024;

const target = await hostileTarget();
const workDir = await fs.mkdtemp(path.join(os.tmpdir(), "atoll-hostile-"));
const cases = [...generic, ...transport, ...auth, ...streams, ...names, ...enrolment];

describe("hostile input", { concurrency: false }, () => {
  /** @type {import("./hostile/context.mjs").Context} */
  let context;
  /** @type {Awaited<ReturnType<typeof lookAround>>} */
  let calm;
  /** @type {ReturnType<typeof watch>} */
  let watching;
  let startedMs = 0;

  before(async () => {
    context = await createContext({ ...target, workDir });
    calm = await lookAround(target.managerPid);
    watching = watch(target.managerPid);
    startedMs = Date.now();
  });
  after(async () => {
    await watching.stop();
    await context.close();
    await fs.rm(workDir, { recursive: true, force: true });
  });

  for (const [turn, one] of cases.entries())
    test(`${one.id} ${one.title}`, async () => {
      context.turn = turn;
      const before = await stateOf(context);
      try {
        await one.run(context);
      } finally {
        await context.tidy();
      }
      assert.deepEqual(await stateOf(context), before, "the installation is as it was");
    });

  for (const [title, places] of Object.entries(IN_THE_BUILD))
    test(`${title}: by tests of the build`, async () => {
      for (const [file, method] of places)
        assert.ok((await fs.readFile(path.join(REPOSITORY, file), "utf8")).includes(method), `${file} has ${method}`);
    });

  test("all 78 cases are here or in the build, and every operation is attacked", () => {
    const ids = [...cases.map((one) => one.id), ...Object.keys(IN_THE_BUILD).map((title) => title.split(" ")[0])];
    assert.equal(new Set(ids).size, 78);
    const bodied = context.operations.filter((one) => one.bodied).map((one) => one.id);
    assert.deepEqual(Object.keys(TARGETS).sort(), bodied.sort());
  });

  test("no program was started, no door opened, nobody called", async () => {
    const seen = await watching.stop();
    assert.deepEqual(context.canary.calls, [], "calls at an address that only hostile texts name");
    assert.equal(seen.endedChildren, calm.endedChildren, "children of the manager have come and gone");
    for (const key of /** @type {const} */ (["children", "listeners"]))
      assert.deepEqual(
        [...seen[key]].filter((one) => !calm[key].includes(one)),
        [],
        `new ${key} of the manager`,
      );
    const known = new Set([...calm.peers, ...target.knownPeers]);
    assert.deepEqual(
      [...seen.peers].filter((peer) => !known.has(peer)),
      [],
      "unexpected connections of the manager",
    );
  });

  test("the manager is well afterwards, and at least 1,000 requests were sent", async (t) => {
    const answer = await context.admin.get("/api/v1/health");
    assert.equal(answer.status, 200, answer.text);
    const memory = await memoryMiB(target.managerPid);
    assert.ok(memory.resident <= MOST_RESIDENT_MIB, `${memory.resident} MiB resident`);
    const seconds = Math.round((Date.now() - startedMs) / 1_000);
    t.diagnostic(`${Client.sent} requests in ${seconds} s; the manager has ${memory.resident} MiB resident`);
    assert.ok(Client.sent >= 1_000, `${Client.sent} requests`);
  });
});
