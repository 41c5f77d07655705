// Opens the lab for faults: hosts, witnesses, oracles; and removes the witnesses again.
import { setting } from "../../lab/api.mjs";
import { waitUntil } from "../../e2e/lib/wait.mjs";
import { HOST_SCENARIOS } from "../scenarios/hosts.mjs";
import { ORDER_SCENARIOS } from "../scenarios/order.mjs";
import { NETWORK_SCENARIOS } from "../scenarios/network.mjs";
import { STORAGE_SCENARIOS } from "../scenarios/storage.mjs";
import { CONTROL_SCENARIOS } from "../scenarios/control.mjs";
import { ZOOKEEPER_SCENARIOS } from "../scenarios/zookeeper.mjs";
import { FaultyHost } from "./hosts.mjs";
import { Oracles } from "./oracles.mjs";
import { diskOf, Product } from "./product.mjs";

/** @typedef {import("./situation.mjs").Scenario} Scenario */

/** All scenarios, by the numbers of the fault matrix. @type {Map<string, Scenario>} */
export const SCENARIOS = new Map(
  [
    ...HOST_SCENARIOS,
    ...ORDER_SCENARIOS,
    ...NETWORK_SCENARIOS,
    ...ZOOKEEPER_SCENARIOS,
    ...STORAGE_SCENARIOS,
    ...CONTROL_SCENARIOS,
  ]
    .sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }))
    .map((scenario) => [scenario.id, scenario]),
);

/** A host that fell three times within an hour gets no VMs for two; with so many falls behind it, agents are restarted. */
const FALLS_TO_FORGET = 2;
const READY_WITHIN_MS = 120_000;

export class FaultLab {
  /** Agents remember nothing from before this. */
  #forgottenAtMs = Date.now();

  /** @param {number} count of witnesses @param {string} [prefix] of their names @param {string} [hostId] where all of them start */
  static async open(count, prefix = "witness", hostId) {
    const product = new Product();
    await product.armHa();
    const witnesses = await product.createWitnesses(count, prefix, hostId);
    const oracles = new Oracles(setting("ATOLL_RUN_ROOT"));
    for (const { id, name } of witnesses) oracles.watch(id, name, diskOf(id));
    const lab = new FaultLab(product, FaultyHost.all(), witnesses, oracles);
    await waitUntil("the first record of every witness", 120_000, () =>
      [...oracles.disks.values()].every((disk) => disk.history.newest > 0),
    );
    return lab;
  }

  /** @param {Product} product @param {FaultyHost[]} hosts @param {import("./product.mjs").Witness[]} witnesses @param {Oracles} oracles */
  constructor(product, hosts, witnesses, oracles) {
    this.product = product;
    this.hosts = hosts;
    this.witnesses = witnesses;
    this.oracles = oracles;
  }

  /**
   * Brings the lab into a state in which the next fault tells something: no host about to be put into quarantine for the faults
   * before, VMs on every host, HA ready to act.
   * @param {{ fresh: boolean }} options fresh: agents forget in any case
   */
  async prepare({ fresh }) {
    await this.product.haReady(this.witnesses, READY_WITHIN_MS);
    if (fresh || (await this.#mostFalls()) >= FALLS_TO_FORGET) await this.forget();
    await this.#spread();
  }

  /** All agents at once begin anew: what they count of falls and failures they keep in memory only. */
  async forget() {
    // Whether they came back is seen below; deploy/dev gives a busy machine less time for it.
    await Promise.allSettled(this.hosts.map((host) => host.restartAgent()));
    this.#forgottenAtMs = Date.now();
    await this.product.haReady(this.witnesses, READY_WITHIN_MS);
  }

  /** How often the host that fell most often has fallen. */
  async #mostFalls() {
    const incidents = await this.product.incidents(this.#forgottenAtMs);
    const falls = incidents.filter(({ entries }) => entries.some(({ kind }) => kind === "SIGNAL_LOST"));
    const counts = this.hosts.map(({ name }) => falls.filter(({ hostName }) => hostName === name).length);
    return Math.max(0, ...counts);
  }

  /** Moves a VM to each host that has none, from the one with most. */
  async #spread() {
    const hosts = await this.product.hosts();
    for (;;) {
      const states = await this.product.states(this.witnesses);
      const load = new Map(this.hosts.map(({ name }) => [name, states.filter(({ host }) => host === name)]));
      const [fullest] = [...load.values()].sort((a, b) => b.length - a.length);
      const [empty] = [...load].find(([, vms]) => vms.length === 0) ?? [];
      const [vm] = fullest ?? [];
      if (empty === undefined || vm === undefined || (fullest?.length ?? 0) < 2) return;
      const targetHostId = hosts.find((host) => host.metadata.name === empty)?.metadata.id;
      await this.product.task("POST", `/vms/${vm.id}/actions/migrate`, { targetHostId });
    }
  }

  async close() {
    await this.oracles.stop();
    await this.product.removeWitnesses(this.witnesses);
    this.product.close();
  }
}
