// The hook that replaces an agent, with a stand-in for systemd: what it does when the new agent serves, does not serve, or is not
// what was promised.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, beforeEach, test } from "node:test";

const HOOK = join(import.meta.dirname, "..", "hooks", "agent-update");
const folders = /** @type {string[]} */ ([]);
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "atoll-agent-update-"));
  folders.push(folder);
  agent(join(folder, "agent"), "old");
  // A start makes the agent at the link write its status, as it would: good ones are connected, bad ones never say a thing.
  script(
    "systemctl",
    `[ "$1" = start ] || exit 0
. "${join(folder, "agent")}/kind"; echo "$kind" >> "${join(folder, "restarts")}"
[ "$kind" = bad ] || echo '{"zookeeperConnected":true}' > "${join(folder, "status.json")}"`,
  );
});
after(() => folders.forEach((one) => rmSync(one, { recursive: true })));

/** @param {string} name @param {string} text */
function script(name, text) {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** @param {string} where @param {string} kind */
function agent(where, kind) {
  mkdirSync(join(where, "bin"), { recursive: true });
  writeFileSync(join(where, "kind"), `kind=${kind}\n`);
  writeFileSync(join(where, "bin", "atoll-agent"), "#!/bin/sh\necho atoll-agent 1\n");
  chmodSync(join(where, "bin", "atoll-agent"), 0o755);
}

/** Puts a package there and answers its digest. @param {string} kind */
function pack(kind) {
  agent(join(folder, "packed", "atoll-agent"), kind);
  const file = join(folder, "agent.tar.gz");
  execFileSync("tar", ["-C", join(folder, "packed"), "-czf", file, "atoll-agent"]);
  const digest = createHash("sha256").update(readFileSync(file)).digest("hex");
  writeFileSync(`${file}.sha256`, `${digest}  agent.tar.gz\n`);
  return digest;
}

/** @returns {Promise<{ code: number, output: string }>} */
function update() {
  const env = {
    PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
    ATOLL_AGENT_HOME: join(folder, "agent"),
    ATOLL_AGENT_PACKAGE: join(folder, "agent.tar.gz"),
    ATOLL_AGENT_STATUS: join(folder, "status.json"),
    ATOLL_SYSTEMCTL: join(folder, "systemctl"),
    ATOLL_AGENT_PATIENCE: "2",
  };
  return new Promise((resolve) =>
    execFile(HOOK, [], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    ),
  );
}

const restarts = () => readFileSync(join(folder, "restarts"), "utf8").trim().split("\n");

test("the new agent stands beside the old one, serves, and the same package is not installed twice", async () => {
  const digest = pack("good");
  const first = await update();
  assert.equal(first.code, 0, first.output);
  assert.match(first.output, /Updated from first to/);
  assert.equal(basename(readlinkSync(join(folder, "agent"))), digest);
  assert.deepEqual(restarts(), ["good"]);
  const again = await update();
  assert.equal(again.code, 0, again.output);
  assert.match(again.output, /already/);
  assert.deepEqual(restarts(), ["good"]);
});

test("an agent that does not serve is taken back", async () => {
  pack("bad");
  const { code, output } = await update();
  assert.equal(code, 2, output);
  assert.match(output, /the old one was brought back and serves/);
  assert.equal(basename(readlinkSync(join(folder, "agent"))), "first");
  assert.deepEqual(restarts(), ["bad", "old"]);
});

test("what is not what was promised is not touched", async () => {
  pack("good");
  writeFileSync(join(folder, "agent.tar.gz"), "something else");
  const { code, output } = await update();
  assert.equal(code, 1, output);
  assert.match(output, /SHA-256 .* differs/);
  assert.ok(lstatSync(join(folder, "agent")).isDirectory());
});
