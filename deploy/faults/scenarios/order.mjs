// In which order the VMs of a dead host come back.
import { setting } from "../../lab/api.mjs";
import { scanQemus } from "../lib/processes.mjs";

/** @typedef {import("../lib/situation.mjs").Situation} Situation */

const PREFIX = "order";
/** Made in this order, again and again, so that the order of names and ids is not the one that is expected. */
const PRIORITIES = /** @type {const} */ (["LOWEST", "MEDIUM", "HIGHEST"]);
/** With four starts at once on each of two hosts this is more than one wave. */
const COUNT = 15;
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
      inOrderOfStarts(situation);
      await inOrderOfOwners(situation);
    },
    verdict: (situation) => situation.bootedOnce(situation.vmsOfVictims()),
    clean: (situation) => situation.remove(`${PREFIX}-`),
  },
];

/** @param {number} at */
const priorityAt = (at) => PRIORITIES[at % PRIORITIES.length] ?? "MEDIUM";

/** @param {string} name @returns {string | undefined} */
function priorityOf(name) {
  const number = RegExp(`^${PREFIX}-(\\d+)$`).exec(name)?.[1];
  return number === undefined ? undefined : priorityAt(Number(number) - 1);
}

/** Nothing of the lowest priority was started before everything of the highest. @param {Situation} situation */
function inOrderOfStarts(situation) {
  const live = scanQemus(setting("ATOLL_RUN_ROOT")).filter(({ state }) => state === "LIVE");
  /** @param {string} priority */
  const starts = (priority) =>
    situation
      .vmsOfVictims()
      .filter(({ name }) => priorityOf(name) === priority)
      .flatMap(({ vmId }) => live.filter((qemu) => qemu.vmId === vmId).map(({ startTime }) => startTime));
  const [lastHighest, firstLowest] = [Math.max(...starts("HIGHEST")), Math.min(...starts("LOWEST"))];
  situation.notes.set("lowestAfterHighestMs", (firstLowest - lastHighest) * 10);
  if (firstLowest < lastHighest) throw new Error("a VM of the lowest priority was started before one of the highest");
}

/** No VM was given to a host earlier than one of a higher priority. @param {Situation} situation */
async function inOrderOfOwners(situation) {
  const incidents = await situation.product.incidents(situation.injectedAtMs);
  const given = incidents
    .flatMap(({ entries }) => entries)
    .filter(({ kind, atMs }) => kind === "ASSIGNED" && atMs >= situation.injectedAtMs)
    .flatMap(({ atMs, text }) => {
      const name = text.split(" ")[0] ?? "";
      const priority = priorityOf(name);
      return priority === undefined ? [] : [{ name, atMs, rank: PRIORITIES.findIndex((one) => one === priority) }];
    });
  situation.notes.set("ownersTold", given.length);
  for (const one of given) {
    const earlier = given.find((other) => other.atMs < one.atMs && other.rank < one.rank);
    if (earlier) throw new Error(`${earlier.name} was given to a host before ${one.name}, which is more important`);
  }
}
