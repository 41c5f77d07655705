// When hosts said that they start VMs: an agent logs what it has told ZooKeeper as soon as that is stored.
const TOLD = /^(\S+) INFO +OwnedVms Told vm=(\S+) epoch=\d+ state=STARTING .*answer=Written/gm;

/**
 * The first word about each VM since a moment, in ms after it.
 *
 * @param {string[]} logs of the hosts @param {number} sinceMs
 */
export function acceptedIn(logs, sinceMs) {
  /** @type {Map<string, number>} */
  const first = new Map();
  for (const log of logs) {
    for (const [, time = "", vm = ""] of log.matchAll(TOLD)) {
      const afterMs = Date.parse(time) - sinceMs;
      if (afterMs >= 0) first.set(vm, Math.min(afterMs, first.get(vm) ?? Infinity));
    }
  }
  return [...first.values()];
}
