/** Who is using this window. The cookie is the manager's business; the console only knows what `/sessions/current` says. */
import { useSyncExternalStore } from "react";
import { to } from "../api/calls";
import { onSessionExpired, ProblemError, send } from "../api/http";
import { live } from "../api/live";
import { holdPermissions } from "../api/permitted";
import type { Permission, Session } from "../api/types";

export type SessionState =
  | { phase: "UNKNOWN" }
  | { phase: "SETUP" }
  | { phase: "LOGGED_OUT" }
  | { phase: "LOGGED_IN"; session: Session }
  /** The session ended under the user's hands: the page stays, with all that was typed, behind a log-in dialog. */
  | { phase: "EXPIRED"; session: Session };

let state: SessionState = { phase: "UNKNOWN" };
const listeners = new Set<() => void>();

function set(next: SessionState): void {
  state = next;
  if (next.phase === "LOGGED_IN") {
    holdPermissions(next.session.permissions);
    live.start();
  } else live.stop(next.phase === "LOGGED_OUT");
  for (const listener of listeners) listener();
}

export function sessionState(): SessionState {
  return state;
}

export function useSessionState(): SessionState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

/** Whether the user may do this. The manager decides again; this only keeps hopeless buttons off the screen. */
export function usePermission(permission: Permission): boolean {
  const current = useSessionState();
  return "session" in current && current.session.permissions.includes(permission);
}

/** Asks the manager once, at start. */
export async function discoverSession(): Promise<void> {
  if (state.phase !== "UNKNOWN") return;
  try {
    set({ phase: "LOGGED_IN", session: await send(to.get("/sessions/current")) });
  } catch (failure) {
    if (!(failure instanceof ProblemError) || failure.problem.status !== 401) throw failure;
    const info = await send(to.get("/info"));
    set({ phase: info.setupRequired ? "SETUP" : "LOGGED_OUT" });
  }
}

export async function logIn(username: string, password: string): Promise<void> {
  await send(to.post("/sessions", { body: { username, password } }));
  const session = await send(to.get("/sessions/current"));
  const before = "session" in state ? state.session.user.id : null;
  // Another user sees other things: start from nothing.
  if (before !== null && before !== session.user.id) live.stop(true);
  set({ phase: "LOGGED_IN", session });
}

export async function logOut(): Promise<void> {
  try {
    await send(to.delete("/sessions/current"));
  } catch {
    // If the manager is away the cookie outlives this; the console forgets the user all the same.
  }
  set({ phase: "LOGGED_OUT" });
}

export interface SetupRequest {
  setupToken: string;
  username: string;
  password: string;
  displayName?: string;
}

export async function setUp(request: SetupRequest): Promise<void> {
  await send(to.post("/setup", { body: request }));
  await logIn(request.username, request.password);
}

onSessionExpired(() => {
  if (state.phase === "LOGGED_IN") set({ phase: "EXPIRED", session: state.session });
});
