/** Writes the console's API types from the manager's committed description; `--check`: fails when they are stale. */
import { readFileSync, writeFileSync } from "node:fs";
import openapi, { astToString } from "openapi-typescript";

const SOURCE = new URL("../../manager-server/openapi.json", import.meta.url);
const TARGET = new URL("../src/api/schema.ts", import.meta.url);
const HEADER = "/* Generated from manager-server/openapi.json by `npm run schema`. Do not edit. */\n";

const types = HEADER + astToString(await openapi(SOURCE));
if (!process.argv.includes("--check")) {
    writeFileSync(TARGET, types);
} else if (readFileSync(TARGET, "utf8") !== types) {
    console.error(
        "src/api/schema.ts is not what manager-server/openapi.json says. Run `npm run schema`, then mend what tsc finds.",
    );
    process.exit(1);
}
