// The chassis of a lab's hosts, as their management controllers have them: files that say whether the power is on and which
// fault was asked for, and ./deploy/dev power, which really switches.
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const DEV = join(import.meta.dirname, "..", "dev");

/** What a controller can be told to do instead of its work, by the name in the file "fault". */
export const FAULTS = /** @type {const} */ ([
  "none",
  "silent", // takes connections and never answers
  "garbage", // answers what no controller answers
  "refuses-login", // whatever the password
  "ignores-orders", // takes them and does nothing
  "says-off", // whatever is true, and "already off" to who wants it off
  "never-wakes", // says that it is on; nothing boots
]);

/** @typedef {typeof FAULTS[number]} Fault */
/** @typedef {"on" | "off" | "shutdown"} Order */

/** @param {string} file @param {string} otherwise */
function textOf(file, otherwise) {
  return existsSync(file) ? readFileSync(file, "utf8").trim() : otherwise;
}

export class Chassis {
  /** @param {number} number @param {string} labDir */
  constructor(number, labDir) {
    this.number = number;
    this.dir = join(labDir, `host-${number}`, "bmc");
  }

  get isOn() {
    return textOf(join(this.dir, "power"), "0") === "1";
  }

  /** @returns {Fault} */
  get fault() {
    const word = textOf(join(this.dir, "fault"), "none");
    return FAULTS.find((fault) => fault === word) ?? "none";
  }

  get password() {
    return textOf(join(this.dir, "password"), "");
  }

  get certificate() {
    return readFileSync(join(this.dir, "cert.pem"));
  }

  get key() {
    return readFileSync(join(this.dir, "key.pem"));
  }

  /** @param {Fault} fault */
  break(fault) {
    writeFileSync(join(this.dir, "fault"), `${fault}\n`);
  }

  /** Begins what was ordered; the power tells when it is done. @param {Order} order */
  order(order) {
    appendFileSync(join(this.dir, "orders.log"), `${Date.now()} ${order} ${this.fault}\n`);
    if (this.fault === "ignores-orders") return;
    if (this.fault === "never-wakes" && order === "on") {
      writeFileSync(join(this.dir, "power"), "1\n");
      return;
    }
    const child = spawn(DEV, ["power", `host-${this.number}`, order], { stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", (error) => console.error(`power of host-${this.number}: ${error.message}`));
  }

  /** Whether the host's agent asked to be shut down since somebody last looked. */
  takeShutdownWish() {
    const wish = join(this.dir, "shutdown-wanted");
    if (!existsSync(wish)) return false;
    rmSync(wish);
    return true;
  }
}
