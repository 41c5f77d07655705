// Faults of the network, made with nftables in a host's own namespace, in a table of their own that nothing else uses.
// Traffic of guests (bridged) and of a host with itself (lo) is left alone. Every verb replaces what it said before, and
// heal() takes the table away.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const TABLE = "atoll_faults";

/**
 * @typedef {{ to?: string, direction?: "in" | "out" | "both", port?: number | number[], percent?: number }} Cut to: an IPv4
 *   address or subnet, everybody where it is left out. Direction as the host sees it. port: that service's port, on
 *   whichever end it is; all traffic where it is left out. percent of the packets are lost, 100 where it is left out.
 */

/** The rules for one cut; pure. @param {Cut} cut @returns {{ chain: "input" | "output", rule: string }[]} */
export function rulesFor({ to, direction = "both", port, percent = 100 }) {
  if (percent < 0 || percent > 100) throw new Error(`${percent} percent; 0 to 100 can be lost`);
  const lost = percent === 100 ? "drop" : `numgen random mod 100 < ${percent} drop`;
  const ports = port === undefined ? [undefined] : Array.isArray(port) ? port : [port];
  return ports.flatMap((number) => {
    /** @type {{ chain: "input" | "output", rule: string }[]} */
    const rules = [];
    for (const side of number === undefined ? [""] : ["dport", "sport"]) {
      const service = side === "" ? "" : `tcp ${side} ${number} `;
      if (direction !== "in") rules.push({ chain: "output", rule: `${to ? `ip daddr ${to} ` : ""}${service}${lost}` });
      if (direction !== "out") rules.push({ chain: "input", rule: `${to ? `ip saddr ${to} ` : ""}${service}${lost}` });
    }
    return rules;
  });
}

/** The whole table as nft reads it; pure. @param {Cut[]} cuts @param {Redirect[]} redirects */
export function tableFor(cuts, redirects) {
  const rules = cuts.flatMap(rulesFor);
  /** @param {"input" | "output"} chain @param {string} away */
  const filter = (chain, away) =>
    `  chain ${chain} {\n    type filter hook ${chain} priority -10; policy accept;\n    ${away} lo accept\n${rules
      .filter((rule) => rule.chain === chain)
      .map((rule) => `    ${rule.rule}\n`)
      .join("")}  }\n`;
  const nat = redirects.map(
    ({ to, port, proxyPort, exceptUid }) =>
      `    ip daddr ${to} tcp dport ${port} meta skuid != ${exceptUid} redirect to :${proxyPort}\n`,
  );
  const redirectChain =
    nat.length === 0
      ? ""
      : `  chain redirect_output {\n    type nat hook output priority -100; policy accept;\n${nat.join("")}  }\n`;
  // Adding it first makes deleting it possible whether it is there or not.
  return `add table ip ${TABLE}\ndelete table ip ${TABLE}\ntable ip ${TABLE} {\n${filter("input", "iifname")}${filter("output", "oifname")}${redirectChain}}\n`;
}

/** @typedef {{ to: string, port: number, proxyPort: number, exceptUid: number }} Redirect */

/** The network of one host. */
export class HostNetwork {
  /** @type {Cut[]} */
  #cuts = [];
  /** @type {Redirect[]} */
  #redirects = [];
  /** @type {NodeJS.Timeout | undefined} */
  #flapping;
  /** Of the flapping that is under way; another, or none, is one more. */
  #flappings = 0;
  /** @type {Promise<void>} */
  #inFlight = Promise.resolve();

  /** @param {string} namespace of the host */
  constructor(namespace) {
    this.namespace = namespace;
  }

  /** In addition to what is cut already. @param {Cut} [cut] */
  async cut(cut = {}) {
    this.#cuts.push(cut);
    await this.#apply();
  }

  /** Ends one of several cuts. @param {Cut} cut the same object that was given to cut() */
  async mend(cut) {
    this.#cuts = this.#cuts.filter((other) => other !== cut);
    await this.#apply();
  }

  /** @param {number} percent of all packets, both ways @param {Omit<Cut, "percent">} [where] */
  async loss(percent, where = {}) {
    await this.cut({ ...where, percent });
  }

  /** Cut and whole in turn, beginning with cut. @param {number} cutMs @param {number} wholeMs @param {Cut} [cut] */
  async flap(cutMs, wholeMs, cut = {}) {
    this.#stopFlapping();
    const mine = this.#flappings;
    const step = async (/** @type {boolean} */ isCut) => {
      this.#cuts = isCut ? [cut] : [];
      await this.#apply();
      // Ended while the rules were written: the next step would undo what was said since.
      if (mine !== this.#flappings) return;
      this.#flapping = setTimeout(() => void step(!isCut).catch(console.error), isCut ? cutMs : wholeMs);
    };
    await step(true);
  }

  #stopFlapping() {
    this.#flappings++;
    clearTimeout(this.#flapping);
  }

  /** New connections to a service go through a proxy in this namespace. @param {Redirect} redirect */
  async redirect(redirect) {
    this.#redirects.push(redirect);
    await this.#apply();
  }

  /** Ends connections from here to a service, on whatever host; clients connect anew. @param {number} port */
  async abort(port) {
    // It says "Invalid argument" about sockets that cannot be ended, such as listening ones, and goes on.
    await run("ip", ["netns", "exec", this.namespace, "ss", "-K", "-t", "dport", "=", `:${port}`]).catch(() => {});
  }

  async heal() {
    this.#stopFlapping();
    this.#cuts = [];
    this.#redirects = [];
    await this.#inFlight;
    await this.#nft(`add table ip ${TABLE}\ndelete table ip ${TABLE}\n`);
  }

  /** One after the other: a flapping that was about to cut when it was ended must not have the last word. */
  #apply() {
    const applied = this.#inFlight.then(() => this.#nft(tableFor(this.#cuts, this.#redirects)));
    this.#inFlight = applied.catch(() => {});
    return applied;
  }

  /** @param {string} commands */
  async #nft(commands) {
    const child = run("ip", ["netns", "exec", this.namespace, "nft", "-f", "-"]);
    child.child.stdin?.end(commands);
    await child;
  }
}
