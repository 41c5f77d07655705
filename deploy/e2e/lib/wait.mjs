import { setTimeout as pause } from "node:timers/promises";

/**
 * Asks `probe` again until it answers with something, and says what was waited for when the time is up.
 *
 * @template T
 * @param {string} what
 * @param {number} timeoutMs
 * @param {() => T | undefined | false | Promise<T | undefined | false>} probe
 * @param {number} [intervalMs]
 * @returns {Promise<T>}
 */
export async function waitUntil(what, timeoutMs, probe, intervalMs = 50) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs / 1000} s for: ${what}`);
    await pause(intervalMs);
  }
}
