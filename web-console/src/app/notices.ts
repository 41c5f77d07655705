/** Refusals that have no form to stand in (a button in a table): they stay on the screen until closed. */
import { useSyncExternalStore } from "react";
import type { Problem } from "../api/types";
import { toProblem } from "../ui/Problem";

export interface Notice {
  id: number;
  /** What was tried, as the user knows it: "Start web-1". */
  title: string;
  problem: Problem;
}

let notices: readonly Notice[] = [];
let next = 1;
const listeners = new Set<() => void>();

function set(change: readonly Notice[]): void {
  notices = change;
  for (const listener of listeners) listener();
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
    set([...notices, { id: next, title, problem: toProblem(failure) }].slice(-5));
    next += 1;
    return undefined;
  }
}
