// Group Z: who is asking.
import assert from "node:assert/strict";
import { noInternals, refused } from "./expect.mjs";

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
      for (const path of ["/api/v1/vms", "/api/v1/users", "/api/v1/tokens", "/api/v1/pools"])
        refused(await c.anonymous.post(path, {}), { status: 401 });
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
      refused(await c.admin.post("/api/v1/tokens", { name: c.name("t"), expiresAt: "2001-01-01T00:00:00Z" }), {
        status: 400,
      });
      refused(await c.admin.post("/api/v1/tokens", { name: c.name("t"), expiresAt: "not a time" }), {
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
    title: "each role meets its limits on every resource",
    run: async (c) => {
      const writes = [
        "/api/v1/vms",
        "/api/v1/networks",
        "/api/v1/pools",
        "/api/v1/images",
        "/api/v1/clusters",
        "/api/v1/users",
        `/api/v1/clusters/${c.clusterId}/join-tokens`,
      ];
      for (const path of writes) refused(await c.viewer.post(path, {}), { status: 403, code: "FORBIDDEN" });
      for (const path of ["/api/v1/users", "/api/v1/audit"]) refused(await c.viewer.get(path), { status: 403 });
      refused(await c.operator.post("/api/v1/users", {}), { status: 403 });
      refused(await c.operator.post(`/api/v1/clusters/${c.clusterId}/join-tokens`, {}), { status: 403 });
      refused(await c.viewer.post(`/api/v1/vms/${NOBODY}/console-tickets`, { kind: "VNC" }), { status: 403 });
      const more = await c.operator.post("/api/v1/tokens", { name: c.name("t"), role: "ADMIN" });
      refused(more, { status: [400, 403] });
    },
  },
  {
    id: "Z34",
    title: "ids of other kinds",
    run: async (c) => {
      for (const path of [
        `/api/v1/vms/${c.imageId}`,
        `/api/v1/hosts/${c.imageId}`,
        `/api/v1/vms/${c.imageId}/migrations`,
        `/api/v1/tasks/${c.imageId}`,
      ])
        refused(await c.admin.get(path), { status: 404 });
      refused(await c.admin.post(`/api/v1/vms/${c.imageId}/actions/start`, {}), { status: 404 });
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
        for (const kind of ["vms", "hosts", "pools", "networks", "images", "clusters", "tasks", "users"])
          refused(await c.admin.get(`/api/v1/${kind}/${id}`), { status: [400, 404, 414] });
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
    id: "Z37",
    title: "event stream and console without the right",
    run: async (c) => {
      refused(await c.anonymous.get("/api/v1/events", { headers: { Accept: "text/event-stream" } }), {
        status: 401,
      });
      const upgrade = {
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
      };
      for (const protocol of [
        "binary",
        "binary, ticket.x",
        "binary, ticket.",
        `binary, ticket.${"A".repeat(43)}`,
        `binary, ticket.${"A".repeat(6_000)}`,
      ]) {
        const answer = await c.anonymous.get("/api/v1/console", {
          headers: { ...upgrade, "Sec-WebSocket-Protocol": protocol },
        });
        assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
      }
    },
  },
  {
    id: "Z38",
    title: "a role that changes ends the session's stream",
    run: async (c) => {
      const user = await c.user("OPERATOR");
      const { cookie } = await c.login(user);
      const stream = c.anonymous.get("/api/v1/events", {
        headers: { Accept: "text/event-stream", Cookie: cookie },
        timeoutMs: 20_000,
      });
      const changed = await c.admin.patch(`/api/v1/users/${user.id}`, { disabled: true });
      assert.equal(changed.status, 200, changed.text);
      const answer = await stream;
      noInternals(answer);
    },
  },
  {
    id: "Z39",
    title: "parallel logins each get their own session",
    run: async (c) => {
      const users = await Promise.all([0, 1, 2, 3].map(() => c.user("VIEWER")));
      const logins = await Promise.all(
        Array.from({ length: 60 }, (_, i) =>
          c.login(/** @type {any} */ (users[i % 4])).then((l) => ({ ...l, want: users[i % 4]?.username })),
        ),
      );
      assert.equal(new Set(logins.map((l) => l.cookie)).size, logins.length, "no cookie twice");
      for (const login of logins) {
        const me = await c.anonymous.get("/api/v1/sessions/current", { headers: { Cookie: login.cookie } });
        assert.equal(me.json?.user?.username, login.want);
      }
    },
  },
  {
    id: "Z40",
    title: "guessing is slowed, and does not lock others out",
    run: async (c) => {
      const [victim, other] = [await c.user("VIEWER"), await c.user("VIEWER")];
      let slowed = false;
      for (let i = 0; i < 12 && !slowed; i++) {
        const { answer } = await c.login({ username: victim.username, password: `wrong-password-${i}` });
        refused(answer, { status: [401, 429] });
        slowed = answer.status === 429;
        if (slowed) assert.ok(Number(answer.headers["retry-after"]) >= 1, "says when to come back");
      }
      assert.ok(slowed, "12 wrong passwords are slowed");
      assert.equal((await c.login(other)).answer.status, 201, "others still get in");
      const [unknown, wrong] = [
        await c.login({ username: c.name("nobody"), password: "some-password-1" }),
        await c.login({ username: other.username, password: "wrong-password-1" }),
      ];
      assert.deepEqual(
        { ...unknown.answer.json, traceId: 0, instance: 0 },
        { ...wrong.answer.json, traceId: 0, instance: 0 },
        "the answer does not tell whether the user exists",
      );
    },
  },
];
