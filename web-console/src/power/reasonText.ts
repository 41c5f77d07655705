import type { PowerReason, PowerRecommendation } from "../api/types";
import type { Language } from "../i18n";
import { format, parametersOf } from "../i18n/format";
import { shortTime } from "../ui/format";
import { POWER_TEXTS } from "./powerTexts";

/** Parameters that are moments. */
const MOMENTS = new Set(["until", "at", "nextStart", "wakeAt", "readyAt", "since"]);
/** With one of these left out, the same reason has other words. */
const OPTIONAL = ["hostName", "nextStart", "seconds"];

/**
 * Why a host is awake or asleep, in the user's language. What is new to the console is told by the manager's own sentence, and
 * so is what the figures alone do not say.
 */
export function reasonText(reason: PowerReason, language: Language, locale: string, now: Date): string {
  return words("why", reason, language, locale, now);
}

/** Why a host should be parked or woken; its codes are others' in part, with other figures. */
export function proposalText(
  { kind, reason }: PowerRecommendation,
  language: Language,
  locale: string,
  now: Date,
): string {
  return words(kind === "PARK" ? "park" : "wake", reason, language, locale, now);
}

function words(about: "why" | "park" | "wake", reason: PowerReason, language: Language, locale: string, now: Date) {
  const texts: Record<string, string | undefined> = POWER_TEXTS[language];
  const values = Object.fromEntries(
    Object.entries(reason.parameters).map(([name, value]) => [name, MOMENTS.has(name) ? shortTime(value, now) : value]),
  );
  const lacks = OPTIONAL.every((name) => !(name in values));
  const key = `${about}.${reason.code}`;
  const text = (lacks ? texts[`${key}.plain`] : undefined) ?? texts[key];
  const known: Record<string, string> = { ...values, text: reason.text };
  if (known.mode !== undefined) known.mode = texts[`power.mode.${known.mode}`] ?? known.mode;
  // A manager of another age may not tell all figures.
  if (text === undefined || parametersOf(text).some((name) => !(name in known))) return reason.text;
  return format(text, known, locale);
}
