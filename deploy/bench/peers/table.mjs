// One table of all that took over in the same run of ./deploy/dev bench-failover.
//
//   node table.mjs FILE...    outcomes, each written by one of the benchmarks
import { readFileSync } from "node:fs";
import { median, percentile } from "../statistics.mjs";

/** @typedef {import("./takeover.mjs").Outcome} Outcome */
/** @typedef {import("./takeover.mjs").Run} Run */

/** What the project's README promises, of Atoll only. @type {Record<string, { p50?: number, p99: number }>} */
const PROMISES = {
  decided: { p50: 6_000, p99: 7_000 },
  "last VM accepted": { p99: 10_000 },
  "last VM running": { p99: 20_000 },
};

/** @param {number[]} times */
const last = (times) => (times.length === 0 ? [] : [Math.max(...times)]);

/** @type {Record<string, (run: Run) => number[]>} */
const ROWS = {
  decided: ({ decidedMs }) => (decidedMs === null ? [] : [decidedMs]),
  "last VM accepted": ({ acceptedMs }) => last(acceptedMs),
  "last VM begun": ({ begunMs }) => last(begunMs),
  "last VM running": ({ runningMs }) => last(runningMs),
  "each VM accepted": ({ acceptedMs }) => acceptedMs,
  "each VM begun": ({ begunMs }) => begunMs,
  "each VM running": ({ runningMs }) => runningMs,
};

/** @param {number} ms */
const seconds = (ms) => (ms / 1_000).toFixed(1);

/** @param {number[]} values */
const spread = (values) =>
  values.length === 0 ? "not told" : `${seconds(median(values))} / ${seconds(percentile(values, 0.99))}`;

/** @param {string} what @param {number[]} values */
export function isHeld(what, values) {
  const promise = PROMISES[what];
  if (!promise) return true;
  return values.length > 0 && percentile(values, 0.99) <= promise.p99 && median(values) <= (promise.p50 ?? promise.p99);
}

/** @param {string} what */
const promised = (what) => {
  const promise = PROMISES[what];
  return promise ? `${promise.p50 ? seconds(promise.p50) : "-"} / ${seconds(promise.p99)}` : "";
};

/** @param {Outcome[]} outcomes @returns {string[][]} */
export function tableOf(outcomes) {
  const head = ["seconds, p50 / p99", "promised", ...outcomes.map(({ who }) => who)];
  const times = Object.entries(ROWS).map(([what, of]) => [
    what,
    promised(what),
    ...outcomes.map(({ runs }) => spread(runs.flatMap(of))),
  ]);
  const plain = [
    ["VMs, runs", "", ...outcomes.map(({ vms, runs }) => `${vms}, ${runs.length}`)],
    ["load average", "", ...outcomes.map(({ runs }) => median(runs.map(({ load }) => load)).toFixed(1))],
    ["VMs that ran twice", "0", ...outcomes.map(({ violations }) => String(violations.length))],
  ];
  return [head, ...times, ...plain];
}

/** Whether the outcome keeps what the product promises. @param {Outcome} outcome */
export const keepsPromises = ({ runs, violations }) =>
  violations.length === 0 && Object.entries(ROWS).every(([what, of]) => isHeld(what, runs.flatMap(of)));

/** @param {string[][]} rows */
export function print(rows) {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  for (const row of rows)
    console.log(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}

if (process.argv[1] === import.meta.filename) {
  const outcomes = process.argv.slice(2).map((file) => /** @type {Outcome} */ (JSON.parse(readFileSync(file, "utf8"))));
  print(tableOf(outcomes));
  for (const violation of outcomes.flatMap(({ violations }) => violations)) console.log(`! ${violation}`);
}
