// Group A: what any operation may be sent, in any field.
import assert from "node:assert/strict";
import zlib from "node:zlib";
import { refused } from "./expect.mjs";
import { idFor } from "./roles.mjs";
import { refusedEverywhere, sweep } from "./sweep.mjs";
import { FRACTIONS, NUMBERS, SHAPES, toJson } from "./values.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/** A VM that would be fine, asked for as a dry run so that no case leaves one behind. @param {Context} c */
const vm = (c, spec = {}, more = {}) => ({
  name: c.name("vm"),
  spec: { imageId: c.imageId, vcpuCount: 1, memoryMiB: 64, ...spec },
  ...more,
});
const VMS = "/api/v1/vms?dryRun=true";

/** @param {Context} c @param {string} text */
const postText = (c, text, headers = {}) => c.admin.request(VMS, { method: "POST", raw: text, headers });

/** The lists that can be filtered and paged. @param {Context} c */
const lists = (c) =>
  c.operations
    .filter((one) => one.method === "GET" && one.query.includes("filter"))
    .map((one) => ({ ...one, path: one.path.replace("{id}", idFor(c, one.path)) }));

/** Numbers that a field may well have: no VLAN, no limit, no wait. */
const FINE_NUMBERS = new Set([
  "vlan 0",
  "coolDownMinutes 0",
  "patienceMinutes 0",
  "idleWatts 0",
  "minimumUpMinutes 0",
  "spareHosts 0",
]);

/** A value of another shape than the field's. @param {import("./openapi.mjs").Field} field */
const wrongShapes = (field) =>
  SHAPES.filter((value) => {
    if (field.kind === "text" || field.kind === "time") return typeof value !== "string";
    if (field.kind === "whole" || field.kind === "fraction") return typeof value !== "number";
    if (field.kind === "flag") return typeof value !== "boolean";
    return field.kind === "list" ? JSON.stringify(value) !== "[]" : JSON.stringify(value) !== "{}";
  });

/** Good JSON with its first key twice. @param {any} good */
function twice(good) {
  const [key, value] = Object.entries(good)[0] ?? ["name", "x"];
  return `{${JSON.stringify(key)}:${toJson(value)},${toJson({ ...good, [key]: value }).slice(1)}`;
}

