// The hostile-input suite: every case of groups A, Z, N and E against a running manager.
import assert from "node:assert/strict";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { cases as auth } from "./hostile/auth.mjs";
import { createContext } from "./hostile/context.mjs";
import { cases as enrolment } from "./hostile/enrolment.mjs";
import { cases as generic } from "./hostile/generic.mjs";
import { cases as names } from "./hostile/names.mjs";
import { lookAround } from "./hostile/surroundings.mjs";
import { hostileTarget } from "./lib/target.mjs";

/** Cases that need a lying agent or a lying manager, and the test of the build that plays it. */
const IN_THE_BUILD = {
  E134: "revoked certificate",
  E135: "two hosts with one id",
  E136: "a host reports the VMs of others",
  E137: "negative and absurd figures",
  E138: "event flood",
  E139: "command with an old leader epoch",
  E140: "replayed operation id",
  E141: "command for a VM of another host",
  E142: "path outside the pool",
  E146: "a stranger at the migration port",
};

const target = await hostileTarget();
const workDir = await fs.mkdtemp(path.join(os.tmpdir(), "atoll-hostile-"));

describe("hostile input", { concurrency: false }, () => {
  /** @type {import("./hostile/context.mjs").Context} */
  let context;
  /** @type {Awaited<ReturnType<typeof lookAround>>} */
  let calm;

  before(async () => {
    context = await createContext({ ...target, workDir });
    calm = await lookAround(target.managerPid);
  });
  after(async () => {
    await context.close();
    await fs.rm(workDir, { recursive: true, force: true });
  });

  for (const one of [...generic, ...auth, ...names, ...enrolment])
    test(`${one.id} ${one.title}`, () => one.run(context));

  test("all 78 cases are here or in the build", () => {
    const here = [...generic, ...auth, ...names, ...enrolment].map((one) => one.id);
    assert.equal(new Set([...here, ...Object.keys(IN_THE_BUILD)]).size, 78);
  });

  test("no process, listener or connection came of it", async () => {
    const now = await lookAround(target.managerPid);
    assert.deepEqual(now.listeners, calm.listeners, "listening sockets of the manager");
    for (const command of now.children)
      assert.ok(calm.children.includes(command), `unexpected child process ${command}`);
    for (const peer of now.peers)
      assert.ok(calm.peers.includes(peer) || target.knownPeers.includes(peer), `unexpected connection to ${peer}`);
  });

  test("the manager is well afterwards", async () => {
    const answer = await context.admin.get("/api/v1/health");
    assert.equal(answer.status, 200, answer.text);
  });
});
