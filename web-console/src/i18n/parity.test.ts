import { describe, expect, it } from "vitest";
import { en } from "./en";
import { format, parametersOf } from "./format";
import { zh } from "./zh";
import { ALARM_FORM_TEXTS } from "../alarm/alarmFormTexts";
import { BALANCE_TEXTS } from "../balance/balanceTexts";
import { MIGRATION_POLICY_TEXTS } from "../balance/migrationPolicyTexts";
import { CONFIRM_DEAD_TEXTS } from "../ha/confirmDeadTexts";
import { MAINTENANCE_TEXTS } from "../maintenance/maintenanceTexts";
import { ROLLING_TEXTS } from "../maintenance/rollingTexts";
import { HOST_POWER_TEXTS } from "../power/hostPowerTexts";
import { POWER_TEXTS } from "../power/powerTexts";
import { POOL_TEXTS } from "../resourcepool/poolTexts";
import { RULE_TEXTS } from "../rule/ruleTexts";
import { WHAT_IF_TEXTS } from "../simulation/whatIfTexts";
import { CREATE_MANY_TEXTS } from "../vm/createManyTexts";
import { WHY_HERE_TEXTS } from "../vm/whyHereTexts";

const ALL: readonly { en: Record<string, string>; zh: Record<string, string> }[] = [
  { en, zh },
  MAINTENANCE_TEXTS,
  ROLLING_TEXTS,
  RULE_TEXTS,
  ALARM_FORM_TEXTS,
  BALANCE_TEXTS,
  MIGRATION_POLICY_TEXTS,
  POWER_TEXTS,
  HOST_POWER_TEXTS,
  POOL_TEXTS,
  CONFIRM_DEAD_TEXTS,
  WHAT_IF_TEXTS,
  WHY_HERE_TEXTS,
  CREATE_MANY_TEXTS,
];

describe.each(ALL)("languages", ({ en, zh }) => {
  it("have exactly the same keys", () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });

  it("take the same parameters in every text", () => {
    const differing = Object.entries(en).filter(
      ([key, text]) => String(parametersOf(text)) !== String(parametersOf(zh[key] ?? "")),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it("leave no text empty and no Chinese text in English", () => {
    const forgotten = Object.entries(zh).filter(
      ([key, text]) => text.trim() === "" || (/[a-z]{4} [a-z]{2}/i.test(text) && text === en[key]),
    );
    expect(forgotten).toEqual([]);
  });

  it("use full-width punctuation after Chinese", () => {
    const narrow = Object.values(zh).filter((text) => /[\u4e00-\u9fff][,;:!?]/.test(text));
    expect(narrow).toEqual([]);
  });
});

describe("format", () => {
  it("fills values, and picks by number", () => {
    const message = "{count} {count|VM|VMs} on {host}";
    expect(format(message, { count: 1, host: "n1" }, "en-GB")).toBe("1 VM on n1");
    expect(format(message, { count: 12_000, host: "n1" }, "en-GB")).toBe("12,000 VMs on n1");
  });

  it("shows a missing value as its name, never as “undefined”", () => {
    expect(format("{a} and {b}", { a: "x" }, "en-GB")).toBe("x and {b}");
  });
});
