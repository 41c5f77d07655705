import type { RollingAction, RollingBody } from "../api/types";
import { wholeNumber } from "../ui/wholeNumber";

/** What is filled in for a rolling maintenance. Numbers are as they were typed. */
export interface RollingForm {
  /** All hosts of the cluster, in the order in which they are to go. */
  order: readonly string[];
  leftOut: readonly string[];
  /** Empty: nobody goes first and alone. */
  canary: string;
  mostOut: string;
  action: RollingAction;
  hook: string;
  hookSeconds: string;
  healthSeconds: string;
  stopRemaining: boolean;
  /** Whether hosts go out also where HA would not cover the cluster without them. */
  ignoreHa: boolean;
  note: string;
}

export const ROLLING_ACTIONS: readonly RollingAction[] = ["NONE", "REBOOT", "HOOK"];

const HOOK_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

export const newRolling = (hosts: readonly string[]): RollingForm => ({
  order: hosts,
  leftOut: [],
  canary: "",
  mostOut: "1",
  action: "NONE",
  hook: "",
  hookSeconds: "600",
  healthSeconds: "600",
  stopRemaining: false,
  ignoreHa: false,
  note: "",
});

export const takingPart = (form: RollingForm): string[] => form.order.filter((host) => !form.leftOut.includes(host));

/** The order with one host a place earlier (-1) or later (+1). */
export function moved(order: readonly string[], host: string, by: -1 | 1): string[] {
  const from = order.indexOf(host);
  const to = from + by;
  if (from < 0 || to < 0 || to >= order.length) return [...order];
  const next = order.filter((each) => each !== host);
  next.splice(to, 0, host);
  return next;
}

/** What is sent, or null while something is missing. */
export function rollingBody(form: RollingForm): RollingBody | null {
  const hostIds = takingPart(form);
  const maxHostsOut = wholeNumber(form.mostOut);
  const healthSeconds = wholeNumber(form.healthSeconds);
  const hookSeconds = wholeNumber(form.hookSeconds);
  const hooked = form.action === "HOOK";
  if (hostIds.length === 0 || maxHostsOut === null || healthSeconds === null) return null;
  if (hooked && (hookSeconds === null || !HOOK_NAME.test(form.hook))) return null;
  return {
    hostIds,
    maxHostsOut,
    healthSeconds,
    action: form.action,
    ...(hooked && hookSeconds !== null ? { hook: form.hook, hookSeconds } : {}),
    ...(hostIds.includes(form.canary) ? { canaryHostId: form.canary } : {}),
    ...(form.stopRemaining ? { stopRemaining: true, restartStopped: true } : {}),
    ...(form.ignoreHa ? { ignoreHaCoverage: true } : {}),
    ...(form.note ? { note: form.note } : {}),
  };
}
