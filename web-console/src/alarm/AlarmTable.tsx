import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { to } from "../api/calls";
import { useRecentEvents } from "../api/hooks";
import { send } from "../api/http";
import type { Alarm } from "../api/types";
import { QueryState } from "../admin/QueryState";
import { useScope } from "../app/scope";
import { useI18n } from "../i18n";
import { DeedButton } from "../ui/Deed";
import { dateTime } from "../ui/format";
import { ObjectLink } from "../ui/ObjectLink";
import { Empty } from "../ui/Page";
import { StateMark } from "../ui/State";
import { useDebounced } from "../ui/useDebounced";
import { AlarmDialog } from "./AlarmDialog";
import { alarmText } from "./alarmText";
import { useAlarmTexts } from "./own";

const SHOWN = 200;
const SETTLE_MS = 400;

/** The newest alarms that stand, or that are over. Read anew when the stream tells of one. */
export function AlarmTable({ standing }: { standing: boolean }) {
  const { t } = useI18n();
  const scope = useScope();
  const newest = useDebounced(useNewestAlarm(), SETTLE_MS);
  const [asked, setAsked] = useState<{ alarm: Alarm; verb: "acknowledge" | "clear" } | null>(null);
  const filter = [`state ${standing ? "!=" : "=="} "CLEARED"`, ...(scope ? [`clusterId == "${scope}"`] : [])];
  const query = useQuery({
    queryKey: ["alarms", standing, scope, newest],
    queryFn: ({ signal }) => send(to.get("/alarms", { query: { limit: SHOWN, filter: filter.join(" and ") } }), signal),
    placeholderData: (before) => before,
  });
  const items = query.data?.items ?? [];
  const total = query.data?.totalCount ?? 0;
  return (
    <div className="stack wide-tables">
      <QueryState query={query} />
      {query.isSuccess && items.length === 0 && (
        <Empty title={t(standing ? "alarm.none" : "alarm.none.past")} text={t("alarm.none.text")} />
      )}
      {items.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("alarm.severity")}</th>
              <th scope="col">{t("alarm.object")}</th>
              <th scope="col">{t("alarm.what")}</th>
              <th scope="col">{t("alarm.since")}</th>
              <th scope="col">{t(standing ? "alarm.acknowledged" : "alarm.ended")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("action.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((alarm) => (
              <AlarmRow key={alarm.id} alarm={alarm} onAsk={(verb) => setAsked({ alarm, verb })} />
            ))}
          </tbody>
        </table>
      )}
      {total > items.length && <p className="subtle">{t("alarm.more", { shown: items.length, total })}</p>}
      {asked && <AlarmDialog alarm={asked.alarm} verb={asked.verb} onClose={() => setAsked(null)} />}
    </div>
  );
}

function AlarmRow({ alarm, onAsk }: { alarm: Alarm; onAsk: (verb: "acknowledge" | "clear") => void }) {
  const i18n = useI18n();
  const own = useAlarmTexts();
  const { t } = i18n;
  const critical = alarm.severity === "CRITICAL";
  return (
    <tr>
      <td>
        <StateMark tone={critical ? "broken" : "attention"} icon={critical ? "broken" : "warn"}>
          {t(`alarm.severity.${alarm.severity}`)}
        </StateMark>
      </td>
      <td>
        <ObjectLink kind={alarm.objectKind.toLowerCase()} id={alarm.objectId} name={alarm.objectName} />
      </td>
      <td>
        {alarmText(alarm, i18n, own)}
        {alarm.noDataSince && <p className="subtle">{t("alarm.noData", { since: dateTime(alarm.noDataSince) })}</p>}
      </td>
      <td>{dateTime(alarm.raisedAt)}</td>
      <td>
        {alarm.clearing
          ? `${dateTime(alarm.clearing.at)}, ${t(`alarm.cause.${alarm.clearing.cause}`)}`
          : alarm.acknowledgement
            ? [alarm.acknowledgement.by, alarm.acknowledgement.note].filter(Boolean).join(": ")
            : "–"}
      </td>
      <td className="num">
        {(["acknowledge", "clear"] as const)
          .filter((verb) => alarm.allowedActions.includes(verb))
          .map((verb) => (
            <DeedButton key={verb} variant="link" size="sm" onClick={() => onAsk(verb)}>
              {t(`alarm.${verb}`)}
            </DeedButton>
          ))}
      </td>
    </tr>
  );
}

/** The newest word about alarms that came with the stream. */
function useNewestAlarm(): string {
  const found = useRecentEvents().find(({ data }) => data.kind === "alarm");
  return found ? `${found.data.id}@${found.data.revision}` : "";
}
