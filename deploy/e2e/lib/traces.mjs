// What a VM leaves behind, looked for where it would be: on the hosts, on the pool, in ZooKeeper. Nothing is asked of
// the manager.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setting } from "../../lab/api.mjs";
import { Zookeeper } from "./zookeeper.mjs";

const FORGOTTEN_WITHIN_MS = 60_000;
const TAP_NAME = /^at[0-9a-f]{10}-\d+$/;

/** The hosts' numbers. */
export function hostNumbers() {
  return Array.from({ length: Number(setting("ATOLL_LAB_HOSTS")) }, (_, index) => index + 1);
}

/** @param {number} host */
export const stateDirOf = (host) => join(setting("ATOLL_LAB_DIR"), `host-${host}`, "state");

/** Everything that tells of this VM, in words. @param {import("./lab.mjs").Lab} lab @param {string} vmId */
export async function tracesOf(lab, vmId) {
  const traces = lab.qemuOf(vmId).map((qemu) => `QEMU ${qemu.pid}`);
  if (lab.vmFolders().includes(vmId)) traces.push("its folder on the pool");
  for (const host of hostNumbers()) {
    if (existsSync(join(setting("ATOLL_RUN_ROOT"), `host-${host}`, "vms", vmId))) {
      traces.push(`its run folder on host-${host}`);
    }
    if (setting("ATOLL_NETWORK") === "bridge") traces.push(...networkTraces(host, vmId));
  }
  const zookeeper = await Zookeeper.asHost(stateDirOf(1));
  const owner = await zookeeper.owner(vmId);
  if (owner !== undefined) traces.push(`its owner ${JSON.stringify(owner)}`);
  zookeeper.close();
  return traces;
}

/**
 * Waits until nothing tells of the VM any more, and answers what still does when the time is up. A host it once ran on
 * finds out by itself that it was deleted.
 *
 * @param {import("./lab.mjs").Lab} lab @param {string} vmId
 */
export async function lastTracesOf(lab, vmId) {
  const end = Date.now() + FORGOTTEN_WITHIN_MS;
  for (;;) {
    const traces = await tracesOf(lab, vmId);
    if (traces.length === 0 || Date.now() > end) return traces;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Taps of the VM, and rules that belong to no tap. @param {number} host @param {string} vmId */
function networkTraces(host, vmId) {
  const taps = guestPorts(host);
  const names = taps.map((tap) => tap.name);
  const orphans = guardChains(host).filter((chain) => !names.includes(chain));
  return [
    ...taps.filter((tap) => tap.alias.includes(vmId)).map((tap) => `tap ${tap.name} on host-${host}`),
    ...orphans.map((chain) => `nftables chain ${chain} without a tap on host-${host}`),
  ];
}

/** The guests' ports on a host. @param {number} host @returns {{ name: string, alias: string }[]} */
export function guestPorts(host) {
  const links = JSON.parse(onHost(host, ["ip", "-j", "link", "show"]) || "[]");
  return links
    .map((/** @type {any} */ link) => ({ name: String(link.ifname), alias: String(link.ifalias ?? "") }))
    .filter((/** @type {{ name: string }} */ link) => TAP_NAME.test(link.name));
}

/** The chains that hold guests to their own addresses. @param {number} host @returns {string[]} */
export function guardChains(host) {
  const ruleset = JSON.parse(onHost(host, ["nft", "-j", "list", "ruleset"]));
  return ruleset.nftables
    .map((/** @type {any} */ entry) => String(entry.chain?.name ?? ""))
    .filter((/** @type {string} */ name) => TAP_NAME.test(name));
}

/** Run folders of VMs on all hosts. @returns {string[]} */
export function runFolders() {
  return hostNumbers()
    .map((host) => join(setting("ATOLL_RUN_ROOT"), `host-${host}`, "vms"))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder));
}

/** @param {number} host @param {string[]} command */
function onHost(host, command) {
  const namespace = `atoll-${setting("ATOLL_LAB")}-host-${host}`;
  return execFileSync("ip", ["netns", "exec", namespace, ...command], { encoding: "utf8" });
}
