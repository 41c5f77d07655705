import { describe, expect, it } from "vitest";
import type { Alarm } from "../api/types";
import { en } from "../i18n/en";
import { format } from "../i18n/format";
import type { I18n } from "../i18n";
import { ALARM_FORM_TEXTS } from "./alarmFormTexts";
import { alarmText } from "./alarmText";
import type { AlarmOwn } from "./own";

const i18n = {
  locale: "en-GB",
  lookup: (key: string, values: Record<string, string | number> = {}) =>
    key in en ? format(en[key as keyof typeof en], values, "en-GB") : null,
} as unknown as I18n;

const texts: Record<string, string> = ALARM_FORM_TEXTS.en;
const own = { maybe: (key: string) => texts[key] ?? null } as unknown as AlarmOwn;

const alarm = (code: string, parameters: Record<string, string>) =>
  ({ code, objectKind: "HOST", parameters, detail: "in the manager's words" }) as unknown as Alarm;

describe("the text of an alarm", () => {
  it("is made of code and parameters", () => {
    const parameters = { object: "n1", figure: "cpuUsedPercent", value: "97.2", threshold: "95", unit: "%" };
    expect(alarmText(alarm("METRIC_ABOVE", parameters), i18n, own)).toBe(
      "n1: CPU in use is 97.2 %, at or above the limit of 95 %",
    );
  });

  it("keeps names that are new to the console", () => {
    const parameters = { object: "n1", property: "moonState", state: "FULL" };
    expect(alarmText(alarm("STATE", parameters), i18n, own)).toBe("n1, moonState: FULL");
  });

  it("ends with the reason of a state that has one", () => {
    const parameters = { object: "n1", property: "drainState", state: "WAITS_FOR_CHOICE" };
    const DRAIN = "n1, emptying for maintenance: waits for a choice";
    expect(alarmText(alarm("STATE", parameters), i18n, own)).toBe(DRAIN);
    expect(alarmText(alarm("STATE", { ...parameters, reason: "1 VM cannot leave." }), i18n, own)).toBe(
      `${DRAIN}: 1 VM cannot leave.`,
    );
  });

  it("is the manager's where the code is unknown", () => {
    expect(alarmText(alarm("SOMETHING_NEW", {}), i18n, own)).toBe("in the manager's words");
  });

  it("names HA's concern and keeps its details", () => {
    expect(alarmText(alarm("HA_CONCERN", { concern: "HA_OFF" }), i18n, own)).toBe("HA is off. in the manager's words");
  });
});
