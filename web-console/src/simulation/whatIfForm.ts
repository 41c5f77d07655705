import type { Change } from "../api/types";

/** The kinds of changes that the page offers; the API knows more. */
export const CHANGE_KINDS = [
  "HOSTS_LOST",
  "HOSTS_DRAINED",
  "HOSTS_ADDED",
  "VMS_ADDED",
  "DEMAND_GROWS",
  "OVERCOMMIT",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface ChangeForm {
  kind: ChangeKind;
  /** Of the host or VM; empty where none was chosen. */
  object: string;
  number: string;
}

export const NEW_CHANGE: ChangeForm = { kind: "HOSTS_LOST", object: "", number: "1" };

export function objectKind(kind: ChangeKind): "host" | "vm" | null {
  switch (kind) {
    case "HOSTS_LOST":
    case "HOSTS_DRAINED":
    case "HOSTS_ADDED":
      return "host";
    case "VMS_ADDED":
      return "vm";
    case "DEMAND_GROWS":
    case "OVERCOMMIT":
      return null;
  }
}

export function hasNumber(kind: ChangeKind): boolean {
  return kind !== "HOSTS_LOST" && kind !== "HOSTS_DRAINED";
}

/** What is sent; null while something is missing. */
export function newChange({ kind, object, number }: ChangeForm): Change | null {
  const value = Number(number.trim());
  if ((objectKind(kind) !== null && object === "") || (hasNumber(kind) && !(value > 0))) return null;
  switch (kind) {
    case "HOSTS_LOST":
    case "HOSTS_DRAINED":
      return { kind, hostIds: [object] };
    case "HOSTS_ADDED":
      return { kind, likeHostId: object, count: value };
    case "VMS_ADDED":
      return { kind, likeVmId: object, count: value };
    case "DEMAND_GROWS":
      return { kind, factor: value };
    case "OVERCOMMIT":
      return { kind, cpuOvercommitRatio: value };
  }
}
