// Who does not belong to the cluster stays outside, and is told why: hosts that want in with what does not entitle them,
// and those who stand where a host should be. (Group E of the hostile suite holds the answers of the API itself.)
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createServer, connect } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { setting } from "../lab/api.mjs";
import { certificateRequest, forgedIdentity } from "./lib/certificates.mjs";
import { Lab, LabProcess } from "./lib/lab.mjs";
import { stateDirOf } from "./lib/traces.mjs";
import { waitUntil } from "./lib/wait.mjs";

const HOST = Number(setting("ATOLL_LAB_HOSTS"));
const HOUR_MS = 3_600_000;
/** @type {Lab} */
let lab;
/** @type {string} */
let folder;

before(async () => {
  lab = await Lab.open();
  folder = mkdtempSync(join(tmpdir(), "atoll-enrolment-"));
});
after(async () => {
  await lab.close();
  rmSync(folder, { recursive: true });
});

test("a join token that has served is refused by name, and the agent says what to do", async () => {
  const { token } = await joinToken();
  const first = await enrolRequest(token, "e2e-guest-host");
  assert.equal(first.status, 201, first.text);
  await removeHost(first.json.hostId);
  const second = await enrolByAgent(setting("ATOLL_URL"), token);
  assert.notEqual(second.code, 0);
  assert.match(second.output, /JOIN_TOKEN_USED/);
  assert.match(second.output, /[Mm]ake a new join token/);
  assertNoInternals(second.output);
});

test("a clock that is off by an hour is refused with the figure, and the token stays good", async () => {
  const { token } = await joinToken();
  for (const offMs of [-HOUR_MS, HOUR_MS]) {
    const answer = await enrolRequest(token, "e2e-late-host", Date.now() + offMs);
    assert.equal(answer.status, 422);
    assert.equal(answer.json.code, "CLOCK_SKEW");
    assert.match(answer.json.detail, /3,?[56]\d\d|60 min|1 h/, "it says how far off");
  }
  const inTime = await enrolRequest(token, "e2e-late-host");
  assert.equal(inTime.status, 201, inTime.text);
  await removeHost(inTime.json.hostId);
});

test("a manager reached under a name that is not in its certificate gets no key and no token", async (t) => {
  const { hostname, port } = lab.client.base;
  const seen = { bytes: 0 };
  const relay = createServer((caller) => {
    const manager = connect(Number(port), hostname);
    caller.on("data", (part) => (seen.bytes += part.length));
    caller.pipe(manager).pipe(caller);
    for (const socket of [caller, manager]) socket.on("error", () => caller.destroy(manager.destroy() && undefined));
  });
  await new Promise((resolve) => relay.listen(0, "127.0.0.2", () => resolve(undefined)));
  const relayPort = /** @type {import("node:net").AddressInfo} */ (relay.address()).port;
  const { token, id } = await joinToken();
  const answer = await enrolByAgent(`https://127.0.0.2:${relayPort}`, token);
  relay.close();
  assert.notEqual(answer.code, 0);
  assert.match(answer.output, /certificate/);
  assert.match(answer.output, /127\.0\.0\.2/);
  assertNoInternals(answer.output);
  t.diagnostic(`${seen.bytes} bytes went to the stranger's door: ${answer.output.trim()}`);
  const left = await lab.call("GET", "/join-tokens");
  const kept = (left.items ?? left).find((/** @type {any} */ one) => one.id === id);
  assert.ok(kept && !kept.usedAt, "the token was not used up");
  await lab.call("DELETE", `/join-tokens/${id}`);
});

test("an agent of another cluster at a host's address is refused with the reason", async () => {
  const identity = forgedIdentity(join(folder, "other"), join(stateDirOf(HOST), "tls", "current", "cert.pem"));
  await standInFor(identity, /another cluster/);
});

test("another host's certificate at a host's address is refused with the reason", async () => {
  const tls = join(stateDirOf(1), "tls", "current");
  const identity = { key: join(tls, "key.pem"), cert: join(tls, "cert.pem"), ca: join(tls, "ca-cert.pem") };
  await standInFor(identity, /is another host/);
});

