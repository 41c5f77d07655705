// Group E: joining the cluster, and talking to its doors without belonging to it. The cases that need an agent or a manager
// that lies (E136 to E142) run inside the build; the table in hostile.test.mjs names those tests.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import tls from "node:tls";
import { promisify } from "node:util";
import { refused } from "./expect.mjs";
import { waitUntil } from "../lib/wait.mjs";
import { Zookeeper } from "../lib/zookeeper.mjs";

const run = promisify(execFile);
const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
/** @typedef {import("./context.mjs").Context} Context */

/** No permission; ZooKeeper's own number for it. */
const NO_AUTH = -102;
const NO_NODE = -101;
const NODE_EXISTS = -110;

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
  return (await keyAndRequest(c, subject, more)).csrPem;
}

/** @param {Context} c @param {string} subject @param {string[]} [more] */
async function keyAndRequest(c, subject, more = []) {
  const base = path.join(c.workDir, c.name("csr"));
  const files = ["-keyout", `${base}.key`, "-out", `${base}.csr`];
  await run("openssl", ["req", "-new", ...NEW_KEY, ...files, "-subj", subject, ...more]);
  return { csrPem: await fs.readFile(`${base}.csr`, "utf8"), key: await fs.readFile(`${base}.key`, "utf8") };
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

/** @param {Context} c @param {string} id */
async function removeHost(c, id) {
  const revoked = await c.admin.post(`/api/v1/hosts/${id}/actions/revoke`, {});
  assert.equal(revoked.status, 202, revoked.text);
  await c.admin.task(revoked.json.metadata?.id ?? revoked.json.task.metadata.id);
  const deleted = await c.admin.delete(`/api/v1/hosts/${id}`);
  assert.ok(deleted.status < 300, deleted.text);
}

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
  const files = ["-keyout", `${base}.key`, "-out", `${base}.crt`];
  await run("openssl", ["req", "-x509", ...NEW_KEY, "-days", "2", ...files, "-subj", subject]);
  return { key: await fs.readFile(`${base}.key`, "utf8"), cert: await fs.readFile(`${base}.crt`, "utf8") };
}

