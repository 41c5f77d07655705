// A Pacemaker cluster on three simulated hosts, from its files to its end.
import { execFile, execFileSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { setting } from "../../../lab/api.mjs";
import { waitUntil } from "../../../e2e/lib/wait.mjs";
import { configuration, controllerOf, domainOf, etcOf, nodeOf, optionsOf } from "./config.mjs";
import { fencingsIn } from "./log.mjs";

const HERE = import.meta.dirname;
const HOSTS = join(HERE, "hosts");
const ONLINE_LIMIT_MS = 180_000;
const SETTLED_LIMIT_S = 900;
const run = promisify(execFile);

/** @typedef {import("./config.mjs").Guest} Guest */
/** @typedef {import("./config.mjs").Mode} Mode */

/** Runs the script that makes hosts. @param {(string | number)[]} words */
const hosts = async (...words) => (await run(HOSTS, words.map(String))).stdout;

/** @param {string} file @param {string} text */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

export class Cluster {
  hosts = [1, 2, 3];
  /** @type {Guest[]} */
  guests = [];
  #dir = setting("ATOLL_PEER_DIR");
  #password = randomBytes(8).toString("hex");
  /** Where the guests' disks are, on all hosts; their QEMUs are known by it. */
  pool = join(this.#dir, "pool");

  /** @param {Mode} mode */
  constructor(mode) {
    this.mode = mode;
  }

  /** Three hosts that see each other, and guests of which the cluster does not know yet. @param {number} count of guests */
  async start(count) {
    await this.remove();
    for (const host of this.hosts) this.#writeFiles(host);
    this.guests = Array.from({ length: count }, (_, at) => this.#guest(`vm-${at + 1}`));
    await hosts("prepare", ...this.hosts);
    await Promise.all(this.hosts.map((host) => hosts("up", host)));
    await this.allOnline();
    // One by one: what comes together with resources is stored, and the controllers do not read it before the next change.
    for (const [name, value] of Object.entries(optionsOf(this.mode))) {
      await this.#on(1, "crm_attribute", "--type", "crm_config", "--name", name, "--update", value);
    }
  }

  /** @param {number} host */
  #writeFiles(host) {
    const own = join(this.#dir, `host-${host}`);
    for (const [name, text] of Object.entries(etcOf(host, this.hosts, this.mode))) write(join(own, "etc", name), text);
    const files = controllerOf(host, this.#password, join(HERE, "chassis"));
    for (const [name, text] of Object.entries(files)) write(join(own, name), text);
    mkdirSync(join(own, "bmc"));
  }

  /** @param {string} name @returns {Guest} */
  #guest(name) {
    const path = (/** @type {string} */ ending) => join(this.pool, `${name}.${ending}`);
    const guest = { id: randomUUID(), name, disk: path("qcow2"), xml: path("xml") };
    write(guest.xml, domainOf(guest));
    execFileSync("qemu-img", ["convert", "-O", "qcow2", "-f", "raw", setting("ATOLL_WITNESS_IMAGE"), guest.disk]);
    return guest;
  }

  /** Has the cluster run all guests on this host. @param {number} host */
  async gather(host) {
    const file = join(this.pool, "configuration.xml");
    writeFileSync(
      file,
      configuration(this.hosts, this.guests, { home: host, password: this.#password, mode: this.mode }),
    );
    await this.#on(host, "cibadmin", "--modify", "--allow-create", "--scope", "configuration", "--xml-file", file);
  }

  /** Until nothing is left to be done. @param {number} host that is asked */
  async settled(host) {
    await this.#on(host, "crm_resource", "--wait", `--timeout=${SETTLED_LIMIT_S}s`);
  }

  /** @param {number} host */
  async kill(host) {
    await hosts("kill", host);
  }

  /** Starts a host that was killed, and waits until it is a member again. @param {number} host */
  async heal(host) {
    await hosts("up", host);
    await this.allOnline();
  }

  async allOnline() {
    let seen = "";
    await waitUntil(
      `${this.hosts.length} hosts online`,
      ONLINE_LIMIT_MS,
      async () => {
        seen = await this.#on(1, "crm_mon", "--one-shot", "--output-as=xml").catch(String);
        return this.hosts.every((host) =>
          new RegExp(`<node name="${nodeOf(host)}" [^>]*online="true"[^>]*pending="false" unclean="false"`).test(seen),
        );
      },
      1_000,
    ).catch((error) => {
      throw new Error(`${error.message}; the last answer: ${seen.slice(0, 2_000)}`);
    });
  }

  /** When the others knew that the host is fenced, by their logs. @param {number} victim @param {number} sinceMs */
  fencedAtMs(victim, sinceMs) {
    const others = this.hosts.filter((host) => host !== victim);
    const logs = others.map((host) => join(this.#dir, `host-${host}`, "log", "pacemaker", "pacemaker.log"));
    const moments = logs.flatMap((log) => fencingsIn(readFileSync(log, "utf8"), nodeOf(victim), sinceMs));
    return moments.length > 0 ? Math.min(...moments) : null;
  }

  /** @param {number} host @param {string[]} words */
  #on(host, ...words) {
    return hosts("exec", host, ...words);
  }

  async remove() {
    await hosts("down");
  }
}
