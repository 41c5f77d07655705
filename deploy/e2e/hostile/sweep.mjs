// Sends hostile values to every field of every operation, and judges what comes back.
import assert from "node:assert/strict";
import { noInternals, refused } from "./expect.mjs";
import { fieldAt, withField } from "./openapi.mjs";
import { TARGETS } from "./operations.mjs";
import { todaysShare } from "../lib/share.mjs";
import { toJson } from "./values.mjs";

/** @typedef {import("./context.mjs").Context} Context */
/** @typedef {import("./openapi.mjs").Operation} Operation */
/** @typedef {import("./openapi.mjs").Field} Field */

/** Free text for people, by the last step of the path: kept as it is (in normal form), or refused. */
const FREE_TEXTS = new Set(["description", "displayName", "note", "osHint", "user", "*"]);
/** Taken as it is and never shown again. */
const SECRETS = new Set(["secret", "password", "userData"]);
/** A path on the hosts' disks; whether it is one the hosts agree to is theirs to say. */
const PATHS = new Set(["createPool spec.path"]);

/** Names that are free text. */
const FREE_NAMES = new Set(["createVmSnapshot name", "updateVmSnapshot name"]);

/** Any word of letters and digits may be the name of a host somewhere. */
const HOST_NAMES = new Set(["setHostPower address"]);

/**
 * Tries each of the values in each of the fields that `wanted` picks. Operations go side by side, the tries of one
 * operation one after the other.
 *
 * @param {Context} c @param {(field: Field, operation: Operation) => boolean} wanted
 * @param {unknown[] | ((field: Field) => unknown[])} values
 */
export async function sweep(c, wanted, values) {
  let count = 0;
  /** @type {string[]} */
  const wrong = [];
  const auditedBefore = await audited(c);
  const written = { count: 0 };
  await eachOperation(c, async (operation, target) => {
    for (const field of operation.fields.filter((one) => wanted(one, operation)))
      try {
        for (const value of typeof values === "function" ? values(field) : values) {
          count++;
          await tryOut(c, operation, target, field, value, written);
        }
      } catch (error) {
        wrong.push(error instanceof Error ? error.message : String(error));
      }
  });
  assert.deepEqual(wrong, [], "each field's first wrong answer");
  assert.ok(count > 0, "something was tried");
  const rows = (await audited(c)) - auditedBefore;
  assert.ok(rows >= written.count, `${written.count} mutations were tried, the audit log has ${rows} rows more`);
}

/**
 * Sends whole bodies that must be refused, to every operation that takes one.
 *
 * @param {Context} c
 * @param {(operation: Operation, good: any) => { raw: string | Buffer, headers?: Record<string, string>, type?: string }[]} bodies
 * @param {Parameters<typeof refused>[1]} [want]
 */
export async function refusedEverywhere(c, bodies, want) {
  await eachOperation(c, async (operation, target) => {
    for (const { raw, headers, type } of bodies(operation, target.body(c))) {
      const answer = await send(c, operation, target, raw, { headers, type });
      inContext(operation.id, () => refused(answer, want));
    }
  });
}

/** A case meets a sixth of the operations a day, and an operation a sixth of the cases. */
const DAYS = 6;

/** @param {Context} c @param {(operation: Operation, target: import("./operations.mjs").Target) => Promise<void>} work */
async function eachOperation(c, work) {
  const operations = todaysShare(
    c.operations.filter((one) => one.bodied),
    DAYS,
    c.turn,
  );
  const ended = await Promise.allSettled(
    operations.map(async (operation) => {
      const target = TARGETS[operation.id];
      assert.ok(target, `operations.mjs has no good request for ${operation.id}`);
      await work(operation, target);
    }),
  );
  // All have ended before the first failure is told: nothing goes on behind the next case.
  for (const one of ended) if (one.status === "rejected") throw one.reason;
}

/**
 * @param {Context} c @param {Operation} operation @param {import("./operations.mjs").Target} target
 * @param {Field} field @param {unknown} value @param {{ count: number }} written
 */