/** @type {{ id: string, title: string, run: (c: Context) => Promise<void> }[]} */
export const cases = [
  {
    id: "E129",
    title: "a join token used twice, also at the same moment",
    run: async (c) => {
      const { id: tokenId, token } = await joinToken(c);
      const requests = await Promise.all(
        [0, 1, 2, 3].map(async () => {
          const hostname = c.name("h");
          return enrolment(token, await csr(c, `/CN=${hostname}`), { hostname });
        }),
      );
      const answers = await Promise.all(requests.map((body) => c.anonymous.post(PATH, body)));
      assert.equal(
        answers.filter((a) => a.status === 201).length,
        1,
        answers.map((a) => `${a.status} ${a.json?.code}`).join(", "),
      );
      for (const answer of answers.filter((a) => a.status !== 201))
        refused(answer, { status: 410, code: "JOIN_TOKEN_USED" });
      refused(await c.anonymous.post(PATH, requests[0]), { status: 410, code: "JOIN_TOKEN_USED" });
      const id = String(answers.find((a) => a.status === 201)?.json.hostId);
      refused(await c.anonymous.get("/agent/bundle", { token }), { status: [401, 410] });
      await removeHost(c, id);
      await c.admin.delete(`/api/v1/join-tokens/${tokenId}`);
    },
  },
  {
    id: "E130",
    title: "made-up, foreign, withdrawn join tokens",
    run: async (c) => {
      const request = await csr(c, "/CN=hostile-host");
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
        refused(await c.anonymous.post(PATH, enrolment(token, request)), { status: [400, 401, 413] });
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
        await csr(c, "/CN=hostile-host", ["-addext", "basicConstraints=critical,CA:TRUE"]),
        await csr(c, "/CN=hostile-host", ["-addext", "subjectAltName=DNS:*.example.org"]),
        await csr(c, "/CN=hostile-host", [
          "-addext",
          "subjectAltName=URI:atoll:host:00000000-0000-7000-8000-000000000001",
        ]),
        await csr(c, "/CN=hostile-host", ["-addext", "subjectAltName=URI:atoll:manager"]),
        "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
        "not a request",
        "A".repeat(500_000),
      ];
      for (const request of asked)
        refused(await c.anonymous.post(PATH, enrolment(token, request)), { status: [400, 413, 422] });
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
        refused(await c.anonymous.post(PATH, enrolment(token, await csr(c, "/CN=hostile-host"), more)), {
          status: [400, 422],
        });
      refused(
        await c.anonymous.post(
          PATH,
          enrolment(token, await csr(c, "/CN=hostile-host"), { clockMs: Date.now() - 3_600_000 }),
        ),
        { status: 422, code: "CLOCK_SKEW" },
      );
      refused(
        await c.anonymous.post(
          PATH,
          enrolment(token, await csr(c, "/CN=hostile-host"), { clockMs: Date.now() + 3_600_000 }),
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
      assert.match(`${failed.stdout}${failed.stderr}`, /is not the manager that made this join token/);
      assert.doesNotMatch(`${failed.stdout}${failed.stderr}`, /Exception|\tat /);
      await c.admin.delete(`/api/v1/join-tokens/${id}`);
    },
  },
  {
    id: "E134",
    title: "a revoked certificate at ZooKeeper's door",
    run: async (c) => {
      if (!c.zookeeper) throw new Error("the lab names no ZooKeeper");
      const { id, token } = await joinToken(c);
      const hostname = c.name("h");
      const { csrPem, key } = await keyAndRequest(c, `/CN=${hostname}`);
      const joined = await c.anonymous.post(PATH, enrolment(token, csrPem, { hostname }));
      assert.equal(joined.status, 201, joined.text);
      const { hostId, installationId, certificatePem, caPem } = joined.json;
      const identity = { key, cert: certificatePem, ca: caPem };
      const connect = `${c.zookeeper.host}:${c.zookeeper.port}`;
      const member = await Zookeeper.open(connect, installationId, identity);
      assert.ok((await member.children(`${member.root}/hosts`)).length > 0, "a member may read");
      await removeHost(c, hostId);
      await waitUntil("the end of the revoked host's connection", 10_000, () =>
        member.children(member.root).then(
          () => false,
          () => true,
        ),
      );
      await assert.rejects(Zookeeper.open(connect, installationId, identity), "it cannot come back");
      await c.admin.delete(`/api/v1/join-tokens/${id}`);
    },
  },
  {
    id: "E135",
    title: "a second host with the id, or the name, of one that is there",
    run: async (c) => {
      const { id, token } = await joinToken(c);
      const there = (await c.admin.get(`/api/v1/hosts/${c.own.hostId}`)).json.metadata;
      for (const [subject, names] of [
        ["/CN=hostile", `URI:atoll:host:${there.id}`],
        [`/CN=${there.id}`, "URI:atoll:manager"],
        ["/CN=hostile", `URI:atoll:host:${there.id},URI:atoll:host:00000000-0000-7000-8000-000000000001`],
      ]) {
        const request = await csr(c, String(subject), ["-addext", `subjectAltName=${names}`]);
        refused(await c.anonymous.post(PATH, enrolment(token, request)), { status: 422, code: "CSR_REFUSED" });
      }
      for (const hostname of [there.name, there.name.toUpperCase()])
        refused(await c.anonymous.post(PATH, enrolment(token, await csr(c, `/CN=${hostname}`), { hostname })), {
          status: 409,
        });
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
        if (door === manager)
          for (const ciphers of [
            "ECDHE-ECDSA-AES128-SHA",
            "ECDHE-ECDSA-AES256-SHA384",
            "AES128-SHA",
            "eNULL",
            "aNULL",
          ]) {
            const weak = { ...door, maxVersion: /** @type {const} */ ("TLSv1.2"), ciphers: `${ciphers}@SECLEVEL=0` };
            assert.match(await handshake(weak), /^(refused|closed)/, `${ciphers} is not spoken`);
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
      const host = await Zookeeper.asHost(c.hostStateDir);
      try {
        const vm = "00000000-0000-7000-8000-000000000001";
        for (const path of ["", "/vms", `/vms/${vm}`, "/leader/epoch", "/managers", "/hosts"])
          for (const [what, error] of Object.entries(await host.attack(host.root + path)))
            assert.ok([NO_AUTH, NO_NODE, NODE_EXISTS].includes(error), `${what} ${path}: ${error}`);
        for (const other of (await host.children(`${host.root}/hosts`)).filter((one) => one !== host.hostId))
          for (const [what, error] of Object.entries(await host.attack(`${host.root}/hosts/${other}`)))
            assert.ok([NO_AUTH, NODE_EXISTS].includes(error), `${what} of another host: ${error}`);
      } finally {
        host.close();
      }
    },
  },
];
