// Tasks as a witness of crashes sees them: how far they are, and how they ended.
import { waitUntil } from "./wait.mjs";

export const ENDED = ["SUCCEEDED", "FAILED", "CANCELLED"];

/**
 * Waits until a task has begun the given part of its steps (0: it was accepted), or has ended.
 *
 * @param {import("./client.mjs").Client} client @param {string} taskId @param {number} part from 0 to 1
 * @returns {Promise<string>} how far it was, in words
 */
export async function awaitProgress(client, taskId, part) {
  if (part === 0) return "accepted";
  return waitUntil(
    `task ${taskId} at ${part}`,
    120_000,
    async () => {
      const { state, steps } = (await client.get(`/api/v1/tasks/${taskId}`)).json;
      if (ENDED.includes(state)) return `ended ${state}`;
      const begun = steps.filter((/** @type {any} */ step) => step.state !== "PENDING");
      if (steps.length === 0 || begun.length < Math.ceil(part * steps.length)) return undefined;
      return `in step ${begun.length} of ${steps.length}, ${begun.at(-1).name}`;
    },
    10,
  );
}

/** Also while nobody answers. @param {import("./client.mjs").Client} client @param {string} taskId @returns {Promise<any>} */
export function taskEnd(client, taskId) {
  return waitUntil(`end of task ${taskId}`, 180_000, async () => {
    const answer = await client.get(`/api/v1/tasks/${taskId}`, { timeoutMs: 5_000 }).catch(() => undefined);
    return answer?.status === 200 && ENDED.includes(answer.json.state) && answer.json;
  });
}
