/**
 * What this window asked to be deleted. A page whose object goes away sends who deleted it back to the list; who did
 * not must be told that somebody else did.
 */
import { objects } from "../api/objects";
import type { Task } from "../api/types";

interface Asked {
  name: string;
  /** Null where none is needed, and until the manager has answered: news of the end may be faster than the answer. */
  taskId: string | null;
}

const asked = new Map<string, Asked>();

/** Sends a deletion and remembers it. One that is refused is forgotten. */
export async function askDeletion<T extends Task | undefined>(
  id: string,
  name: string,
  deletion: () => Promise<T>,
): Promise<T> {
  asked.set(id, { name, taskId: null });
  try {
    const task = await deletion();
    if (task && asked.has(id)) asked.set(id, { name, taskId: task.metadata.id });
    return task;
  } catch (failure) {
    asked.delete(id);
    throw failure;
  }
}

/** The name of a gone object if this window deleted it. After a failed task it was somebody else. */
export function ownDeletion(id: string): string | null {
  const entry = asked.get(id);
  if (!entry) return null;
  const state = entry.taskId ? objects.task.get(entry.taskId)?.state : undefined;
  return state === "FAILED" || state === "CANCELLED" ? null : entry.name;
}

/** Told once: who comes back to the address later learns that nothing is there. */
export function takeOwnDeletion(id: string): boolean {
  return asked.delete(id);
}
