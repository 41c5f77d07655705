import type { Task } from "../api/types";

/** How the time would have gone at a level; level 0: nobody is ever moved. */
export interface ReplayedLevel {
  level: number;
  moves: number;
  mostMovesOfOneVm: number;
  copiedGiB: number;
  meanImbalance: number;
  hotHostHours: number;
  unservedCoreHours: number;
}

export interface ReplayResult {
  vms: number;
  begin: string;
  stepMinutes: number;
  levels: readonly ReplayedLevel[];
}

const FIGURES = [
  "level",
  "moves",
  "mostMovesOfOneVm",
  "copiedGiB",
  "meanImbalance",
  "hotHostHours",
  "unservedCoreHours",
] as const satisfies readonly (keyof ReplayedLevel)[];

/** What a replay's task came to; null while it has not, or where the answer is of another make. */
export function replayResult({ result }: Task): ReplayResult | null {
  const { vms, begin, stepMinutes } = result ?? {};
  if (typeof vms !== "number" || typeof begin !== "string" || typeof stepMinutes !== "number") return null;
  const levels = [0, 1, 2, 3, 4, 5].map((level) => result?.[`level${level}`]).filter(isReplayed);
  return { vms, begin, stepMinutes, levels };
}

const isReplayed = (value: unknown): value is ReplayedLevel =>
  typeof value === "object" &&
  value !== null &&
  FIGURES.every((figure) => typeof (value as Partial<ReplayedLevel>)[figure] === "number");
