// What every hostile request must come to: a clear problem document, or plain text stored and shown. Never our insides.
import assert from "node:assert/strict";

/** Words that would show how the manager is made. */
const INTERNALS =
  /\bjava\.|\bjakarta\.|org\.(springframework|hibernate|postgresql|apache|bouncycastle)|io\.atoll\.(manager|agent|ha|hypervisor|storage|model|drs)\b|tools\.jackson|Exception\b|\bat [\w.$]+\([\w]+\.java|\bselect .+ from |\binsert into\b|SQLSTATE|stack ?trace/i;

/** @param {import("../lib/client.mjs").Answer} answer */
export function noInternals(answer) {
  assert.ok(answer.status < 500, `must never be a 5xx: ${answer.status} ${answer.text.slice(0, 300)}`);
  assert.doesNotMatch(answer.text.slice(0, 100_000), INTERNALS, "the message shows internals");
}

/**
 * A 4xx with a problem document that says what was wrong.
 * @param {import("../lib/client.mjs").Answer} answer
 * @param {{ status?: number | number[], code?: string | string[] }} [want]
 */
export function refused(answer, want = {}) {
  noInternals(answer);
  assert.ok(
    answer.status >= 400 && answer.status < 500,
    `wanted a 4xx, got ${answer.status}: ${answer.text.slice(0, 300)}`,
  );
  assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/, answer.text.slice(0, 300));
  const problem = answer.json;
  assert.equal(problem?.status, answer.status, "the document's status is the answer's");
  assert.match(problem.code, /^[A-Z][A-Z0-9_]+$/, "a stable code");
  assert.ok(problem.title?.length > 0 && problem.detail?.length > 0, "a title and a detail");
  if (want.status)
    assert.ok(
      [want.status].flat().includes(answer.status),
      `status ${answer.status}, wanted ${want.status}: ${answer.text}`,
    );
  if (want.code) assert.ok([want.code].flat().includes(problem.code), `code ${problem.code}, wanted ${want.code}`);
}

/**
 * Either refused, or accepted and given back exactly as it was sent.
 * @param {import("../lib/client.mjs").Answer} answer
 * @param {(json: any) => unknown} read
 * @param {unknown} sent
 */
export function refusedOrPlain(answer, read, sent) {
  if (answer.status >= 400) return refused(answer);
  noInternals(answer);
  assert.match(String(answer.headers["content-type"]), /^application\/json/);
  assert.equal(answer.headers["x-content-type-options"], "nosniff");
  assert.deepEqual(read(answer.json), sent, "stored as plain text, unchanged");
}

/** The answer of a raw exchange: a status line below 500, or a closed connection. @param {string} text */
export function rawRefused(text) {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 400);
  assert.ok(status >= 400 && status < 500, `wanted a 4xx or a closed connection, got: ${text.slice(0, 200)}`);
  assert.doesNotMatch(text, INTERNALS);
  return status;
}
