// Group A, below JSON: framing, headers, methods, paths.
import assert from "node:assert/strict";
import { noInternals, rawRefused, refused } from "./expect.mjs";
import { filled } from "./roles.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/** @type {{ id: string, title: string, run: (c: Context) => Promise<void> }[]} */
export const cases = [
  {
    id: "A10",
    title: "a body that says 1 GB",
    run: async (c) => {
      const text = await c.admin.bytes(
        head(c, "POST", "/api/v1/vms", `Content-Type: application/json\r\nContent-Length: 1073741824\r\n`) +
          '{"name":"',
      );
      assert.equal(rawRefused(text), 413);
    },
  },
  {
    id: "A15",
    title: "chunked and content-length together",
    run: async (c) => {
      const smuggled = "0\r\n\r\nGET /api/v1/users HTTP/1.1\r\nHost: x\r\n\r\n";
      const text = await c.admin.bytes(
        head(
          c,
          "POST",
          "/api/v1/vms?dryRun=true",
          `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nContent-Length: ${smuggled.length}\r\n`,
        ) + smuggled,
      );
      rawRefused(text);
      assert.ok((text.match(/HTTP\/1\.1 /g) ?? []).length <= 1, "the smuggled request must not be answered");
      const json = "Content-Type: application/json\r\n";
      const rest = "0\r\n\r\nGET /api/v1/users HTTP/1.1\r\nHost: x\r\n\r\n";
      for (const headers of [
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length : 5\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding:\x0bchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "X-A: b\r\n\tfolded: yes\r\nContent-Length: 5\r\nContent-Length: 7\r\n",
        "Expect: 200-nothing\r\nContent-Length: 2\r\n",
      ]) {
        const got = await c.admin.bytes(head(c, "POST", "/api/v1/vms?dryRun=true", json + headers) + rest);
        rawRefused(got);
        assert.ok((got.match(/HTTP\/1\.1 /g) ?? []).length <= 1, `${headers}: one answer at most`);
      }
      for (const body of ["zz\r\n{}\r\n0\r\n\r\n", "-1\r\n\r\n", "ffffffffffffffff\r\n{}", "2\n{}\n0\n\n"])
        rawRefused(
          await c.admin.bytes(
            head(c, "POST", "/api/v1/vms?dryRun=true", `${json}Transfer-Encoding: chunked\r\n`) + body,
          ),
        );
      for (const line of [
        "GET /api/v1/vms HTTP/9.9",
        "GET /api/v1/vms HTTP/1.1 HTTP/1.1",
        "GET /api/v1/vms",
        "GET http://169.254.169.254/latest HTTP/1.1",
        "GET //evil.example/ HTTP/1.1",
        "G\0T /api/v1/vms HTTP/1.1",
        "PRI * HTTP/2.0",
        "CONNECT 127.0.0.1:22 HTTP/1.1",
        "\x16\x03\x01",
      ])
        rawRefused(await c.admin.bytes(`${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`));
      for (const host of ["Host: a\r\nHost: b\r\n", "", "Host: a b\r\n", "Host: a/b\r\n"])
        rawRefused(await c.admin.bytes(`GET /api/v1/vms HTTP/1.1\r\n${host}Connection: close\r\n\r\n`));
    },
  },
  {
    id: "A16",
    title: "1,000 headers, one of 1 MB",
    run: async (c) => {
      const many = Array.from({ length: 1_000 }, (_, i) => `X-H${i}: ${i}\r\n`).join("");
      rawRefused(await c.admin.bytes(head(c, "GET", "/api/v1/vms", many)));
      rawRefused(await c.admin.bytes(head(c, "GET", "/api/v1/vms", `Cookie: ${"a=b; ".repeat(4_000)}\r\n`)));
      rawRefused(await c.admin.bytes(head(c, "GET", `/api/v1/vms?${"a=b&".repeat(5_000)}`, "")));
      rawRefused(await c.admin.bytes(head(c, "GET", "/api/v1/vms", `X-Big: ${"a".repeat(1_000_000)}\r\n`)));
    },
  },
  {
    id: "A17",
    title: "method override header",
    run: async (c) => {
      const before = await c.admin.get("/api/v1/vms");
      for (const header of ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
        noInternals(await c.viewer.request("/api/v1/vms?_method=DELETE", { headers: { [header]: "DELETE" } }));
      assert.equal((await c.admin.get("/api/v1/vms")).json.totalCount, before.json.totalCount);
      for (const method of ["TRACE", "PROPFIND", "LINK", "DEBUG", "PURGE"])
        for (const path of ["/api/v1/vms", "/", "/api/v1/sessions/current", "/readyz"])
          refused(await c.admin.request(path, { method }), { status: 405 });
      for (const operation of c.operations.filter((one) => one.method !== "GET" && !one.path.includes("sessions"))) {
        const path = `${filled(operation.path, c.own.vmId)}?_method=${operation.method}`;
        const answer = await c.viewer.request(path, { headers: { "X-HTTP-Method-Override": operation.method } });
        noInternals(answer);
        assert.ok(answer.status === 200 || answer.status >= 400, `${operation.id}: ${answer.status}`);
      }
    },
  },
  {
    id: "A18",
    title: "path tricks",
    run: async (c) => {
      for (const path of [
        "/api/v1/info/..;/users",
        "/api/v1/%2e%2e/v1/users",
        "/api/v1/info/../users",
        "//api/v1/users",
        "/api//v1/users",
        "/api/v1/users;a=b",
        "/api/v1/info%2f..%2fusers",
        "/api/v1/info/%252e%252e/users",
        "/..%5c..%5cetc/passwd",
        "/assets/../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/application.yaml",
        "/api/v1/users%00",
        "/api/v1/users%0d%0a",
        "/META-INF/MANIFEST.MF",
        "/WEB-INF/web.xml",
        "/application.yaml",
        "/api/v1/users/%e0%80%af",
        "/api/v1/%75sers",
        "/api/v1/users/../../../livez",
        "/./api/v1/users",
        "/api/v1/users/%3b",
        "/api\\v1\\users",
        "/api/v1/users?a=%00",
        `/api/v1/${"a".repeat(7_000)}`,
        `/api/v1/vms?x=${"a".repeat(9_000)}`,
      ]) {
        for (const client of [c.anonymous, c.viewer]) {
          const answer = await client.get(path);
          noInternals(answer);
          assert.ok(!answer.text.includes('"items"') && !answer.text.includes("root:"), `${path} gave data`);
          if (!(answer.status === 200 && /<div id="root"|<!doctype html/i.test(answer.text))) refused(answer);
        }
      }
    },
  },
  {
    id: "A19",
    title: "trailing dot, slash and case do not get past the door",
    run: async (c) => {
      for (const path of [
        "/api/v1/users/",
        "/api/v1/users.",
        "/API/v1/users",
        "/api/V1/USERS",
        "/api/v1/users.json",
        "/api/v1/users/.",
        "/actuator",
        "/actuator/env",
        "/h2-console",
        "/v3/api-docs",
        "/swagger-ui.html",
      ]) {
        const answer = await c.anonymous.get(path);
        noInternals(answer);
        assert.ok(
          !answer.text.includes('"items"') && !answer.text.includes('"_links"') && !answer.text.includes('"openapi"'),
          `${path} gave data`,
        );
      }
      await Promise.all(
        c.operations
          .filter((one) => one.path.startsWith("/api/"))
          .map(async (operation) => {
            const path = filled(operation.path, c.own.vmId);
            for (const other of [
              `${path}/`,
              `${path}.`,
              `${path}.json`,
              path.toUpperCase(),
              `${path};v=1`,
              `/${path}`,
            ]) {
              const answer = await c.anonymous.request(other, { method: operation.method });
              noInternals(answer);
              if (answer.status < 400) assert.match(answer.text, /<!doctype html/i, `${other} gave something`);
            }
          }),
      );
    },
  },
];

/** @param {Context} c @param {string} method @param {string} path @param {string} headers */
function head(c, method, path, headers) {
  return `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${c.admin.token}\r\nConnection: close\r\n${headers}\r\n`;
}
