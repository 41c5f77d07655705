// Group N: names and free text. A name outside the rules is refused; free text is stored and shown as plain text.
import assert from "node:assert/strict";
import { refused, refusedOrPlain } from "./expect.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/** @type {[string, string, string[]][]} */
const TEXTS = [
  ["N41", "script tag", ["<script>alert(1)</script>"]],
  ["N42", "attribute breakout", ['"><img src=x onerror=alert(1)>']],
  ["N43", "template expressions", ["{{7*7}}", "${7*7}", "#{7*7}"]],
  ["N44", "look-up in a log line", ["${jndi:ldap://127.0.0.1:1389/a}"]],
  ["N45", "SQL", ["'; drop table vm; --", "' or '1'='1"]],
  ["N46", "command substitution", ["$(id)"]],
  ["N47", "backticks", ["`id`"]],
  ["N48", "command separator", [";reboot", "|reboot", "&& reboot"]],
  ["N49", "leading dash", ["-name", "--version"]],
  ["N50", "QEMU option separator", ["vm,process=evil", "a,file=/etc/shadow"]],
  ["N51", "equals sign", ["a=b"]],
  ["N52", "line breaks and header injection", ["a\nb", "a\rb", "a\r\nSet-Cookie: x=1", "%0d%0aSet-Cookie: x=1"]],
  ["N53", "NUL", ["a\u0000b"]],
  ["N54", "path", ["../../x", "/etc/passwd", "..\\x"]],
  ["N55", "length", ["x".repeat(64), "x".repeat(255), "x".repeat(256), "x".repeat(4_096), "x".repeat(4_097)]],
  ["N56", "direction override, zero width, look-alikes", ["\u202egnp.exe", "a\u200bb", "аdmin", "\ufeffx"]],
  ["N58", "emoji and four-byte characters", ["🐚", "𝒜toll"]],
  ["N59", "reserved and empty", ["CON", ".", "..", "", " ", "\t"]],
];
/** Names that the rules allow, though they look odd. */
const ALLOWED = new Set(["CON"]);

/** @param {Context} c @param {string} text */
async function everywhere(c, text) {
  const network = await c.admin.post("/api/v1/networks", {
    name: c.name("net"),
    spec: { clusterId: c.clusterId, vlan: 0, addressing: "DHCP", description: text },
  });
  refusedOrPlain(network, (json) => json.spec.description, text.normalize("NFC"));
  const id = network.json?.metadata?.id ?? network.json?.network?.metadata?.id;
  if (network.status < 300 && id) {
    refusedOrPlain(await c.admin.get(`/api/v1/networks/${id}`), (json) => json.spec.description, text.normalize("NFC"));
    refusedOrPlain(
      await c.admin.patch(`/api/v1/networks/${id}`, { metadata: { labels: { note: text } } }),
      (json) => json.metadata.labels.note,
      text,
    );
    await c.admin.delete(`/api/v1/networks/${id}`);
  }
  for (const [path, body] of /** @type {[string, any][]} */ ([
    ["/api/v1/vms?dryRun=true", { name: text, spec: { imageId: c.imageId, vcpuCount: 1, memoryMiB: 64 } }],
    ["/api/v1/networks?dryRun=true", { name: text, spec: { clusterId: c.clusterId, vlan: 0, addressing: "DHCP" } }],
    [
      "/api/v1/images?dryRun=true",
      { name: text, spec: { poolId: c.imageId, format: "QCOW2", source: { type: "UPLOAD" } } },
    ],
    ["/api/v1/clusters?dryRun=true", { name: text, spec: {} }],
    ["/api/v1/users", { username: text, password: "Long-Enough-1", role: "VIEWER", displayName: "x" }],
  ])) {
    if (ALLOWED.has(text) && !path.includes("users")) continue;
    const answer = await c.admin.post(path, body);
    if (path.includes("users") && answer.status === 201)
      await c.admin.delete(`/api/v1/users/${answer.json.id ?? answer.json.metadata?.id}`);
    else refused(answer, { status: [400, 404, 409] });
  }
  const hostname = await c.admin.post("/api/v1/vms?dryRun=true", {
    name: c.name("vm"),
    spec: { imageId: c.imageId, vcpuCount: 1, memoryMiB: 64, cloudInit: { hostname: text } },
  });
  if (!/^[A-Za-z0-9-]{1,63}$/.test(text) || text.startsWith("-")) refused(hostname, { status: 400 });
  const found = await c.admin.get(`/api/v1/vms?filter=${encodeURIComponent(`metadata.name==${JSON.stringify(text)}`)}`);
  if (found.status === 200) assert.equal(found.json.totalCount, 0);
  else refused(found, { status: [400, 414] });
}

/** @type {{ id: string, title: string, run: (c: Context) => Promise<void> }[]} */
export const cases = [
  ...TEXTS.map(([id, title, texts]) => ({
    id,
    title,
    run: async (/** @type {Context} */ c) => {
      for (const text of texts) await everywhere(c, text);
    },
  })),
  {
    id: "N57",
    title: "invalid UTF-8, lone surrogates",
    run: async (c) => {
      const around = (/** @type {number[]} */ bytes) =>
        Buffer.concat([
          Buffer.from('{"name":"a'),
          Buffer.from(bytes),
          Buffer.from(`","spec":{"imageId":"${c.imageId}","vcpuCount":1,"memoryMiB":64}}`),
        ]);
      for (const bytes of [
        [0xc0, 0xaf],
        [0xff, 0xfe],
        [0xed, 0xa0, 0x80],
        [0xf5, 0x80, 0x80, 0x80],
        [0xe2, 0x82],
      ])
        refused(await c.admin.request("/api/v1/vms?dryRun=true", { method: "POST", raw: around(bytes) }), {
          status: 400,
        });
      refused(
        await c.admin.request("/api/v1/vms?dryRun=true", {
          method: "POST",
          raw: '{"name":"a\\ud800","spec":{}}',
        }),
        { status: 400 },
      );
      refused(await c.admin.get("/api/v1/vms?filter=%c0%af"), { status: 400 });
    },
  },
  {
    id: "N60",
    title: "twins by case and by normal form",
    run: async (c) => {
      const name = c.name("twin");
      const spec = { clusterId: c.clusterId, vlan: 0, addressing: "DHCP" };
      const first = await c.admin.post("/api/v1/networks", { name, spec });
      assert.ok(first.status < 300, first.text);
      const id = first.json.metadata?.id ?? first.json.network?.metadata?.id;
      refused(await c.admin.post("/api/v1/networks", { name: name.toUpperCase(), spec }), {
        status: 409,
        code: "NAME_TAKEN",
      });
      for (const text of ["caf\u00e9", "cafe\u0301"])
        refused(await c.admin.post("/api/v1/networks", { name: text, spec }), { status: 400 });
      await c.admin.delete(`/api/v1/networks/${id}`);
    },
  },
];
