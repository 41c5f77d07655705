// Group A: what any endpoint may be sent.
import assert from "node:assert/strict";
import zlib from "node:zlib";
import { noInternals, rawRefused, refused } from "./expect.mjs";

/** @typedef {import("./context.mjs").Context} Context */

const NUMBERS = [-1, 0, 2 ** 31, "9223372036854775808", 1e308, 1.5, "1", true, [], {}, null];

/** A VM that would be fine, asked for as a dry run so that no case leaves one behind. @param {Context} c */
const vm = (c, spec = {}, more = {}) => ({
  name: c.name("vm"),
  spec: { imageId: c.imageId, vcpuCount: 1, memoryMiB: 64, ...spec },
  ...more,
});
const VMS = "/api/v1/vms?dryRun=true";

/** @param {Context} c @param {string} text */
const postText = (c, text, headers = {}) => c.admin.request(VMS, { method: "POST", raw: text, headers });

/** @type {{ id: string, title: string, run: (c: Context) => Promise<void> }[]} */
export const cases = [
  {
    id: "A1",
    title: "unknown field",
    run: async (c) => refused(await c.admin.post(VMS, vm(c, { turbo: true })), { status: 400 }),
  },
  {
    id: "A2",
    title: "duplicate JSON key",
    run: async (c) => refused(await postText(c, '{"name":"a","name":"b","spec":{}}'), { status: 400 }),
  },
  {
    id: "A3",
    title: "nesting of 10,000",
    run: async (c) => {
      refused(await postText(c, "[".repeat(10_000) + "]".repeat(10_000)), { status: 400 });
      refused(await postText(c, '{"spec":'.repeat(10_000) + "1" + "}".repeat(10_000)), { status: 400 });
    },
  },
  {
    id: "A4",
    title: "1e400 and NaN",
    run: async (c) => {
      for (const n of ["1e400", "-1e400", "NaN", "Infinity", "1e-400"])
        refused(await postText(c, `{"name":"a","spec":{"imageId":"${c.imageId}","vcpuCount":${n},"memoryMiB":64}}`), {
          status: 400,
        });
    },
  },
  {
    id: "A5",
    title: "-1, 0, 2^31, 2^63+1 for every number",
    run: async (c) => {
      for (const n of NUMBERS.slice(0, 4))
        for (const field of ["vcpuCount", "memoryMiB", "diskGiB"])
          refused(await c.admin.post(VMS, vm(c, { [field]: n })), { status: 400 });
      for (const n of ["-1", "0", "2147483648", "9223372036854775808", "1e3", "abc", ""])
        refused(await c.admin.get(`/api/v1/vms?limit=${n}`), { status: 400 });
    },
  },
  {
    id: "A6",
    title: "1e308 and fractions for whole numbers",
    run: async (c) => {
      for (const n of [1e308, 1.5, 0.1])
        for (const field of ["vcpuCount", "memoryMiB", "diskGiB"])
          refused(await c.admin.post(VMS, vm(c, { [field]: n })), { status: 400 });
    },
  },
  {
    id: "A7",
    title: "array for object, object for text",
    run: async (c) => {
      refused(await c.admin.post(VMS, [vm(c)]), { status: 400 });
      refused(await c.admin.post(VMS, vm(c, {}, { spec: [] })), { status: 400 });
      refused(await c.admin.post(VMS, vm(c, {}, { name: {} })), { status: 400 });
      refused(await c.admin.post(VMS, vm(c, {}, { labels: ["a"] })), { status: 400 });
      refused(await c.admin.post(VMS, vm(c, { vcpuCount: "2" })), { status: 400 });
    },
  },
  {
    id: "A8",
    title: "null everywhere",
    run: async (c) => {
      refused(await postText(c, "null"), { status: 400 });
      refused(await c.admin.post(VMS, { name: null, spec: null }), { status: 400 });
      refused(await c.admin.post(VMS, vm(c, { vcpuCount: null })), { status: 400 });
      refused(await c.admin.post(VMS, vm(c, { networks: [null] })), { status: 400 });
    },
  },
  {
    id: "A9",
    title: "a string of 10 MB",
    run: async (c) =>
      refused(await c.admin.post(VMS, vm(c, { description: "x".repeat(10_000_000) })), { status: [400, 413] }),
  },
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
    id: "A11",
    title: "gzip bomb",
    run: async (c) => {
      const bomb = zlib.gzipSync(Buffer.alloc(50_000_000, 32));
      refused(await c.admin.request(VMS, { method: "POST", raw: bomb, headers: { "Content-Encoding": "gzip" } }), {
        status: [400, 413, 415],
      });
    },
  },
  {
    id: "A12",
    title: "wrong content type",
    run: async (c) => {
      for (const type of [
        "application/xml",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "a/b/c",
        "*/*",
      ])
        refused(await c.admin.request(VMS, { method: "POST", raw: "<vm/>", type }), { status: [400, 415] });
    },
  },
  {
    id: "A13",
    title: "UTF-16 and UTF-7 bodies",
    run: async (c) => {
      const text = JSON.stringify(vm(c));
      refused(await c.admin.request(VMS, { method: "POST", raw: Buffer.from(text, "utf16le") }), { status: 400 });
      refused(await c.admin.request(VMS, { method: "POST", raw: text, type: "application/json; charset=utf-7" }), {
        status: [400, 415],
      });
      refused(
        await c.admin.request(VMS, {
          method: "POST",
          raw: Buffer.from(text, "utf16le"),
          type: "application/json; charset=utf-16",
        }),
        { status: [400, 415] },
      );
    },
  },
  {
    id: "A14",
    title: "byte order mark",
    run: async (c) => {
      const answer = await c.admin.request(VMS, { method: "POST", raw: "\ufeff" + JSON.stringify(vm(c)) });
      if (answer.status >= 400) refused(answer, { status: 400 });
      else noInternals(answer);
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
      rawRefused(
        await c.admin.bytes(head(c, "POST", "/api/v1/vms", "Content-Length: 5\r\nContent-Length: 6\r\n") + "{}{}{}"),
      );
    },
  },
  {
    id: "A16",
    title: "1,000 headers, one of 1 MB",
    run: async (c) => {
      const many = Array.from({ length: 1_000 }, (_, i) => `X-H${i}: ${i}\r\n`).join("");
      rawRefused(await c.admin.bytes(head(c, "GET", "/api/v1/vms", many)));
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
      for (const method of ["TRACE", "CONNECT", "PROPFIND", "FOO"]) {
        if (method === "CONNECT") continue;
        const answer = await c.admin.request("/api/v1/vms", { method });
        assert.ok(answer.status >= 400 && answer.status < 500, `${method}: ${answer.status}`);
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
      ]) {
        const answer = await c.anonymous.get(path);
        assert.ok(!answer.text.includes('"items"') && !answer.text.includes("root:"), `${path} gave data`);
        if (!(answer.status === 200 && /<div id="root"|<!doctype html/i.test(answer.text)))
          assert.ok(answer.status >= 300 && answer.status < 500, `${path}: ${answer.status}`);
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
        assert.ok(
          !answer.text.includes('"items"') && !answer.text.includes('"_links"') && !answer.text.includes('"openapi"'),
          `${path} gave data`,
        );
        assert.ok(answer.status < 500, `${path}: ${answer.status}`);
      }
    },
  },
  {
    id: "A20",
    title: "code in sort and filter",
    run: async (c) => {
      for (const text of [
        "name;drop table vm",
        "name desc,(select 1)",
        "${7*7}",
        "#{7*7}",
        "T(java.lang.Runtime).getRuntime()",
        "name'--",
        "__proto__",
      ]) {
        const value = encodeURIComponent(text);
        refused(await c.admin.get(`/api/v1/vms?sort=${value}`), { status: 400 });
        refused(await c.admin.get(`/api/v1/vms?filter=${value}`), { status: 400 });
        refused(await c.admin.get(`/api/v1/vms?fields=${value}`), { status: 400 });
      }
    },
  },
  {
    id: "A21",
    title: "wildcards and slow patterns in filters are plain text",
    run: async (c) => {
      for (const text of ["%", "_", "(a+)+$", "\\", ".*.*.*.*x"]) {
        const answer = await c.admin.get(
          `/api/v1/vms?filter=${encodeURIComponent(`metadata.name~${JSON.stringify(text)}`)}`,
        );
        assert.equal(answer.status, 200, answer.text);
        assert.equal(answer.json.totalCount, 0, `${text} must not match everything`);
      }
      refused(await c.admin.get(`/api/v1/vms?filter=${encodeURIComponent("(".repeat(1_000))}`), { status: 400 });
      refused(await c.admin.get(`/api/v1/vms?filter=${"a".repeat(5_000)}`), { status: 400 });
    },
  },
  {
    id: "A22",
    title: "deep offsets and made-up cursors",
    run: async (c) => {
      for (const q of [
        "cursor=2147483648",
        "cursor=%00",
        "cursor=AAAA",
        `cursor=${"A".repeat(3_000)}`,
        "limit=2147483648",
        "cursor=eyJvZmZzZXQiOjJ9",
      ])
        refused(await c.admin.get(`/api/v1/vms?${q}`), { status: 400 });
    },
  },
  {
    id: "A23",
    title: "mass assignment",
    run: async (c) => {
      for (const more of [
        { id: c.imageId },
        { role: "ADMIN" },
        { status: { powerState: "RUNNING" } },
        { metadata: { revision: 9 } },
        { allowedActions: ["delete"] },
      ])
        refused(await c.admin.post(VMS, vm(c, {}, more)), { status: 400 });
      for (const spec of [
        { epoch: 9 },
        { ownerHost: "x" },
        { tenantId: "x" },
        { disks: [{ path: "/etc/shadow" }] },
        { nics: [{ mac: "ff:ff:ff:ff:ff:ff" }] },
      ])
        refused(await c.admin.post(VMS, vm(c, spec)), { status: 400 });
    },
  },
  {
    id: "A24",
    title: "polymorphic type hints",
    run: async (c) => {
      refused(await c.admin.post(VMS, vm(c, { "@class": "java.lang.ProcessBuilder" })), { status: 400 });
      refused(await c.admin.post(VMS, vm(c, {}, { "@type": "x" })), { status: 400 });
      refused(await postText(c, '["java.util.ArrayList",[]]'), { status: 400 });
    },
  },
];

/** @param {Context} c @param {string} method @param {string} path @param {string} headers */
function head(c, method, path, headers) {
  return `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${c.admin.token}\r\nConnection: close\r\n${headers}\r\n`;
}
