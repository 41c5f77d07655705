/** What is asked about a resource pool, and what of it is sent. */
import type { ResourcePool } from "../api/types";
import { wholeNumber } from "../ui/wholeNumber";

export type Level = ResourcePool["spec"]["cpuSharesLevel"];
export const LEVELS = ["LOW", "NORMAL", "HIGH", "CUSTOM"] as const satisfies readonly Level[];

export interface AmountsForm {
  reservation: string;
  /** Empty: no limit. */
  limit: string;
  level: Level;
  shares: string;
  expandable: boolean;
}

export interface PoolForm {
  name: string;
  description: string;
  /** Empty: the cluster itself. */
  parentId: string;
  cpu: AmountsForm;
  memory: AmountsForm;
}

const USUAL: AmountsForm = { reservation: "0", limit: "", level: "NORMAL", shares: "4000", expandable: true };

export const newPoolForm = (parentId: string): PoolForm => ({
  name: "",
  description: "",
  parentId,
  cpu: USUAL,
  memory: USUAL,
});

export function poolForm({ metadata, spec }: ResourcePool): PoolForm {
  return {
    name: metadata.name,
    description: spec.description,
    parentId: spec.parentId ?? "",
    cpu: {
      reservation: String(spec.cpuReservationMHz),
      limit: spec.cpuLimitMHz == null ? "" : String(spec.cpuLimitMHz),
      level: spec.cpuSharesLevel,
      shares: String(spec.cpuShares),
      expandable: spec.cpuExpandable,
    },
    memory: {
      reservation: String(spec.memoryReservationMiB),
      limit: spec.memoryLimitMiB == null ? "" : String(spec.memoryLimitMiB),
      level: spec.memorySharesLevel,
      shares: String(spec.memoryShares),
      expandable: spec.memoryExpandable,
    },
  };
}

interface Amounts {
  reservation: number;
  limit: number;
  shares: { shares: number } | { level: Level };
  expandable: boolean;
}

function amounts(form: AmountsForm): Amounts | null {
  const reservation = wholeNumber(form.reservation);
  const limit = form.limit.trim() === "" ? 0 : wholeNumber(form.limit);
  const shares = wholeNumber(form.shares);
  if (reservation === null || limit === null || (form.level === "CUSTOM" && shares === null)) return null;
  return {
    reservation,
    limit,
    shares: form.level === "CUSTOM" ? { shares: shares ?? 0 } : { level: form.level },
    expandable: form.expandable,
  };
}

/** The request, or null while something is missing or no number. */
export function poolBody(form: PoolForm) {
  const cpu = amounts(form.cpu);
  const memory = amounts(form.memory);
  if (form.name === "" || cpu === null || memory === null) return null;
  return {
    name: form.name,
    spec: {
      description: form.description,
      parentId: form.parentId,
      cpuReservationMHz: cpu.reservation,
      cpuLimitMHz: cpu.limit,
      ...("level" in cpu.shares ? { cpuSharesLevel: cpu.shares.level } : { cpuShares: cpu.shares.shares }),
      cpuExpandable: cpu.expandable,
      memoryReservationMiB: memory.reservation,
      memoryLimitMiB: memory.limit,
      ...("level" in memory.shares
        ? { memorySharesLevel: memory.shares.level }
        : { memoryShares: memory.shares.shares }),
      memoryExpandable: memory.expandable,
    },
  };
}
