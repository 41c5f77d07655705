import { useMemo } from "react";
import { useOwnTexts } from "../i18n/ownTexts";
import { ALARM_FORM_TEXTS } from "./alarmFormTexts";

type Text = ReturnType<typeof useOwnTexts<(typeof ALARM_FORM_TEXTS)["en"]>>;

export interface AlarmOwn {
  text: Text;
  /** For names that come from the manager: null if this console has no text for it. */
  maybe: (key: string) => string | null;
}

/** The words of the forms of alarms. */
export function useAlarmTexts(): AlarmOwn {
  const text = useOwnTexts(ALARM_FORM_TEXTS);
  return useMemo(
    () => ({ text, maybe: (key) => (key in ALARM_FORM_TEXTS.en ? (text as (known: string) => string)(key) : null) }),
    [text],
  );
}
