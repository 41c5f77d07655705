/**
 * What has no page or form of its own to stand in: refusals of a button in a table, which stay on the screen until
 * closed, and good news that outlives its page, which goes by itself.
 */
import { useSyncExternalStore } from "react";
import type { Problem } from "../api/types";
import { toProblem } from "../ui/Problem";

export interface Notice {
  id: number;
  /** What was tried, as the user knows it: "Start web-1"; or the good news. */
  title: string;
  problem: Problem | null;
}

const GOOD_NEWS_MS = 12_000;

let notices: readonly Notice[] = [];
let next = 1;
const listeners = new Set<() => void>();

function set(change: readonly Notice[]): void {
  notices = change;
  for (const listener of listeners) listener();
}

function add(title: string, problem: Problem | null): number {
  const id = next;
  next += 1;
  set([...notices, { id, title, problem }].slice(-5));
  return id;
}

/** Good news. Nothing has to be done about it, so it does not wait to be closed. */
export function announce(title: string): void {
  const id = add(title, null);
  setTimeout(() => closeNotice(id), GOOD_NEWS_MS);
}

export function closeNotice(id: number): void {
  set(notices.filter((notice) => notice.id !== id));
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notices,
  );
}

/** Runs an action of a button. A refusal becomes a notice. */
export async function attempt<T>(title: string, action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (failure) {
    add(title, toProblem(failure));
    return undefined;
  }
}
