// The lab's conversation with its manager: the same REST API everybody uses, with the manager's CA pinned.
import { readFileSync } from "node:fs";
import { Client } from "../e2e/lib/client.mjs";

/** @typedef {{ url: string, caPem: string, username: string, password: string, token: string }} Credentials */

/** @param {string} name */
export function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Start this through ./deploy/dev.`);
  return value;
}

/** The file with the lab's admin, readable by its owner only. */
export const credentialsFile = () => `${setting("ATOLL_LAB_DIR")}/admin.json`;

/** @returns {Credentials} */
export function credentials() {
  return JSON.parse(readFileSync(credentialsFile(), "utf8"));
}

/** A client that acts as the lab's admin. */
export function adminClient() {
  const { url, caPem, token } = credentials();
  return new Client({ url, ca: caPem, token });
}

/**
 * Sends a request and answers its JSON; a refusal becomes an error that says what the manager said.
 *
 * @param {Client} client @param {string} method @param {string} path @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function call(client, method, path, body) {
  const headers = method === "PATCH" || method === "DELETE" ? { "If-Match": "*" } : {};
  const answer = await client.request(`/api/v1${path}`, { method, body, headers });
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${explain(answer)}`);
  return answer.json;
}

/** @param {import("../e2e/lib/client.mjs").Answer} answer */
function explain(answer) {
  const problem = answer.json;
  if (!problem?.code) return `HTTP ${answer.status} ${answer.text.slice(0, 300)}`;
  const causes = (problem.causes ?? []).map((/** @type {any} */ cause) => `\n  ${cause.detail}`).join("");
  return `${problem.status} ${problem.code}: ${problem.detail}${causes}`;
}

/**
 * Starts something slow and waits for its task, however it ends.
 *
 * @param {Client} client @param {string} method @param {string} path @param {unknown} [body]
 * @param {number} [limitMs]
 * @returns {Promise<any>} the task
 */
export async function endOfTask(client, method, path, body, limitMs) {
  const started = await call(client, method, path, body);
  const task = started.task ?? started;
  return client.task(task.metadata.id, limitMs);
}

/**
 * Starts something slow and waits until it is done; a task that ends otherwise becomes an error.
 *
 * @param {Client} client @param {string} method @param {string} path @param {unknown} [body]
 * @param {number} [limitMs]
 * @returns {Promise<any>} the task
 */
export async function runTask(client, method, path, body, limitMs) {
  const ended = await endOfTask(client, method, path, body, limitMs);
  if (ended.state !== "SUCCEEDED") {
    throw new Error(`${ended.kind} ${ended.state}: ${JSON.stringify(ended.failure ?? ended.steps)}`);
  }
  return ended;
}

/** @param {Client} client @param {string} kind for example "vms" @param {string} name @returns {Promise<any>} */
export async function findByName(client, kind, name) {
  const list = await call(client, "GET", `/${kind}?filter=${encodeURIComponent(`metadata.name=="${name}"`)}`);
  return list.items[0];
}
