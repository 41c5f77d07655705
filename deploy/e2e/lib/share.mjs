// The share of a long suite that one run has time for: another each day, so that some days see all of it. Whole where a suite
// is named (./deploy/dev e2e hostile) or all are asked for (./deploy/dev e2e --all).

const DAY_MS = 86_400_000;

/** The day that is drawn for, in days since 1970; ATOLL_E2E_DAY repeats another. */
export const DAY = Number(process.env.ATOLL_E2E_DAY ?? Math.floor(Date.now() / DAY_MS));
if (!Number.isInteger(DAY)) throw new Error(`ATOLL_E2E_DAY is "${process.env.ATOLL_E2E_DAY}"; a whole number of days`);
export const WHOLE = process.env.ATOLL_E2E_WHOLE === "1";

/**
 * Every n-th of a list, begun elsewhere each day: after n days each has been there once.
 *
 * @template T
 * @param {T[]} list @param {number} parts how many days it takes @param {number} [turn] for lists that must not all begin alike
 * @param {{ day?: number, whole?: boolean }} [when] @returns {T[]}
 */
export function todaysShare(list, parts, turn = 0, { day = DAY, whole = WHOLE } = {}) {
  return whole ? list : list.filter((_, at) => (at + turn + day) % parts === 0);
}