/**
 * Puts somebody else where the last host's agent was: the manager must hang up on it and say why, and take the right
 * agent back afterwards.
 *
 * @param {{ key: string, cert: string, ca: string }} identity @param {RegExp} reason
 */
async function standInFor(identity, reason) {
  const agent = LabProcess.host(`host-${HOST}`);
  const { metadata } = (await lab.hosts()).find((/** @type {any} */ host) => host.metadata.name === agent.name);
  const { address, port } = (await lab.call("GET", `/hosts/${metadata.id}`)).status;
  await agent.kill();
  /** @type {Awaited<ReturnType<typeof startImpostor>> | undefined} */
  let impostor;
  try {
    impostor = await startImpostor([address, String(port), identity.key, identity.cert, identity.ca]);
    const { heard } = impostor;
    const host = await waitUntil("the manager's refusal", 60_000, async () => {
      const now = await lab.call("GET", `/hosts/${metadata.id}`);
      return now.status.state === "REFUSED" && now;
    });
    assert.match(host.status.stateReason, reason);
    await waitUntil("a call at the impostor's door", 30_000, () => heard.length > 0);
    assert.deepEqual(
      heard.filter((/** @type {any} */ one) => one.spoke),
      [],
      "the manager told the impostor nothing",
    );
  } finally {
    impostor?.process.kill("SIGKILL");
    await agent.start();
  }
  await waitUntil("the right agent READY", 60_000, async () => {
    return (await lab.call("GET", `/hosts/${metadata.id}`)).status.state === "READY";
  });
}

/** @param {string[]} words */
async function startImpostor(words) {
  const node = [process.execPath, join(import.meta.dirname, "lib", "impostor.mjs"), ...words];
  const namespace = `atoll-${setting("ATOLL_LAB")}-host-${HOST}`;
  const [command, ...rest] = setting("ATOLL_NETWORK") === "bridge" ? ["ip", "netns", "exec", namespace, ...node] : node;
  const child = spawn(String(command), rest, { stdio: ["ignore", "pipe", "inherit"] });
  /** @type {any[]} */
  const heard = [];
  let listening = false;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const what = JSON.parse(line);
    if (what.listening) listening = true;
    else heard.push(what);
  });
  await waitUntil("the impostor", 10_000, () => listening);
  return { process: child, heard };
}

async function joinToken() {
  const clusters = await lab.call("GET", "/clusters");
  const made = await lab.call("POST", `/clusters/${clusters.items[0].metadata.id}/join-tokens`, {
    ttlSeconds: 600,
    note: "e2e",
  });
  return { id: String(made.id), token: String(made.token) };
}

/** @param {string} token @param {string} hostname */
function enrolRequest(token, hostname, clockMs = Date.now()) {
  return lab.client.post("/api/v1/enrolments", {
    token,
    csrPem: certificateRequest(folder, hostname),
    hostname,
    agentAddress: "127.0.0.1",
    agentPort: 1,
    clockMs,
    agentVersion: "0.1.0",
  });
}

/** @param {string} hostId */
async function removeHost(hostId) {
  await lab.runTask("POST", `/hosts/${hostId}/actions/revoke`, {});
  await lab.call("DELETE", `/hosts/${hostId}`);
}

/** @param {string} url @param {string} token */
async function enrolByAgent(url, token) {
  const words = ["enrol", url, token, "--state-dir", mkdtempSync(join(folder, "agent-")), "--name", "e2e-stranger"];
  return promisify(execFile)(setting("ATOLL_AGENT_COMMAND"), words, { timeout: 60_000 }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (/** @type {any} */ error) => ({ code: error.code, output: `${error.stdout}${error.stderr}` }),
  );
}

/** @param {string} output */
function assertNoInternals(output) {
  assert.doesNotMatch(output, /Exception|^\s+at .*\(.*\)$/m);
}
