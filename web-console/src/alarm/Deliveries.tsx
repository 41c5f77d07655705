import { Button } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Delivery, NotificationChannel } from "../api/types";
import { QueryState } from "../admin/QueryState";
import { useI18n } from "../i18n";
import { dateTime } from "../ui/format";
import type { IconName } from "../ui/icons";
import { StateMark, type Tone } from "../ui/State";
import { useAlarmTexts } from "./own";

const SHOWN = 20;

const LOOK: Record<Delivery["state"], { tone: Tone; icon: IconName }> = {
  PENDING: { tone: "change", icon: "half" },
  DELIVERED: { tone: "calm", icon: "check" },
  DEAD: { tone: "broken", icon: "broken" },
};

/** What a channel was told, is to be told, or could not be told. Channels have no events, so it is read when asked for. */
export function Deliveries({ channel }: { channel: NotificationChannel }) {
  const { t } = useI18n();
  const own = useAlarmTexts();
  const { id, name } = channel.metadata;
  const query = useQuery({
    queryKey: ["deliveries", id],
    queryFn: ({ signal }) =>
      send(to.get("/notification-channels/{id}/deliveries", { id }, { query: { limit: SHOWN } }), signal),
  });
  const items = query.data?.items ?? [];
  const total = query.data?.totalCount ?? 0;
  return (
    <section className="deliveries" aria-label={own.text("alarm.deliveries.of", { name })}>
      <div className="row">
        <h2>{own.text("alarm.deliveries.of", { name })}</h2>
        <Button variant="link" size="sm" isLoading={query.isFetching} onClick={() => void query.refetch()}>
          {t("ha.readAgain")}
        </Button>
      </div>
      <QueryState query={query} />
      {query.isSuccess && items.length === 0 && <p className="subtle">{own.text("alarm.deliveries.none")}</p>}
      {items.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("table.state")}</th>
              <th scope="col">{own.text("alarm.delivery.what")}</th>
              <th scope="col">{own.text("alarm.delivery.at")}</th>
              <th scope="col" className="num">
                {own.text("alarm.delivery.attempts")}
              </th>
              <th scope="col">{own.text("alarm.delivery.next")}</th>
              <th scope="col">{own.text("alarm.delivery.error")}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((delivery) => (
              <tr key={delivery.id}>
                <td>
                  <StateMark {...LOOK[delivery.state]}>{own.text(`alarm.delivery.${delivery.state}`)}</StateMark>
                </td>
                <td>
                  {delivery.alarmId === null
                    ? own.text(`alarm.change.${delivery.change}`)
                    : own.text("alarm.delivery.alarm", { what: own.text(`alarm.change.${delivery.change}`) })}
                </td>
                <td>{dateTime(delivery.createdAt)}</td>
                <td className="num">{delivery.attempts}</td>
                <td>{delivery.nextAttemptAt ? dateTime(delivery.nextAttemptAt) : "–"}</td>
                <td className="delivery-error">{delivery.lastError ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {total > items.length && (
        <p className="subtle">{own.text("alarm.deliveries.more", { shown: items.length, total })}</p>
      )}
    </section>
  );
}
