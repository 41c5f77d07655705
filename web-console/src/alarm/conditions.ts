/**
 * What a definition can be about: the figures and the states of each kind of object, as the manager's `AlarmFigure` and
 * `StateProperty` have them. In the API these are plain texts, so a test compares them with the manager's sources.
 */
import type { AlarmDefinition, HaState, HostState, Pool, PowerState } from "../api/types";
import type { PlainKey } from "../i18n";
import { keysOf } from "../ui/keysOf";

export type AlarmObjectKind = AlarmDefinition["spec"]["objectKind"];

export const OBJECT_KINDS = keysOf<AlarmObjectKind>({ HOST: true, VM: true, POOL: true, CLUSTER: true, TASK: true });

/** As the API counts, which is also how limits are typed. */
export type Unit = "%" | "MiB" | "GiB" | "B/s" | "days" | "ms" | "";

/** By the names that the API has for them; the unit is a part of the name. */
export const FIGURES = {
  HOST: [
    "cpuUsedPercent",
    "cpuStealPercent",
    "cpuIowaitPercent",
    "memoryUsedPercent",
    "swapUsedMiB",
    "diskReadBytesPerSecond",
    "diskWriteBytesPerSecond",
    "netRxBytesPerSecond",
    "netTxBytesPerSecond",
    "vmCount",
    "certificateDaysLeft",
    "clockSkewMs",
  ],
  VM: [
    "cpuUsedPercent",
    "cpuReadyPercent",
    "memoryActivePercent",
    "memorySwapMiB",
    "diskReadBytesPerSecond",
    "diskWriteBytesPerSecond",
    "netRxBytesPerSecond",
    "netTxBytesPerSecond",
  ],
  POOL: ["usedPercent", "freeGiB", "hostsWithoutAccess"],
  CLUSTER: ["hostsNotReady"],
  TASK: [],
} as const satisfies Record<AlarmObjectKind, readonly string[]>;

export type Figure = (typeof FIGURES)[AlarmObjectKind][number];

const UNITS: readonly (readonly [ending: string, unit: Unit])[] = [
  ["Percent", "%"],
  ["BytesPerSecond", "B/s"],
  ["MiB", "MiB"],
  ["GiB", "GiB"],
  ["DaysLeft", "days"],
  ["Ms", "ms"],
];

/** What the limits of a figure are counted in; "" counts things. */
export const unitOf = (figure: string): Unit => UNITS.find(([ending]) => figure.endsWith(ending))?.[1] ?? "";

/** Figures that are bad when they are small. */
export const sinks = (figure: string): boolean => figure === "certificateDaysLeft" || figure === "freeGiB";

/** One state among some, each with the key of its text. */
interface Choice {
  values: readonly string[];
  text: (value: string) => string;
}

const choice = <K extends string>(texts: Record<K, PlainKey>): Choice => ({
  values: Object.keys(texts),
  text: (value) => (texts as Partial<Record<string, PlainKey>>)[value] ?? value,
});

const CONNECTION = choice<HostState>({
  CONNECTING: "host.state.CONNECTING",
  READY: "host.state.READY",
  DISCONNECTED: "host.state.DISCONNECTED",
  UNKNOWN: "host.state.UNKNOWN",
  REVOKED: "host.state.REVOKED",
  REFUSED: "host.state.REFUSED",
});

const POWER = choice<PowerState>({
  CREATING: "vm.state.CREATING",
  STOPPED: "vm.state.STOPPED",
  STARTING: "vm.state.STARTING",
  RUNNING: "vm.state.RUNNING",
  PAUSED: "vm.state.PAUSED",
  STOPPING: "vm.state.STOPPING",
  MIGRATING: "vm.state.MIGRATING",
  CRASHED: "vm.state.CRASHED",
  UNKNOWN: "vm.state.UNKNOWN",
  DELETING: "vm.state.DELETING",
  FAILED: "vm.state.FAILED",
});

const HA = choice<HaState>({
  OFF: "ha.vm.state.OFF",
  NOT_RUNNING: "ha.vm.state.NOT_RUNNING",
  PROTECTED: "ha.vm.state.PROTECTED",
  UNPROTECTED: "ha.vm.state.UNPROTECTED",
  RESTARTING: "ha.vm.state.RESTARTING",
});

const POOL = choice<Pool["status"]["state"]>({
  CREATING: "pool.state.CREATING",
  READY: "pool.state.READY",
  FAILED: "pool.state.FAILED",
  DELETING: "pool.state.DELETING",
});

const DRAIN = choice({ WAITS_FOR_CHOICE: "alarm.state.WAITS_FOR_CHOICE" });
const SAVING = choice({ FAILED: "alarm.state.SAVING_FAILED", TROUBLE: "alarm.state.TROUBLE" });
const CONTROL = choice({ FAILING: "alarm.state.FAILING" });
const ROLLING = choice({ STOPPED: "alarm.state.STOPPED" });
const RULES = choice({ VIOLATED: "alarm.state.VIOLATED" });
const RESERVED = choice({ OVERCOMMITTED: "alarm.state.OVERCOMMITTED" });
const PROCESSORS = choice({ LACKING: "alarm.state.LACKING" });
const TASK = choice({ FAILED: "task.state.FAILED" });

/** Any code: what HA says of itself in a cluster. */
const CODES: Choice = { values: [], text: (code) => `ha.alarm.${code}` };

export const PROPERTIES = {
  HOST: {
    connectionState: CONNECTION,
    drainState: DRAIN,
    powerSavingState: SAVING,
    powerControlState: CONTROL,
  },
  VM: { powerState: POWER, haState: HA },
  POOL: { poolState: POOL },
  CLUSTER: {
    haConcern: CODES,
    rollingMaintenanceState: ROLLING,
    placementRuleState: RULES,
    resourcePoolState: RESERVED,
    cpuBaselineState: PROCESSORS,
  },
  TASK: { taskState: TASK },
} as const satisfies Record<AlarmObjectKind, Readonly<Record<string, Choice>>>;

type KeysOfEach<T> = T extends unknown ? keyof T & string : never;
export type Property = KeysOfEach<(typeof PROPERTIES)[AlarmObjectKind]>;

export const propertiesOf = (kind: AlarmObjectKind): readonly string[] => Object.keys(PROPERTIES[kind]);

/** The states that a property can have; none: it has any code. */
export function choiceOf(kind: AlarmObjectKind, property: string): Choice {
  return (PROPERTIES[kind] as Partial<Record<string, Choice>>)[property] ?? CODES;
}
