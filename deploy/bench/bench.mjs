// The benchmarks of the promises table, against the bench lab that ./deploy/dev bench has brought up.
import { readFileSync } from "node:fs";
import { benchDensity } from "./density.mjs";
import { benchEvacuation } from "./evacuation.mjs";
import { benchEvents } from "./events.mjs";
import { benchList } from "./list.mjs";
import { benchManager } from "./manager.mjs";
import { benchMigration } from "./migration.mjs";
import { printTable } from "./statistics.mjs";
import { benchVirsh } from "./virsh.mjs";

/** How long ./deploy/dev up took to the first login prompt; measured by ./deploy/dev itself. */
function benchUp() {
  const seconds = Number(readFileSync(`${process.env.ATOLL_LAB_DIR}/up-seconds`, "utf8"));
  const held = seconds <= 90;
  return Promise.resolve([
    { what: "up to the first VM's login prompt", measured: `${seconds} s`, promise: "<= 90 s", held },
  ]);
}

const BENCHES = { up: benchUp, manager: benchManager, events: benchEvents, list: benchList, migration: benchMigration };
/** Those that take long, when they are named. */
const ON_REQUEST = { evacuation: benchEvacuation, density: benchDensity, virsh: benchVirsh };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHES) && !(name in ON_REQUEST));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(", ")}; there are ${Object.keys({ ...BENCHES, ...ON_REQUEST }).join(", ")}.`,
  );
  process.exit(2);
}
const rows = [];
for (const [name, bench] of Object.entries({ ...BENCHES, ...ON_REQUEST })) {
  if (wanted.length > 0 ? !wanted.includes(name) : name in ON_REQUEST) continue;
  console.log(`… ${name}`);
  rows.push(...(await bench()));
}
printTable(rows);
process.exit(rows.every((row) => row.held) ? 0 : 1);
