// Group E: joining the cluster, and talking to its doors without belonging to it. The cases that need an agent that lies
// (E135 to E142) run inside the build, against the manager's real agent link and the agent's real server; the table in
// hostile.test.mjs names those tests.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import tls from "node:tls";
import { promisify } from "node:util";
import { refused } from "./expect.mjs";

const run = promisify(execFile);
/** @typedef {import("./context.mjs").Context} Context */

/** @param {Context} c @param {Record<string, unknown>} [more] */
async function joinToken(c, more = {}) {
  const answer = await c.admin.post(`/api/v1/clusters/${c.clusterId}/join-tokens`, {
    ttlSeconds: 600,
    note: c.name("token"),
    ...more,
  });
  assert.equal(answer.status, 201, answer.text);
  return { id: String(answer.json.id), token: String(answer.json.token) };
}

/** A certificate request made by openssl. @param {Context} c @param {string} subject @param {string[]} [more] */
async function csr(c, subject, more = []) {
  const base = path.join(c.workDir, c.name("csr"));
  await run("openssl", [
    "req",
    "-new",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    `${base}.key`,
    "-out",
    `${base}.csr`,
    "-subj",
    subject,
    ...more,
  ]);
  return fs.readFile(`${base}.csr`, "utf8");
}

/** @param {string} token @param {string} csrPem @param {Record<string, unknown>} [more] */
const enrolment = (token, csrPem, more = {}) => ({
  token,
  csrPem,
  hostname: "hostile-host",
  agentAddress: "127.0.0.1",
  agentPort: 7443,
  clockMs: Date.now(),
  agentVersion: "0.1.0",
  ...more,
});
const PATH = "/api/v1/enrolments";

/** Tries a TLS handshake and one read. @param {tls.ConnectionOptions} options @returns {Promise<string>} */
function handshake(options) {
  return new Promise((resolve) => {
    const socket = tls.connect({ rejectUnauthorized: false, ...options }, () =>
      socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    );
    socket.setTimeout(3_000, () => socket.destroy());
    let got = "";
    socket.on("data", (data) => (got += data.toString("latin1")));
    socket.on("error", (error) => resolve(`refused: ${error.message}`));
    socket.on("close", () => resolve(got === "" ? "closed" : `answered: ${got}`));
  });
}

/** A key and a certificate signed by nobody. @param {Context} c @param {string} subject */
async function selfSigned(c, subject) {
  const base = path.join(c.workDir, c.name("self"));
  await run("openssl", [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
    "-keyout",
    `${base}.key`,
    "-out",
    `${base}.crt`,
    "-subj",
    subject,
  ]);
  return { key: await fs.readFile(`${base}.key`, "utf8"), cert: await fs.readFile(`${base}.crt`, "utf8") };
}

