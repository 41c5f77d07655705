// Opens the lab for faults: hosts, witnesses, oracles; and removes the witnesses again.
import { join } from "node:path";
import { readdirSync } from "node:fs";
import { setting } from "../../lab/api.mjs";
import { waitUntil } from "../../e2e/lib/wait.mjs";
import { HOST_SCENARIOS } from "../scenarios/hosts.mjs";
import { NETWORK_SCENARIOS } from "../scenarios/network.mjs";
import { STORAGE_SCENARIOS } from "../scenarios/storage.mjs";
import { FaultyHost } from "./hosts.mjs";
import { Oracles } from "./oracles.mjs";
import { Product } from "./product.mjs";

/** @typedef {import("./situation.mjs").Scenario} Scenario */

/** All scenarios, by the numbers of the fault matrix. @type {Map<string, Scenario>} */
export const SCENARIOS = new Map(
  [...HOST_SCENARIOS, ...NETWORK_SCENARIOS, ...STORAGE_SCENARIOS]
    .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
    .map((scenario) => [scenario.id, scenario]),
);

/** The VM's disk, where it really is. @param {string} vmId */
export function diskOf(vmId) {
  const folder = join(setting("ATOLL_POOL"), "vms", vmId);
  const disk = readdirSync(folder).find((name) => name.endsWith(".qcow2"));
  if (!disk) throw new Error(`${folder} holds no disk`);
  return join(folder, disk);
}

export class FaultLab {
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

  async close() {
    await this.oracles.stop();
    await this.product.removeWitnesses(this.witnesses);
    this.product.close();
  }
}
