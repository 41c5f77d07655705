// Group Z: who is asking.
import assert from "node:assert/strict";
import { refused } from "./expect.mjs";
import { TARGETS } from "./operations.mjs";
import { filled, idFor, LEAST_ROLE, ROLES } from "./roles.mjs";

/** @typedef {import("./context.mjs").Context} Context */

const PATHS = [
  "/api/v1/vms",
  "/api/v1/hosts",
  "/api/v1/users",
  "/api/v1/tokens",
  "/api/v1/tasks",
  "/api/v1/audit",
  "/api/v1/events",
  "/api/v1/managers",
  "/api/v1/openapi.json",
  "/metrics",
];
const NOBODY = "00000000-0000-7000-8000-000000000000";
const LOGINS = 40;

/** @param {unknown} header @param {unknown} payload */
const jwt = (header, payload) =>
  [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".") + ".";

/** @type {{ id: string, title: string, run: (c: Context) => Promise<void> }[]} */
export const cases = [
  {
    id: "Z25",
    title: "no token",
    run: async (c) => {
      for (const path of PATHS) refused(await c.anonymous.get(path), { status: 401 });
      for (const operation of c.operations.filter((one) => ROLES.indexOf(String(LEAST_ROLE[one.id])) > 0)) {
        const path = filled(operation.path, idFor(c, operation.path));
        refused(await c.anonymous.request(path, { method: operation.method }), {
          status: 401,
          code: "UNAUTHENTICATED",
        });
      }
    },
  },
  {
    id: "Z26",
    title: "empty and odd tokens",
    run: async (c) => {
      for (const token of [
        "",
        " ",
        "{}",
        "[]",
        "j:{}",
        "null",
        "undefined",
        "atk_",
        "atk_null",
        "0",
        "true",
        "a".repeat(5_000),
      ])
        refused(await c.anonymous.get("/api/v1/vms", { headers: { Authorization: `Bearer ${token}` } }), {
          status: [401, 431],
        });
      for (const value of ["Basic YWRtaW46YWRtaW4=", "Bearer", "bearer\tx", "Digest x", "Bearer a b"])
        refused(await c.anonymous.get("/api/v1/vms", { headers: { Authorization: value } }), { status: 401 });
      for (const cookie of [
        "atoll_session=",
        "atoll_session={}",
        "atoll_session=j:{}",
        "atoll_session=[]",
        "atoll_session=null; atoll_session=null",
      ])
        refused(await c.anonymous.get("/api/v1/vms", { headers: { Cookie: cookie } }), { status: 401 });
    },
  },
  {
    id: "Z27",
    title: "unsigned and confused signed tokens",
    run: async (c) => {
      for (const header of [{ alg: "none" }, { alg: "HS256" }, { alg: "RS256", kid: "../../../../dev/null" }])
        refused(await c.anonymous.as(jwt(header, { sub: "admin", role: "ADMIN" })).get("/api/v1/users"), {
          status: 401,
        });
    },
  },
  {
    id: "Z28",
    title: "expired, future and foreign tokens",
    run: async (c) => {
      refused(
        await c.admin.post("/api/v1/tokens", { name: c.name("t"), role: "VIEWER", expiresAt: "2001-01-01T00:00:00Z" }),
        {
          status: 400,
        },
      );
      refused(await c.admin.post("/api/v1/tokens", { name: c.name("t"), role: "VIEWER", expiresAt: "not a time" }), {
        status: 400,
      });
      const soon = await c.admin.post("/api/v1/tokens", {
        name: c.name("t"),
        role: "VIEWER",
        expiresAt: new Date(Date.now() + 1_500).toISOString(),
      });
      assert.equal(soon.status, 201, soon.text);
      const end = Date.now() + 10_000;
      let answer = await c.anonymous.as(soon.json.secret).get("/api/v1/vms");
      while (answer.status === 200 && Date.now() < end)
        answer = await c.anonymous.as(soon.json.secret).get("/api/v1/vms");
      refused(answer, { status: 401 });
      await c.admin.delete(`/api/v1/tokens/${soon.json.id}`);
      refused(await c.anonymous.as(`atk_${"A".repeat(43)}`).get("/api/v1/vms"), { status: 401 });
    },
  },
  {
    id: "Z29",
    title: "after logout, password change and loss of the role",
    run: async (c) => {
      const user = await c.user("OPERATOR");
      const first = await c.login(user);
      const asFirst = { headers: { Cookie: first.cookie, "X-Atoll-Csrf": "1" } };
      assert.equal((await c.anonymous.get("/api/v1/vms", asFirst)).status, 200);
      await c.anonymous.request("/api/v1/sessions/current", { method: "DELETE", ...asFirst });
      refused(await c.anonymous.get("/api/v1/vms", asFirst), { status: 401 });
      const second = await c.login(user);
      const password = `${user.password}-2`;
      const set = await c.admin.post(`/api/v1/users/${user.id}/actions/set-password`, { password });
      assert.ok(set.status < 300, set.text);
      refused(await c.anonymous.get("/api/v1/vms", { headers: { Cookie: second.cookie } }), { status: 401 });
      const third = await c.login({ username: user.username, password });
      const lost = await c.admin.patch(`/api/v1/users/${user.id}`, { role: "VIEWER" });
      assert.equal(lost.status, 200, lost.text);
      const after = await c.anonymous.post(
        "/api/v1/vms?dryRun=true",
        {},
        { headers: { Cookie: third.cookie, "X-Atoll-Csrf": "1" } },
      );
      refused(after, { status: [401, 403] });
    },
  },
  {
    id: "Z30",
    title: "a session id from before the login is not kept",
    run: async (c) => {
      const user = await c.user("VIEWER");
      const planted = `atoll_session=${"A".repeat(43)}`;
      const answer = await c.anonymous.post(
        "/api/v1/sessions",
        { username: user.username, password: user.password },
        { headers: { Cookie: planted } },
      );
      assert.equal(answer.status, 201, answer.text);
      const cookie = String(answer.headers["set-cookie"]);
      assert.ok(!cookie.includes("A".repeat(43)), "a new id at login");
      for (const flag of ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"])
        assert.ok(cookie.toLowerCase().includes(flag.toLowerCase()), `${flag} in ${cookie}`);
      refused(await c.anonymous.get("/api/v1/vms", { headers: { Cookie: planted } }), { status: 401 });
    },
  },
  {
    id: "Z31",
    title: "an extra field cannot skip the password",
    run: async (c) => {
      const user = await c.user("VIEWER");
      for (const extra of [{ tfa: "1" }, { otp: "000000" }, { "tfa-challenge": "x" }, { remember: true }])
        refused(
          await c.anonymous.post("/api/v1/sessions", {
            username: user.username,
            password: "wrong-password-here",
            ...extra,
          }),
          { status: [400, 401] },
        );
      for (const body of [
        { username: user.username },
        { username: user.username, password: null },
        { username: user.username, password: "" },
        { username: user.username, password: {} },
        { username: { $ne: 1 }, password: "x" },
      ])
        refused(await c.anonymous.post("/api/v1/sessions", body), { status: [400, 401, 429] });
    },
  },
  {
    id: "Z32",
    title: "no user changes another user's way in",
    run: async (c) => {
      const user = await c.user("VIEWER");
      for (const client of [c.viewer, c.operator]) {
        refused(
          await client.post(`/api/v1/users/${user.id}/actions/set-password`, {
            password: "Another-Password-1",
          }),
          { status: 403 },
        );
        refused(await client.patch(`/api/v1/users/${user.id}`, { role: "ADMIN" }), { status: 403 });
        refused(await client.delete(`/api/v1/users/${user.id}`), { status: 403 });
      }
    },
  },
  {
    id: "Z33",
    title: "each role meets its limits on every operation",
    run: async (c) => {
      assert.deepEqual(
        c.operations.map((one) => one.id).filter((id) => !(id in LEAST_ROLE)),
        [],
        "roles.mjs names who may call each operation",
      );
      for (const operation of c.operations) {
        if (LEAST_ROLE[operation.id] === "JOIN TOKEN") {
          for (const client of [c.anonymous, c.viewer, c.admin])
            refused(await client.get(operation.path), { status: 401, code: "JOIN_TOKEN_INVALID" });
          continue;
        }
        const least = ROLES.indexOf(String(LEAST_ROLE[operation.id]));
        for (const [rank, client] of [c.anonymous, c.viewer, c.operator].entries()) {
          const denied = rank < least;
          if (!denied && operation.method !== "GET") continue;
          const path = filled(operation.path, idFor(c, operation.path));
          const body = TARGETS[operation.id]?.body(c);
          const answer = await client.request(path, {
            method: operation.method,
            headers: { "If-Match": "*" },
            ...(operation.bodied ? { body } : {}),
          });
          const what = `${operation.id} by ${ROLES[rank]}: ${answer.status}`;
          if (denied)
            refused(answer, rank === 0 ? { status: 401, code: "UNAUTHENTICATED" } : { status: 403, code: "FORBIDDEN" });
          else assert.ok(answer.status < 500 && answer.status !== 403 && (answer.status !== 401 || rank === 0), what);
        }
      }
      for (const role of ["ADMIN", "OPERATOR"])
        refused(await c.viewer.post("/api/v1/tokens", { name: c.name("t"), role }), { status: 403 });
      refused(await c.operator.post("/api/v1/tokens", { name: c.name("t"), role: "ADMIN" }), { status: 403 });
    },
  },
  {
    id: "Z34",
    title: "ids of other kinds, and ids nested in others",
    run: async (c) => {
      const ids = {
        clusters: c.clusterId,
        hosts: c.own.hostId,
        images: c.imageId,
        vms: c.own.vmId,
        users: c.own.userId,
      };
      for (const operation of c.operations.filter((one) => one.path.includes("{")))
        for (const [kind, id] of Object.entries(ids)) {
          if (operation.path.startsWith(`/api/v1/${kind}/`)) continue;
          const query = operation.id === "forecastHostFailure" ? `?hostDown=${c.own.hostId}` : "";
          const path = filled(operation.path, id) + query;
          const body = TARGETS[operation.id]?.body(c);
          const raw = operation.id === "uploadImage" ? "x" : undefined;
          const answer = await c.admin.request(path, {
            method: operation.method,
            headers: { "If-Match": "*", ...(raw ? { "Content-Type": "application/octet-stream" } : {}) },
            ...(operation.bodied ? { body } : {}),
            ...(raw ? { raw } : {}),
          });
          refused(answer, { status: 404 });
        }
    },
  },
  {
    id: "Z35",
    title: "guessed ids",
    run: async (c) => {
      for (const id of [
        "1",
        "0",
        "-1",
        "a",
        NOBODY,
        "00000000-0000-0000-0000-000000000000",
        "%00",
        "..%2f",
        "1%27%20or%20%271",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "x".repeat(2_000),
      ])
        await Promise.all(
          c.operations
            .filter((one) => one.path.includes("{") && one.method !== "PUT")
            .map(async (operation) => {
              const answer = await c.admin.request(operation.path.replace(/\{\w+\}/g, id), {
                method: operation.method,
                headers: { "If-Match": "*" },
                ...(operation.bodied ? { body: TARGETS[operation.id]?.body(c) } : {}),
              });
              refused(answer, { status: [400, 404, 414] });
            }),
        );
    },
  },
  {
    id: "Z36",
    title: "lists leak neither names nor counts",
    run: async (c) => {
      for (const path of PATHS) {
        const answer = await c.anonymous.get(path);
        assert.doesNotMatch(answer.text, /totalCount|items|hostile-/);
      }
      const info = await c.anonymous.get("/api/v1/info");
      assert.equal(info.status, 200);
      const allowed = new Set(["name", "version", "apiVersion", "setupRequired"]);
      for (const key of Object.keys(info.json)) assert.ok(allowed.has(key), `/api/v1/info tells ${key}`);
    },
  },
  {
    id: "Z39",
    title: "40 logins at once each get their own session, and 1,000 tokens their own user",
    run: async (c) => {
      const users = await Promise.all([0, 1, 2, 3].map(() => c.user("VIEWER")));
      const logins = await Promise.all(
        Array.from({ length: LOGINS }, async (_, i) => {
          const who = /** @type {{ username: string, password: string }} */ (users[i % 4]);
          return { ...(await c.login(who)), want: who.username };
        }),
      );
      assert.deepEqual([...new Set(logins.map((one) => one.answer.status))], [201]);
      assert.equal(new Set(logins.map((one) => one.cookie)).size, LOGINS, "no cookie twice");
      const tokens = await Promise.all(
        logins.map(async (login) => {
          const headers = { Cookie: login.cookie, "X-Atoll-Csrf": "1" };
          const me = await c.anonymous.get("/api/v1/sessions/current", { headers });
          assert.equal(me.json?.user?.username, login.want);
          const made = await Promise.all(
            Array.from({ length: 25 }, () =>
              c.anonymous.post("/api/v1/tokens", { name: c.name("t"), role: "VIEWER" }, { headers }),
            ),
          );
          return made.map((answer) => ({ secret: String(answer.json?.secret), want: login.want }));
        }),
      );
      const all = tokens.flat();
      assert.equal(new Set(all.map((one) => one.secret)).size, 25 * LOGINS, "no token twice");
      await Promise.all(
        all.map(async ({ secret, want }) => {
          const me = await c.anonymous.get("/api/v1/sessions/current", { token: secret });
          assert.equal(me.json?.user?.username, want);
        }),
      );
    },
  },
  {
    id: "Z40",
    title: "guessing is slowed, and does not lock others out",
    run: async (c) => {
      const [victim, other] = [await c.user("VIEWER"), await c.user("VIEWER")];
      assert.equal((await c.login(other, c.stranger)).answer.status, 201);
      const guesses = await Promise.all(
        Array.from({ length: 60 }, (_, i) =>
          c.login({ username: victim.username, password: `wrong-password-${i}` }, c.stranger),
        ),
      );
      for (const { answer } of guesses) refused(answer, { status: [401, 429] });
      const compared = guesses.filter(({ answer }) => answer.status === 401);
      assert.ok(compared.length <= 12, `of 60 guesses at once ${compared.length} were compared with the password`);
      for (const { answer } of guesses.filter((guess) => guess.answer.status === 429))
        assert.ok(Number(answer.headers["retry-after"]) >= 1, "says when to come back");
      assert.equal((await c.login(victim)).answer.status, 201, "the victim gets in from elsewhere");
      assert.equal((await c.login(other, c.stranger)).answer.status, 201, "others still get in from there");
      const [unknown, wrong] = [
        await c.login({ username: c.name("nobody"), password: "some-password-1" }),
        await c.login({ username: other.username, password: "wrong-password-1" }),
      ];
      assert.deepEqual(
        { ...unknown.answer.json, traceId: 0, instance: 0 },
        { ...wrong.answer.json, traceId: 0, instance: 0 },
        "the answer does not tell whether the user exists",
      );
      const sprayed = [];
      for (let i = 0; i < 150; i++)
        sprayed.push(await c.login({ username: c.name("spray"), password: "Summer-2026-!" }, c.sprayer));
      assert.ok(
        sprayed.some(({ answer }) => answer.status === 429),
        "one password for many names is slowed",
      );
      assert.equal((await c.login(other)).answer.status, 201, "others get in from elsewhere");
    },
  },
];
