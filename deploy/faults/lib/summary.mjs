// What many injections come to; pure.
import { percentile } from "../../bench/statistics.mjs";

/** @typedef {import("./injections.mjs").Result} Result */

/** What injections note in milliseconds, and what the columns are called. */
const FIGURES = /** @type {const} */ ([
  ["decidedMs", "decided"],
  ["startedMs", "started"],
  ["bootedMs", "booted"],
  ["healedMs", "healed"],
]);

/** @param {string} lines one result a line @returns {Result[]} those that were really injected */
export function resultsIn(lines) {
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line, at) => {
      try {
        return { kills: [], violations: [], injected: true, ...JSON.parse(line) };
      } catch {
        throw new Error(`line ${at + 1} is no result: ${line.slice(0, 80)}`);
      }
    })
    .filter(({ injected }) => injected);
}

/** @param {Result[]} results @returns {string} a table, a row for each scenario and one for all */
export function summaryOf(results) {
  const ids = [...new Set(results.map(({ id }) => id))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const rows = ids.map((id) =>
    rowOf(
      id,
      results.filter((one) => one.id === id),
    ),
  );
  const head = [
    "fault",
    "injected",
    "passed",
    "double runs",
    "VM kills",
    ...FIGURES.map(([, name]) => `${name} p50/p99`),
  ];
  return table([head, ...rows, rowOf("all", results)]);
}

/** @param {string} name @param {Result[]} results */
function rowOf(name, results) {
  const count = (/** @type {(one: Result) => number} */ of) => String(results.reduce((sum, one) => sum + of(one), 0));
  return [
    name,
    String(results.length),
    count(({ ok }) => (ok ? 1 : 0)),
    count(({ violations }) => violations.length),
    count(({ kills }) => kills.length),
    ...FIGURES.map(([key]) => figure(results.flatMap(({ notes }) => Number(notes[key]) || []))),
  ];
}

/** @param {number[]} millis */
function figure(millis) {
  if (millis.length === 0) return "";
  const seconds = (/** @type {number} */ share) => (percentile(millis, share) / 1_000).toFixed(1);
  return `${seconds(0.5)} / ${seconds(0.99)} s`;
}

/** @param {string[][]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
