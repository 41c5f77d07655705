import type { Alarm } from "../api/types";
import type { I18n } from "../i18n";
import { choiceOf } from "./conditions";
import type { AlarmOwn } from "./own";

/** What an alarm says, in the console's language where it knows the code; else in the manager's words. */
export function alarmText(alarm: Alarm, { lookup }: I18n, own: AlarmOwn): string {
  if (alarm.code === "HA_CONCERN") {
    const concern = lookup(`ha.alarm.${alarm.parameters.concern ?? ""}`);
    return concern ? `${concern}. ${alarm.detail}` : alarm.detail;
  }
  const text = lookup(`alarm.text.${alarm.code}`, inWords(alarm, lookup, own));
  const reason = alarm.parameters.reason;
  if (text === null) return alarm.detail;
  return reason === undefined ? text : (lookup("alarm.text.reason", { text, reason }) ?? alarm.detail);
}

/** The parameters with what is a name in the API in words; a name that is new there stays as it is. */
function inWords({ objectKind, parameters }: Alarm, lookup: I18n["lookup"], own: AlarmOwn): Record<string, string> {
  const { figure = "", property = "", state = "" } = parameters;
  return {
    ...parameters,
    figure: own.maybe(`alarm.figure.${figure}`) ?? figure,
    property: own.maybe(`alarm.property.${property}`) ?? property,
    state: lookup(choiceOf(objectKind, property).text(state)) ?? state,
  };
}
