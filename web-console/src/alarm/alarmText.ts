import type { Alarm } from "../api/types";
import type { I18n } from "../i18n";

/** What an alarm says, in the console's language where it knows the code; else in the manager's words. */
export function alarmText(alarm: Alarm, { lookup }: I18n): string {
  if (alarm.code === "HA_CONCERN") {
    const concern = lookup(`ha.alarm.${alarm.parameters.concern ?? ""}`);
    return concern ? `${concern}. ${alarm.detail}` : alarm.detail;
  }
  const text = lookup(`alarm.text.${alarm.code}`, alarm.parameters);
  const reason = alarm.parameters.reason;
  if (text === null) return alarm.detail;
  return reason === undefined ? text : (lookup("alarm.text.reason", { text, reason }) ?? alarm.detail);
}
