// What the lab's logs said while an injection failed, before the next one writes over it.
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setting } from "../../lab/api.mjs";

/** Of each log the end, which is minutes long. */
const MOST_BYTES = 1 << 20;
const LOGS = /^(log|log\.before|zookeeper\.log|layer\.log)$/;

/** @param {import("./injections.mjs").Result} result @param {string} folder where a folder for it is made */
export function keepEvidence(result, folder) {
  const lab = setting("ATOLL_LAB_DIR");
  const target = join(folder, "evidence", `${result.id}-${result.seed.replaceAll("/", "-")}-${Date.parse(result.at)}`);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "result.json"), JSON.stringify(result, null, 2));
  for (const part of readdirSync(lab).filter((name) => name === "manager" || name.startsWith("host-"))) {
    for (const log of readdirSync(join(lab, part)).filter((name) => LOGS.test(name))) {
      writeFileSync(join(target, `${part}-${log}`), endOf(join(lab, part, log)));
    }
  }
}

/** @param {string} path */
function endOf(path) {
  if (!existsSync(path)) return Buffer.alloc(0);
  const file = openSync(path, "r");
  try {
    const size = fstatSync(file).size;
    const bytes = Buffer.alloc(Math.min(size, MOST_BYTES));
    readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return bytes;
  } finally {
    closeSync(file);
  }
}