/** @type {{ id: string, title: string, run: (c: Context) => Promise<void> }[]} */
export const cases = [
  {
    id: "A1",
    title: "unknown field",
    run: async (c) => {
      await refusedEverywhere(c, (_, good) => [{ raw: toJson({ ...good, turbo: true }) }], { status: 400 });
      await refusedEverywhere(
        c,
        (_, good) => (good.spec ? [{ raw: toJson({ ...good, spec: { ...good.spec, turbo: true } }) }] : []),
        { status: 400 },
      );
    },
  },
  {
    id: "A2",
    title: "duplicate JSON key",
    run: (c) =>
      refusedEverywhere(c, (_, good) => [{ raw: twice(good) }, { raw: '{"spec":{},"spec":{}}' }], { status: 400 }),
  },
  {
    id: "A3",
    title: "nesting of 10,000",
    run: (c) =>
      refusedEverywhere(
        c,
        (operation) => [
          { raw: "[".repeat(10_000) + "]".repeat(10_000) },
          { raw: `{"${operation.fields[0]?.path[0]}":`.repeat(5_000) + "1" + "}".repeat(5_000) },
        ],
        { status: [400, 413] },
      ),
  },
  {
    id: "A4",
    title: "1e400 and NaN",
    run: async (c) => {
      const numbers = ["1e400", "-1e400", "NaN", "Infinity", "1e-400", "01", "0x10", "1e999999999"];
      await refusedEverywhere(
        c,
        (operation) =>
          operation.fields
            .filter((field) => field.path.length === 1)
            .flatMap((field) => numbers.map((number) => ({ raw: `{"${field.path[0]}":${number}}` }))),
        { status: 400 },
      );
    },
  },
  {
    id: "A5",
    title: "-1, 0, 2^31, 2^63+1 for every number",
    run: async (c) => {
      await sweep(
        c,
        (field) => field.kind === "whole" || field.kind === "fraction",
        (field) => NUMBERS.filter((number) => !FINE_NUMBERS.has(`${field.path.at(-1)} ${number}`)),
      );
      for (const list of lists(c))
        for (const n of ["-1", "0", "2147483648", "9223372036854775808", "1e3", "abc", "", "1&limit=2"])
          refused(await c.admin.get(`${list.path}?limit=${n}`), { status: 400 });
    },
  },
  {
    id: "A6",
    title: "1e308 and fractions for whole numbers",
    run: (c) => sweep(c, (field) => field.kind === "whole", FRACTIONS),
  },
  {
    id: "A7",
    title: "array for object, object for text",
    run: async (c) => {
      await refusedEverywhere(c, (_, good) => [toJson([good]), '"text"', "7", "true"].map((raw) => ({ raw })), {
        status: 400,
      });
      await sweep(c, () => true, wrongShapes);
    },
  },
  {
    id: "A8",
    title: "null everywhere",
    run: async (c) => {
      await refusedEverywhere(c, (operation) => (operation.needsBody ? [{ raw: "null" }] : []), {
        status: 400,
      });
      await sweep(c, () => true, [null]);
      refused(await c.admin.post(VMS, { name: null, spec: null }), { status: 400 });
      refused(await c.admin.post(VMS, vm(c, { vcpuCount: null })), { status: 400 });
      refused(await c.admin.post(VMS, vm(c, { networks: [null] })), { status: 400 });
    },
  },
  {
    id: "A9",
    title: "a string of 10 MB, and one of 70,000 characters in every text",
    run: async (c) => {
      refused(await c.admin.post(VMS, vm(c, { description: "x".repeat(10_000_000) })), { status: [400, 413] });
      refused(await c.stranger.post("/api/v1/sessions", { username: "x".repeat(10_000_000) }), { status: 413 });
      await sweep(c, (field) => (field.kind === "text" || field.kind === "time") && field.path.at(-1) !== "userData", [
        "x".repeat(70_000),
      ]);
    },
  },
  {
    id: "A11",
    title: "gzip bomb",
    run: async (c) => {
      const bomb = zlib.gzipSync(Buffer.alloc(50_000_000, 32));
      for (const encoding of ["gzip", "deflate", "br", "x-gzip", "gzip, gzip"])
        await refusedEverywhere(c, () => [{ raw: bomb, headers: { "Content-Encoding": encoding } }], {
          status: [400, 413, 415],
        });
      await refusedEverywhere(c, () => [{ raw: bomb }], { status: [400, 413] });
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
        "application/x-yaml",
        "application/java-serialized-object",
        "a/b/c",
        "*/*",
      ])
        await refusedEverywhere(
          c,
          (_, good) => [
            { raw: "<vm/>", type },
            { raw: toJson(good), type },
          ],
          {
            status: [400, 415],
          },
        );
      const entity = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>';
      await refusedEverywhere(c, () => [{ raw: entity, type: "application/xml" }, { raw: entity }], {
        status: [400, 415],
      });
    },
  },
  {
    id: "A13",
    title: "UTF-16, UTF-32 and UTF-7 bodies",
    run: (c) =>
      refusedEverywhere(
        c,
        (_, good) => {
          const text = toJson(good);
          const wide = Buffer.from(text, "utf16le");
          return [
            { raw: wide },
            { raw: Buffer.from(wide).swap16() },
            { raw: wide, type: "application/json; charset=utf-16" },
            { raw: text, type: "application/json; charset=utf-7" },
            { raw: text, type: "application/json; charset=nonsense" },
            { raw: text, type: 'application/json; charset="' },
          ];
        },
        { status: [400, 415] },
      ),
  },
  {
    id: "A14",
    title: "byte order mark",
    run: (c) => refusedEverywhere(c, (_, good) => [{ raw: "\ufeff" + toJson(good) }], { status: 400 }),
  },
  {
    id: "A20",
    title: "code in sort, filter and fields",
    run: async (c) => {
      for (const text of [
        "name;drop table vm",
        "name desc,(select 1)",
        "${7*7}",
        "#{7*7}",
        "T(java.lang.Runtime).getRuntime()",
        "name'--",
        "__proto__",
        "metadata.name==(select pg_sleep(9))",
        "class.module.classLoader",
      ]) {
        const value = encodeURIComponent(text);
        await Promise.all(
          lists(c).map(async (list) => {
            for (const parameter of ["sort", "filter", "fields"]) {
              const answer = await c.admin.get(`${list.path}?${parameter}=${value}`);
              if (parameter === "fields" && /^[a-zA-Z.]+$/.test(text))
                for (const item of answer.json.items) assert.deepEqual(item, {}, "a field that is not there");
              else refused(answer, { status: 400 });
            }
          }),
        );
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
      for (const list of c.operations.filter((one) => one.method === "GET" && one.query.includes("cursor")))
        for (const q of [
          "cursor=-1",
          "cursor=%00",
          "cursor=%zz",
          "cursor=AAAA",
          `cursor=${"A".repeat(3_000)}`,
          "limit=2147483648",
          "cursor=eyJvZmZzZXQiOjJ9",
          "cursor=99999999999999999999",
          "cursor=..%2f..%2fetc",
          "cursor=a&cursor=b",
        ])
          refused(await c.admin.get(`${list.path}?${q}`), { status: 400 });
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
      ]) {
        refused(await c.admin.post(VMS, vm(c, {}, more)), { status: 400 });
        await refusedEverywhere(
          c,
          (operation, good) =>
            operation.fields.some((field) => field.path[0] === Object.keys(more)[0])
              ? []
              : [{ raw: toJson({ ...good, ...more }) }],
          { status: 400 },
        );
      }
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
      for (const hint of ["@class", "@type", "@c", "class", "$type", "__proto__", "constructor"])
        await refusedEverywhere(
          c,
          (_, good) => [
            { raw: `{"${hint}":"java.lang.ProcessBuilder",${toJson(good).slice(1)}`.replace(",}", "}") },
            { raw: toJson(["java.lang.ProcessBuilder", good]) },
          ],
          { status: 400 },
        );
      refused(await c.admin.post(VMS, vm(c, { "@class": "java.lang.ProcessBuilder" })), { status: 400 });
      refused(await postText(c, '["java.util.ArrayList",[]]'), { status: 400 });
    },
  },
];
