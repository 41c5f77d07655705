// ./deploy/dev faults: injects faults into the lab and says what came of each. See usage() for the options.
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { setting } from "../lab/api.mjs";
import { FaultLab, SCENARIOS } from "./lib/fault-lab.mjs";
import { injectAll, plan } from "./lib/injections.mjs";
import { keepEvidence } from "./lib/evidence.mjs";
import { resultsIn, summaryOf } from "./lib/summary.mjs";

function usage() {
  console.log(`./deploy/dev faults [options]

  --only F1,F4         these scenarios; all of them otherwise
  --times N            rounds, each with every scenario once in an order of its own (1)
  --seed WORD          what is drawn depends on it alone; printed where it is not given
  --round N            only this round of a seed: a failed injection once more
  --vms N              protected witnesses in the lab (6)
  --budget-minutes N   begin no injection that might not end within this (60)
  --file PATH          results are added to it, one JSON object a line ($ATOLL_HOME/reports/faults.jsonl)
  --summary PATH       nothing is injected; says what the results in this file come to

Scenarios:
${[...SCENARIOS.values()].map(({ id, title }) => `  ${id.padEnd(4)} ${title}`).join("\n")}`);
}

/** @param {string | undefined} text @param {string} name @param {number} otherwise */
function whole(text, name, otherwise) {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`--${name} "${text}" must be 1 to 999999.`);
  return Number(text);
}

function options() {
  const string = /** @type {const} */ ({ type: "string" });
  const { values } = parseArgs({
    options: {
      only: string,
      times: string,
      seed: string,
      round: string,
      vms: string,
      "budget-minutes": string,
      file: string,
      summary: string,
      help: { type: "boolean" },
    },
  });
  const ids = values.only?.split(",") ?? [...SCENARIOS.keys()];
  const unknown = ids.filter((id) => !SCENARIOS.has(id));
  if (unknown.length > 0) throw new Error(`There is no scenario ${unknown.join(", ")}; --help lists them.`);
  const round = values.round === undefined ? undefined : whole(values.round, "round", 1);
  return {
    help: values.help === true,
    ids,
    round,
    times: Math.max(whole(values.times, "times", 1), round ?? 1),
    seed: values.seed ?? String(Date.now() % 1_000_000),
    vms: whole(values.vms, "vms", 6),
    budgetMinutes: whole(values["budget-minutes"], "budget-minutes", 60),
    file: values.file,
    summary: values.summary,
  };
}

async function main() {
  const { help, summary, ids, round, times, seed, vms, budgetMinutes, file: named } = options();
  if (help) return usage();
  if (summary !== undefined) return console.log(summaryOf(resultsIn(readFileSync(summary, "utf8"))));
  const file = named ?? join(setting("ATOLL_HOME"), "reports", "faults.jsonl");
  mkdirSync(dirname(file), { recursive: true });
  const planned = plan(ids, times, seed).filter((one) => round === undefined || one.round === round);
  console.log(`${planned.length} injections planned, seed ${seed}, results in ${file}`);
  const lab = await FaultLab.open(vms);
  try {
    const keep = (/** @type {import("./lib/injections.mjs").Result} */ result) => keepEvidence(result, dirname(file));
    const results = await injectAll(SCENARIOS, planned, lab, { budgetMinutes, file, tell: console.log, keep });
    const failed = results.filter((result) => !result.ok).length;
    if (results.length < planned.length) console.log(`${planned.length - results.length} were not begun.`);
    console.log(`${lab.oracles.violations().length} violations in all.`);
    console.log(`${results.length - failed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    await lab.close();
  }
}

await main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
