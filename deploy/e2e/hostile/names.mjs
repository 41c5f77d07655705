// Group N: names and free text. A name outside the rules is refused; free text is stored and shown as plain text.
import assert from "node:assert/strict";
import { refused, refusedOrPlain } from "./expect.mjs";
import { refusedEverywhere, sweep } from "./sweep.mjs";
import { TEXTS } from "./values.mjs";

/** @typedef {import("./context.mjs").Context} Context */

const TEXT_FIELDS = new Set(
  "name description displayName note osHint * username password userData hostname agentVersion path url".split(" "),
);
/** What a label's key may be. */
const ALLOWED_KEYS = /^[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?$/;

/**
 * Puts the texts into every text field of every operation, and where texts are looked for.
 *
 * @param {Context} c @param {string[]} texts
 */
async function everywhere(c, texts) {
  // Texts and names meet all of them; ids, kinds and addresses, which have a form of their own, meet one of each sort.
  await sweep(
    c,
    (field) => field.kind === "text" || field.kind === "time",
    (field) => (TEXT_FIELDS.has(String(field.path.at(-1))) ? texts : texts.slice(0, 1)),
  );
  for (const text of texts) {
    const quoted = encodeURIComponent(JSON.stringify(text));
    for (const kind of ["vms", "hosts", "networks", "pools", "images", "clusters"]) {
      const found = await c.admin.get(`/api/v1/${kind}?filter=metadata.name${encodeURIComponent("==")}${quoted}`);
      if (found.status === 200) assert.equal(found.json.totalCount, 0);
      else refused(found, { status: [400, 414] });
    }
    await labelled(c, text);
  }
}

/** A label's key and value, and the header in which clients name their tries. @param {Context} c @param {string} text */
async function labelled(c, text) {
  const path = `/api/v1/networks/${c.own.networkId}`;
  const keyed = await c.admin.patch(path, { labels: { [text]: "x" } });
  if (!ALLOWED_KEYS.test(text)) refused(keyed, { status: 400 });
  refusedOrPlain(
    await c.admin.patch(path, { labels: { note: text } }),
    (json) => json.metadata.labels.note,
    text.normalize("NFC"),
  );
  assert.equal(
    (await c.admin.patch(path, { labels: { note: null, ...(ALLOWED_KEYS.test(text) ? { [text]: null } : {}) } }))
      .status,
    200,
  );
  if (!/[^\x20-\x7e]/.test(text) && text.length < 1_000) {
    const answer = await c.admin.post(
      "/api/v1/networks",
      {},
      { headers: { "Idempotency-Key": text, traceparent: text } },
    );
    refused(answer, { status: 400 });
    assert.match(String(answer.headers["atoll-trace-id"]), /^[0-9a-f]{32}$/, "the trace id is the manager's own");
  }
}

/** @type {{ id: string, title: string, run: (c: Context) => Promise<void> }[]} */
export const cases = [
  ...TEXTS.map(([id, title, texts]) => ({
    id,
    title,
    run: async (/** @type {Context} */ c) => {
      await everywhere(
        c,
        texts.map((text) => text.replace("CANARY", c.canary.address)),
      );
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
      ]) {
        refused(await c.admin.request("/api/v1/vms?dryRun=true", { method: "POST", raw: around(bytes) }), {
          status: 400,
        });
        await refusedEverywhere(
          c,
          (operation) => [
            {
              raw: Buffer.concat([
                Buffer.from(`{"${operation.fields[0]?.path[0]}":"a`),
                Buffer.from(bytes),
                Buffer.from('"}'),
              ]),
            },
          ],
          { status: 400 },
        );
      }
      await sweep(c, (field) => field.kind === "text" || field.kind === "time", ["lone-surrogate-\ud800", "\udc00x"]);
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