/** @type {{ id: string, title: string, run: (c: Context) => Promise<void> }[]} */
export const cases = [
  {
    id: "E129",
    title: "a join token used twice, also at the same moment",
    run: async (c) => {
      const { token } = await joinToken(c);
      const requests = await Promise.all(
        [0, 1, 2, 3].map(async (i) =>
          enrolment(token, await csr(c, "/CN=hostile"), { hostname: `${c.name("h")}-${i}` }),
        ),
      );
      const answers = await Promise.all(requests.map((body) => c.anonymous.post(PATH, body)));
      assert.equal(
        answers.filter((a) => a.status === 201).length,
        1,
        answers.map((a) => `${a.status} ${a.json?.code}`).join(", "),
      );
      for (const answer of answers.filter((a) => a.status !== 201))
        refused(answer, { status: 410, code: "JOIN_TOKEN_USED" });
      const id = answers.find((a) => a.status === 201)?.json.hostId;
      await c.admin.post(`/api/v1/hosts/${id}/actions/revoke?wait=20s`, {});
      await c.admin.delete(`/api/v1/hosts/${id}`);
    },
  },
  {
    id: "E130",
    title: "made-up, foreign, withdrawn join tokens",
    run: async (c) => {
      const request = await csr(c, "/CN=hostile");
      for (const token of [
        "",
        "x",
        "atoll1.",
        `atoll1.${"A".repeat(107)}`,
        "null",
        "{}",
        "atoll1.\u0000",
        "a".repeat(100_000),
      ])
        refused(await c.anonymous.post(PATH, enrolment(token, request)), { status: [400, 401] });
      const { id, token } = await joinToken(c);
      const flipped = token.slice(0, -2) + (token.endsWith("AA") ? "BB" : "AA");
      refused(await c.anonymous.post(PATH, enrolment(flipped, request)), { status: [400, 401] });
      await c.admin.delete(`/api/v1/join-tokens/${id}`);
      refused(await c.anonymous.post(PATH, enrolment(token, request)), { status: [401, 410] });
      for (const ttlSeconds of [0, -1, 59, 86_401, 1e12])
        refused(await c.admin.post(`/api/v1/clusters/${c.clusterId}/join-tokens`, { ttlSeconds }), {
          status: 400,
        });
    },
  },
  {
    id: "E131",
    title: "requests for more than a host may be",
    run: async (c) => {
      const { id, token } = await joinToken(c);
      const asked = [
        await csr(c, "/CN=atoll-manager"),
        await csr(c, "/CN=hostile", ["-addext", "basicConstraints=critical,CA:TRUE"]),
        await csr(c, "/CN=hostile", ["-addext", "subjectAltName=DNS:*.example.org"]),
        await csr(c, "/CN=hostile", ["-addext", "subjectAltName=URI:atoll:host:00000000-0000-7000-8000-000000000001"]),
        await csr(c, "/CN=hostile", ["-addext", "subjectAltName=URI:atoll:manager"]),
        "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
        "not a request",
        "A".repeat(500_000),
      ];
      for (const request of asked)
        refused(await c.anonymous.post(PATH, enrolment(token, request)), { status: [400, 422] });
      for (const more of [
        { hostname: "-x" },
        { hostname: "a b" },
        { hostname: "x".repeat(300) },
        { agentAddress: "0.0.0.0" },
        { agentAddress: "not an address" },
        { agentAddress: "224.0.0.1" },
        { agentPort: 0 },
        { agentPort: 65_536 },
        { agentPort: 22.5 },
      ])
        refused(await c.anonymous.post(PATH, enrolment(token, await csr(c, "/CN=hostile"), more)), {
          status: [400, 422],
        });
      refused(
        await c.anonymous.post(
          PATH,
          enrolment(token, await csr(c, "/CN=hostile"), { clockMs: Date.now() - 3_600_000 }),
        ),
        { status: 422, code: "CLOCK_SKEW" },
      );
      refused(
        await c.anonymous.post(
          PATH,
          enrolment(token, await csr(c, "/CN=hostile"), { clockMs: Date.now() + 3_600_000 }),
        ),
        { status: 422, code: "CLOCK_SKEW" },
      );
      await c.admin.delete(`/api/v1/join-tokens/${id}`);
    },
  },
  {
    id: "E132",
    title: "a self-signed manager at the agent's door",
    run: async (c) => {
      const own = await selfSigned(c, "/CN=atoll-manager");
      assert.ok(c.agents.length > 0, "the lab has agents");
      for (const agent of c.agents) {
        const got = await handshake({ ...agent, ...own, ALPNProtocols: ["h2"] });
        assert.doesNotMatch(got, /^answered: .*\x00\x00\x00\x04/, got);
        assert.match(got, /^(refused|closed)/, got);
      }
    },
  },
  {
    id: "E133",
    title: "a manager in the middle: the token's fingerprint does not match",
    run: async (c) => {
      if (!c.agentCommand) throw new Error("the lab gives no agent command");
      const { id, token } = await joinToken(c);
      const bytes = Buffer.from(token.slice("atoll1.".length), "base64url");
      bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 0xff;
      const wrong = `atoll1.${bytes.toString("base64url")}`;
      const [command, ...args] = c.agentCommand;
      const state = path.join(c.workDir, c.name("agent"));
      const failed = await run(String(command), [...args, "enrol", c.url, wrong, "--state-dir", state], {
        timeout: 60_000,
      }).then(
        () => null,
        (error) => error,
      );
      assert.ok(failed, "enrolment must fail");
      assert.match(`${failed.stdout}${failed.stderr}`, /fingerprint/i);
      assert.doesNotMatch(`${failed.stdout}${failed.stderr}`, /Exception|\tat /);
      await c.admin.delete(`/api/v1/join-tokens/${id}`);
    },
  },
  {
    id: "E143",
    title: "an agent's door without a certificate",
    run: async (c) => {
      for (const agent of c.agents)
        assert.match(await handshake({ ...agent, ALPNProtocols: ["h2"] }), /^(refused|closed)/);
    },
  },
  {
    id: "E144",
    title: "old TLS and plain text at every door",
    run: async (c) => {
      const manager = { host: c.admin.base.hostname, port: Number(c.admin.base.port) };
      const doors = [manager, ...c.agents, ...(c.zookeeper ? [c.zookeeper] : [])];
      for (const door of doors) {
        for (const version of /** @type {const} */ (["TLSv1", "TLSv1.1"])) {
          const got = await handshake({
            ...door,
            minVersion: version,
            maxVersion: version,
            ciphers: "DEFAULT@SECLEVEL=0",
          });
          assert.match(got, /^(refused|closed)/, `${door.port} ${version}: ${got}`);
        }
        const plain = await new Promise((resolve) => {
          const socket = net.connect(door, () => socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\nruok"));
          socket.setTimeout(3_000, () => socket.destroy());
          let got = "";
          socket.on("data", (data) => (got += data.toString("latin1")));
          socket.on("error", () => resolve(got));
          socket.on("close", () => resolve(got));
        });
        assert.doesNotMatch(String(plain), /imok|200 OK/, `${door.port} answered plain text`);
      }
    },
  },
  {
    id: "E145",
    title: "ZooKeeper without a certificate",
    run: async (c) => {
      if (!c.zookeeper) throw new Error("the lab names no ZooKeeper");
      assert.match(await handshake({ ...c.zookeeper }), /^(refused|closed)/);
      const own = await selfSigned(c, "/CN=atoll-manager");
      assert.match(await handshake({ ...c.zookeeper, ...own }), /^(refused|closed)/);
    },
  },
];
