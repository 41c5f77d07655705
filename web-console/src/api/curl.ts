/** The exact command line for a call, so that what was clicked can be scripted. */
import type { Call } from "./calls";
import { API_PATH } from "./http";

/** Quotes for a POSIX shell: everything inside single quotes is literal. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export function curlOf(request: Call, origin: string = location.origin): string {
  const parts = ["curl --fail-with-body -sS --cacert atoll-ca.pem"];
  if (request.method !== "GET") parts.push(`-X ${request.method}`);
  parts.push(`-H "Authorization: Bearer $ATOLL_TOKEN"`);
  if (request.ifMatch !== undefined) parts.push(`-H ${quote(`If-Match: ${request.ifMatch}`)}`);
  if (request.body !== undefined) {
    parts.push("-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(withoutSecrets(request.body)))}`);
  }
  parts.push(quote(origin + API_PATH + request.path));
  return parts.join(" \\\n  ");
}

const SECRET_FIELDS = new Set(["password", "currentPassword", "newPassword", "setupToken", "token", "secret"]);

/** A password typed into a form must not end up in someone's shell history or screenshot. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, SECRET_FIELDS.has(key) && inner ? "…" : withoutSecrets(inner)]),
  );
}
