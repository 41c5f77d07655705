/** @param {number[]} values @param {number} share 0 to 1 */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** @param {number[]} values */
export const median = (values) => percentile(values, 0.5);

/** @typedef {{ what: string, measured: string, promise: string, held: boolean }} Row */

/** @param {Row[]} rows */
export function printTable(rows) {
  const headed = [{ what: "what", measured: "measured", promise: "promise", verdict: "" }].concat(
    rows.map((row) => ({ ...row, verdict: row.held ? "held" : "BROKEN" })),
  );
  const keys = /** @type {const} */ (["what", "measured", "promise", "verdict"]);
  const widths = keys.map((key) => Math.max(...headed.map((row) => row[key].length)));
  for (const row of headed)
    console.log(
      keys
        .map((key, at) => row[key].padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}
