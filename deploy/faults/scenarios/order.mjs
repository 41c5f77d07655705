// In which order the VMs of a dead host come back.
import { setting } from "../../lab/api.mjs";
import { scanQemus } from "../lib/processes.mjs";

/** @typedef {import("../lib/situation.mjs").Situation} Situation */

const PREFIX = "order";
/** Made in this order, again and again, so that the order of names and ids is not the one that is expected. */
const PRIORITIES = /** @type {const} */ (["LOWEST", "MEDIUM", "HIGHEST"]);
/** With four starts at once on each of two hosts this is more than one wave. */
const COUNT = 15;
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
      noteStarts(situation);
      await inOrderOfOwners(situation);
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

/** How long after the last of the highest priority the first of the lowest was started; hosts that are slower mix them. @param {Situation} situation */
function noteStarts(situation) {
  const live = scanQemus(setting("ATOLL_RUN_ROOT")).filter(({ state }) => state === "LIVE");
  /** @param {string} priority */
  const starts = (priority) =>
    situation
      .vmsOfVictims()
      .filter(({ name }) => priorityOf(name) === priority)
      .flatMap(({ vmId }) => live.filter((qemu) => qemu.vmId === vmId).map(({ startTime }) => startTime));
  const [lastHighest, firstLowest] = [Math.max(...starts("HIGHEST")), Math.min(...starts("LOWEST"))];
  situation.notes.set("lowestAfterHighestMs", (firstLowest - lastHighest) * MS_PER_TICK);
}

/** No VM was given to a host earlier than one of a higher priority. @param {Situation} situation */
async function inOrderOfOwners(situation) {
  const incidents = await situation.product.incidents(situation.injectedAtMs);
  const given = incidents
    .flatMap(({ entries }) => entries)
    .filter(({ kind, atMs }) => kind === "ASSIGNED" && atMs >= situation.injectedAtMs)
    .map(({ atMs, text }) => {
      const name = text.split(" ")[0] ?? "";
      return { name, atMs, rank: PRIORITIES.findIndex((one) => one === priorityOf(name)) };
    });
  situation.notes.set("ownersTold", given.length);
  for (const one of given) {
    const earlier = given.find((other) => other.atMs < one.atMs && other.rank < one.rank);
    if (earlier) throw new Error(`${earlier.name} was given to a host before ${one.name}, which is more important`);
  }
}
