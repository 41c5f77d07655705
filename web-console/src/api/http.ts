/**
 * One door to the manager. Every call goes through `send`, which adds what the API asks of a browser session, turns a
 * refusal into a `ProblemError`, tells the session when it has ended, and remembers each change for "Show as API".
 */
import type { Call } from "./calls";
import type { Problem } from "./types";

/** Where the console is served from: `<base href>` makes it work below a path of a reverse proxy. */
export const BASE_PATH = new URL(document.baseURI).pathname.replace(/\/$/, "");
export const API_PATH = `${BASE_PATH}/api/v1`;

const LARGEST_PAGE = 1000;

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
    super(problem.detail || problem.title);
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
  // A ticket only lets the console of this window connect: nothing was changed, and in a script it opens nothing.
  if (call.path.endsWith("/console-tickets")) return;
  // What was typed into a guest may be a password: it is not kept, not even here.
  if (call.path.endsWith("/actions/type-text")) return;
  recorded = [{ ...call, at: new Date(), status }, ...recorded].slice(0, 20);
  for (const listener of recordListeners) listener();
}

function headersOf(call: Call, wanted: string): Headers {
  const headers = new Headers({ Accept: `${wanted}, application/problem+json` });
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

/** A problem that no document of the manager describes: it was not reached, or it was not the manager that answered. */
export function ownProblem(code: string, title: string, status = 0): Problem {
  return { type: "about:blank", title, status, detail: "", instance: null, code, causes: [], hints: [], traceId: null };
}

async function exchange(request: Call, wanted: string, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(API_PATH + request.path, {
      method: request.method,
      headers: headersOf(request, wanted),
      credentials: "same-origin",
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new ProblemError(ownProblem("MANAGER_UNREACHABLE", "Manager unreachable"));
  }
  record(request, response.status);
  if (!response.ok) throw await problemOf(response, request.path);
  return response;
}

/** Sends a call. What comes back is taken for what the API's description promises. */
export async function send<Answer>(request: Call<Answer>, signal?: AbortSignal): Promise<Answer> {
  const response = await exchange(request, "application/json", signal);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

/** Reads a picture. */
export async function readPicture(request: Call): Promise<Blob> {
  return (await exchange(request, "image/png")).blob();
}

/** Reads the refusal; an answer that is not a problem document (a proxy's page) still becomes one. */
export async function problemOf(response: Response, path: string): Promise<ProblemError> {
  let problem: Problem;
  try {
    problem = (await response.json()) as Problem;
    if (typeof problem.code !== "string") throw new TypeError("not a problem document");
  } catch {
    const code = `HTTP_${response.status}`;
    problem = ownProblem(code, response.statusText || code, response.status);
  }
  if (response.status === 401 && !path.startsWith("/sessions") && !path.startsWith("/setup")) sessionExpired();
  const retryAfter = Number(response.headers.get("Retry-After") ?? "");
  return new ProblemError(problem, retryAfter > 0 ? retryAfter : null);
}

interface ListPage<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Reads a list to its end (10,000 VMs are ten pages of the largest size). */
export async function listAll<Item>(
  pageAt: (cursor: { cursor?: string; limit: number }) => Call<ListPage<Item>>,
  signal?: AbortSignal,
): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | null = null;
  do {
    const page: ListPage<Item> = await send(pageAt({ limit: LARGEST_PAGE, ...(next ? { cursor: next } : {}) }), signal);
    items.push(...page.items);
    next = page.nextCursor;
  } while (next);
  return items;
}
