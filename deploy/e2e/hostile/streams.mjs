// Group Z, connections that stay open: the event stream and consoles, and what becomes of them when the right to them ends.
import assert from "node:assert/strict";
import { refused } from "./expect.mjs";
import { waitUntil } from "../lib/wait.mjs";

/** @typedef {import("./context.mjs").Context} Context */

const END_WITHIN_MS = 5_000;
const UPGRADE = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
};

/**
 * Opens an event stream and waits for its greeting.
 *
 * @param {Context} c @param {Record<string, string>} headers
 */
async function openStream(c, headers) {
  const stream = c.anonymous.stream("/api/v1/events", { Accept: "text/event-stream", ...headers });
  await waitUntil("the stream's greeting", 10_000, () => stream.text.includes("event: hello"));
  return stream;
}

/** Ways in which the right to a stream ends. @type {[string, (c: Context, user: { id: string }, cookie: string) => Promise<{ status: number, text: string }>][]} */
const ENDS = [
  [
    "logout",
    (c, _, cookie) =>
      c.anonymous.delete("/api/v1/sessions/current", { headers: { Cookie: cookie, "X-Atoll-Csrf": "1" } }),
  ],
  ["disabled", (c, user) => c.admin.patch(`/api/v1/users/${user.id}`, { disabled: true })],
  ["another role", (c, user) => c.admin.patch(`/api/v1/users/${user.id}`, { role: "VIEWER" })],
  [
    "another password",
    (c, user) => c.admin.post(`/api/v1/users/${user.id}/actions/set-password`, { password: "Another-Password-1" }),
  ],
  ["deleted", (c, user) => c.admin.delete(`/api/v1/users/${user.id}`)],
];

/** @type {{ id: string, title: string, run: (c: Context) => Promise<void> }[]} */
export const cases = [
  {
    id: "Z37",
    title: "event stream and console without the right",
    run: async (c) => {
      refused(await c.anonymous.get("/api/v1/events", { headers: { Accept: "text/event-stream" } }), { status: 401 });
      refused(await c.viewer.get("/api/v1/events?types=%00", { headers: { Accept: "text/event-stream" } }), {
        status: 400,
      });
      const own = `https://${c.anonymous.base.host}`;
      for (const protocol of [
        "binary",
        "binary, ticket.x",
        "binary, ticket.",
        `binary, ticket.${"A".repeat(43)}`,
        `binary, ticket.${"A".repeat(6_000)}`,
        "ticket.$(id), ticket.'--",
      ])
        for (const origin of [own, "https://evil.example", "null", undefined])
          for (const client of [c.anonymous, c.viewer]) {
            const headers = { ...UPGRADE, "Sec-WebSocket-Protocol": protocol, ...(origin ? { Origin: origin } : {}) };
            refused(await client.get("/api/v1/console", { headers }), { status: origin === own ? 401 : 403 });
          }
      refused(await c.viewer.get("/api/v1/console"), { status: [400, 403, 426] });
    },
  },
  {
    id: "Z38",
    title: "a right that ends, ends the open stream",
    run: async (c) => {
      for (const [how, end] of ENDS) {
        const user = await c.user("OPERATOR");
        const { cookie } = await c.login(user);
        const stream = await openStream(c, { Cookie: cookie });
        const ended = await end(c, user, cookie);
        assert.ok(ended.status < 300, `${how}: ${ended.text}`);
        await waitUntil(`end of the stream after: ${how}`, END_WITHIN_MS, () => stream.closed);
        refused(await c.anonymous.get("/api/v1/events", { headers: { Cookie: cookie } }), { status: 401 });
      }
      const token = await c.tokenFor("VIEWER");
      const stream = await openStream(c, { Authorization: `Bearer ${token.secret}` });
      assert.equal((await c.admin.delete(`/api/v1/tokens/${token.id}`)).status, 204);
      await waitUntil("end of the stream of a withdrawn token", END_WITHIN_MS, () => stream.closed);
      const greedy = await c.tokenFor("VIEWER");
      const many = Array.from({ length: 80 }, () =>
        c.anonymous.stream("/api/v1/events", { Accept: "text/event-stream", Authorization: `Bearer ${greedy.secret}` }),
      );
      await waitUntil("an answer to every stream", 60_000, () => many.every((one) => one.status !== 0));
      assert.ok(
        many.some((one) => one.status === 429) && many.every((one) => [200, 429].includes(one.status)),
        "one user opens no more streams than are good for all",
      );
      assert.equal((await c.admin.delete(`/api/v1/tokens/${greedy.id}`)).status, 204);
      await waitUntil("the end of all of them", 2 * END_WITHIN_MS, () => many.every((one) => one.closed));
      const heard = stream.text;
      const note = c.name("unheard");
      const path = `/api/v1/networks/${c.own.networkId}`;
      assert.equal((await c.admin.patch(path, { spec: { description: note } })).status, 200);
      assert.equal((await c.admin.patch(path, { spec: { description: "" } })).status, 200);
      assert.equal(stream.text, heard, "nothing more was heard");
    },
  },
];