async function tryOut(c, operation, target, field, value, written) {
  const body = withField(target.body(c), field.path, value);
  const answer = await send(c, operation, target, toJson(body), {});
  if (!target.dryRun && target.as !== "stranger") written.count++;
  const what = `${operation.id} ${field.path.join(".")} = ${toJson(value).slice(0, 80)}`;
  inContext(what, () => judge(operation, field, value, answer));
  if (answer.status >= 300 || target.dryRun) return;
  if (value !== null && FREE_TEXTS.has(String(field.path.at(-1))))
    await inContext(what, () => readBack(c, operation, target, field, value, answer.json));
  if (target.undo) await target.undo(c, answer.json);
  if (target.restore) {
    const restored = await c.admin.patch(target.path(c), target.restore(c));
    assert.equal(restored.status, 200, `${what}: cannot be put back: ${restored.text}`);
  }
}

/**
 * @param {Context} c @param {Operation} operation @param {import("./operations.mjs").Target} target
 * @param {string | Buffer} raw @param {{ headers?: Record<string, string> | undefined, type?: string | undefined }} options
 */
function send(c, operation, target, raw, options) {
  const client = target.as === "stranger" ? c.stranger : c.admin;
  const path = target.path(c) + (target.dryRun ? "?dryRun=true" : "");
  return client.request(path, {
    method: operation.method,
    raw,
    again: true, // a name that was taken in and not answered for is refused the next time, and found left over
    ...(options.type === undefined ? {} : { type: options.type }),
    headers: { ...(operation.method === "PATCH" ? { "If-Match": "*" } : {}), ...options.headers },
  });
}

/** @param {Operation} operation @param {Field} field @param {unknown} value @param {import("../lib/client.mjs").Answer} answer */
function judge(operation, field, value, answer) {
  if (answer.status >= 400) return refused(answer);
  noInternals(answer);
  if (answer.json?.wouldSucceed === false) {
    for (const violation of answer.json.violations) assert.match(violation.code, /^[A-Z][A-Z0-9_]+$/);
    return;
  }
  if (value === null) return;
  const last = String(field.path.at(-1));
  const place = `${operation.id} ${field.path.join(".")}`;
  const legal =
    typeof value === "string" &&
    !/[\0\p{Cs}]/u.test(value) &&
    (FREE_TEXTS.has(last) ||
      FREE_NAMES.has(place) ||
      SECRETS.has(last) ||
      PATHS.has(place) ||
      (HOST_NAMES.has(place) && /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(value)));
  assert.ok(legal, `was taken: ${answer.status} ${answer.text.slice(0, 300)}`);
}

/**
 * What was accepted is there as plain text.
 *
 * @param {Context} c @param {Operation} operation @param {import("./operations.mjs").Target} target
 * @param {Field} field @param {unknown} value @param {any} json
 */
async function readBack(c, operation, target, field, value, json) {
  const made = json.channel ?? json;
  const id = made.id ?? made.metadata?.id;
  const kind = operation.path.split("/")[operation.id === "createJoinToken" ? 5 : 3];
  const place = operation.id === "createJoinToken" ? `/api/v1/${kind}` : `/api/v1/${kind}/${id}`;
  const answer = await c.admin.get(operation.method === "PATCH" ? target.path(c) : place);
  noInternals(answer);
  assert.match(String(answer.headers["content-type"]), /^application\/json/);
  assert.equal(answer.headers["x-content-type-options"], "nosniff");
  const stored = answer.json.items ? answer.json.items.find((/** @type {any} */ one) => one.id === id) : answer.json;
  const path = field.path[0] === "labels" ? ["metadata", ...field.path] : field.path;
  const want = String(value).normalize("NFC");
  // A user without a display name is shown by the user name.
  if (field.path[0] === "displayName" && want === "") return;
  assert.equal(fieldAt(stored, path), want, `${operation.id} ${field.path.join(".")}: stored as plain text, unchanged`);
}

/** @param {Context} c */
async function audited(c) {
  return Number((await c.admin.get("/api/v1/audit?limit=1")).json.totalCount);
}

/**
 * Runs a check and says what it was about when it fails.
 *
 * @template T
 * @param {string} what @param {() => T} check @returns {T}
 */
function inContext(what, check) {
  const told = (/** @type {unknown} */ error) =>
    new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  try {
    const checked = check();
    return checked instanceof Promise
      ? /** @type {T} */ (checked.catch((/** @type {unknown} */ error) => Promise.reject(told(error))))
      : checked;
  } catch (error) {
    throw told(error);
  }
}
