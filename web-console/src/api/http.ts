/**
 * One door to the manager. Every call goes through `call`, which adds what the API asks of a browser session, turns a
 * refusal into a `ProblemError`, tells the session when it has ended, and remembers each change for "Show as API".
 */
import type { Page, Problem } from "./types";

/** Where the console is served from: `<base href>` makes it work below a path of a reverse proxy. */
export const BASE_PATH = new URL(document.baseURI).pathname.replace(/\/$/, "");
export const API_PATH = `${BASE_PATH}/api/v1`;

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

export interface Call {
  method: Method;
  /** Below /api/v1, with its query. */
  path: string;
  body?: unknown;
  ifMatch?: string;
}

export interface RecordedCall extends Call {
  at: Date;
  status: number;
}

/** The manager said no, or could not be reached (`status` 0). */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem.detail ?? problem.title);
    this.name = "ProblemError";
  }
}

type Listener = () => void;
const expiryListeners = new Set<Listener>();
const recordListeners = new Set<Listener>();
let recorded: readonly RecordedCall[] = [];

/** Called when the manager no longer knows this browser's session. */
export function onSessionExpired(listener: Listener): Listener {
  expiryListeners.add(listener);
  return () => expiryListeners.delete(listener);
}

export function onRecorded(listener: Listener): Listener {
  recordListeners.add(listener);
  return () => recordListeners.delete(listener);
}

/** The last changes made from this window, newest first. */
export function recordedCalls(): readonly RecordedCall[] {
  return recorded;
}

export function sessionExpired(): void {
  for (const listener of expiryListeners) listener();
}

function record(call: Call, status: number): void {
  if (call.method === "GET" || call.path.includes("dryRun=true") || call.path.startsWith("/sessions")) return;
  recorded = [{ ...call, at: new Date(), status }, ...recorded].slice(0, 20);
  for (const listener of recordListeners) listener();
}

function headersOf(call: Call): Headers {
  const headers = new Headers({ Accept: "application/json, application/problem+json" });
  if (call.method !== "GET") headers.set("X-Atoll-Csrf", "1");
  if (call.body !== undefined) headers.set("Content-Type", "application/json");
  if (call.ifMatch !== undefined) headers.set("If-Match", call.ifMatch);
  if (call.method === "POST" && !call.path.includes("dryRun=true") && !call.path.startsWith("/sessions")) {
    headers.set("Idempotency-Key", randomKey());
  }
  return headers;
}

/** `crypto.randomUUID` exists on HTTPS and localhost only; random values exist everywhere. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function call<T>(request: Call, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(API_PATH + request.path, {
      method: request.method,
      headers: headersOf(request),
      credentials: "same-origin",
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new ProblemError({ title: "Manager unreachable", status: 0, code: "MANAGER_UNREACHABLE" });
  }
  record(request, response.status);
  if (!response.ok) throw await problemOf(response, request.path);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Reads the refusal; an answer that is not a problem document (a proxy's page) still becomes one. */
export async function problemOf(response: Response, path: string): Promise<ProblemError> {
  let problem: Problem;
  try {
    problem = (await response.json()) as Problem;
    if (typeof problem.code !== "string") throw new TypeError("not a problem document");
  } catch {
    problem = {
      title: response.statusText || `HTTP ${response.status}`,
      status: response.status,
      code: `HTTP_${response.status}`,
    };
  }
  if (response.status === 401 && !path.startsWith("/sessions") && !path.startsWith("/setup")) sessionExpired();
  const retryAfter = Number(response.headers.get("Retry-After") ?? "");
  return new ProblemError(problem, retryAfter > 0 ? retryAfter : null);
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => call<T>({ method: "GET", path }, signal);
export const post = <T>(path: string, body: unknown = {}): Promise<T> => call<T>({ method: "POST", path, body });

/** Reads a list to its end (10,000 VMs are ten pages of the largest size). */
export async function listAll<T>(path: string, signal?: AbortSignal, atMost = Number.POSITIVE_INFINITY): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const separator = path.includes("?") ? "&" : "?";
    const limit = Math.min(1000, atMost - items.length);
    const query: string = `${path}${separator}limit=${limit}` + (cursor ? `&cursor=${encodeURIComponent(cursor)}` : "");
    const page = await get<Page<T>>(query, signal);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < atMost);
  return items;
}
