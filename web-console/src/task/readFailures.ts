/** Which failed tasks this user has looked at. Failures of the last day stay in the tray until read. */
import { useSyncExternalStore } from "react";
import type { Task } from "../api/types";

const DAY_MS = 86_400_000;
const KEPT = 500;
const STORAGE_KEY = "atoll.readFailures";
const listeners = new Set<() => void>();
let read: ReadonlySet<string> = stored();

function stored(): ReadonlySet<string> {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "[]");
    return new Set(Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : []);
  } catch {
    return new Set();
  }
}

export function markRead(ids: readonly string[]): void {
  const kept = [...read, ...ids].slice(-KEPT);
  read = new Set(kept);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(kept));
  } catch {
    // Without storage they count as read as long as the window lives.
  }
  for (const listener of listeners) listener();
}

export function useReadFailures(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => read,
  );
}

export function isUnreadFailure(task: Task, readIds: ReadonlySet<string>, now: number): boolean {
  if (task.state !== "FAILED" || readIds.has(task.metadata.id)) return false;
  return now - Date.parse(task.endedAt ?? task.createdAt) < DAY_MS;
}
