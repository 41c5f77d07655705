import type { MoveOutcome, Recommendation } from "../api/types";
import type { useOwnTexts } from "../i18n/ownTexts";
import type { IconName } from "../ui/icons";
import type { Tone } from "../ui/State";
import type { BALANCE_TEXTS } from "./balanceTexts";

export type Own = ReturnType<typeof useOwnTexts<(typeof BALANCE_TEXTS)["en"]>>;

/** As the scheduler names them; a kind that is new there is shown by its English sentence alone. */
export const REASON_KINDS = [
  "starts",
  "empties",
  "lets-sleep",
  "mends-rules",
  "relieves",
  "cools",
  "steps-aside",
  "prefers",
  "evens",
  "makes-room",
] as const;

/** Why, in the user's language; the manager's own sentence has the figures. */
export function reasonText(one: Recommendation, own: Own): string {
  const kind = REASON_KINDS.find((known) => known === one.reasonKind);
  return kind ? own(`drs.reason.${kind}`, { source: one.sourceHostName }) : "";
}

interface Look {
  tone: Tone;
  icon: IconName;
}

const STATE_LOOK: Record<Recommendation["state"], Look> = {
  OPEN: { tone: "attention", icon: "ring" },
  SNOOZED: { tone: "off", icon: "half" },
  ACCEPTED: { tone: "change", icon: "half" },
  MOVING: { tone: "change", icon: "migrate" },
  MOVED: { tone: "calm", icon: "check" },
  FAILED: { tone: "broken", icon: "broken" },
  EXPIRED: { tone: "off", icon: "dash" },
  DECLINED: { tone: "off", icon: "dash" },
};

export const recommendationLook = (state: Recommendation["state"]): Look => STATE_LOOK[state];

export const OUTCOME_LOOK: Record<MoveOutcome, Look> = {
  HELPED: { tone: "calm", icon: "check" },
  NO_DIFFERENCE: { tone: "off", icon: "dash" },
  WORSE: { tone: "attention", icon: "warn" },
  UNKNOWN: { tone: "off", icon: "unknown" },
};
