// In which order the VMs of a dead host come back.
import { setting } from "../../lab/api.mjs";
import { patience } from "../lib/situation.mjs";
import { scanQemus } from "../lib/processes.mjs";

/** @typedef {import("../lib/situation.mjs").Situation} Situation */

const PREFIX = "order";
/** Made in this order, again and again, so that the order of names and ids is not the one that is expected. */
const PRIORITIES = /** @type {const} */ (["LOWEST", "MEDIUM", "HIGHEST"]);
/** With four starts at once on each of two hosts this is more than one wave. */
const COUNT = 15;
/** Four are started at once, whoever is seen first among them, each after its spec was read and its disk opened. */
const AT_ONCE_MS = 3_000;
/** Of start times in /proc. */
const MS_PER_TICK = 10;
const LIMITS = { startedMs: 25_000, bootedMs: 40_000 };

/** @type {import("../lib/situation.mjs").Scenario[]} */
export const ORDER_SCENARIOS = [
  {
    id: "F1b",
    title: "a host with VMs of three priorities dies",
    minutes: 6,
    mayRestart: (situation) => situation.vmsOfVictims(),
    inject: async (situation) => {
      const victim = situation.pickVictim();
      const hostId = (await situation.product.hosts()).find(({ metadata }) => metadata.name === victim.name)?.metadata
        .id;
      const made = await situation.product.createWitnesses(COUNT, PREFIX, hostId, (at) => ({
        priority: priorityAt(at),
      }));
      await situation.watch(made);
      situation.injectedAtMs = Date.now();
      await victim.powerOff();
    },
    expect: async (situation) => {
      await situation.takenOver(situation.victim.name, LIMITS);
      await situation.noteDecision();
      inOrderOnEachHost(situation);
    },
    verdict: (situation) => situation.bootedOnce(situation.vmsOfVictims()),
    clean: (situation) => situation.remove(`${PREFIX}-`),
  },
];

/** @param {number} at */
const priorityAt = (at) => PRIORITIES[at % PRIORITIES.length] ?? "MEDIUM";

/** Others have the priority that a VM has if nobody says another. @param {string} name */
function priorityOf(name) {
  const number = RegExp(`^${PREFIX}-(\\d+)$`).exec(name)?.[1];
  return number === undefined ? "MEDIUM" : priorityAt(Number(number) - 1);
}

/**
 * On each host the more important ones were started before the less important ones; those that are started at once may be a
 * moment apart. The moments are those of the processes' starts, as the kernel says.
 * @param {Situation} situation
 */
function inOrderOnEachHost(situation) {
  const live = scanQemus(setting("ATOLL_RUN_ROOT")).filter(({ state }) => state === "LIVE");
  const started = situation.vmsOfVictims().flatMap(({ vmId, name }) => {
    const rank = PRIORITIES.findIndex((one) => one === priorityOf(name));
    return live
      .filter((qemu) => qemu.vmId === vmId)
      .map(({ host, startTime }) => ({ name, host, rank, ms: startTime * MS_PER_TICK }));
  });
  let worstMs = 0;
  for (const one of started) {
    for (const other of started.filter(({ host, rank }) => host === one.host && rank < one.rank)) {
      const aheadMs = one.ms - other.ms;
      worstMs = Math.max(worstMs, aheadMs);
      if (aheadMs > AT_ONCE_MS * patience()) {
        throw new Error(
          `${other.name} was started ${aheadMs} ms before ${one.name} on ${one.host}, which is more important`,
        );
      }
    }
  }
  situation.notes.set("mostAheadMs", worstMs);
}
