import { to } from "../api/calls";
import { send } from "../api/http";
import type { NotificationChannel } from "../api/types";
import { QueryState } from "../admin/QueryState";
import { useListQuery } from "../admin/useListQuery";
import { announce, attempt } from "../app/notices";
import { useI18n } from "../i18n";
import { DeedButton } from "../ui/Deed";
import { dateTime } from "../ui/format";
import { Empty } from "../ui/Page";

const CHANNELS = to.get("/notification-channels", { query: { limit: 1000 } });

/** Who is told, and whether it works. Channels are made and changed by the API. */
export function ChannelTable() {
  const { t } = useI18n();
  const { query, items, changed } = useListQuery(CHANNELS);
  const test = ({ metadata: { id, name } }: NotificationChannel) =>
    void attempt(name, async () => {
      await send(to.post("/notification-channels/{id}/actions/test", { id }));
      announce(t("alarm.channel.tested", { name }));
    }).then(changed);
  return (
    <div className="stack wide-tables">
      <QueryState query={query} />
      {query.isSuccess && items.length === 0 && (
        <Empty title={t("alarm.channel.none")} text={t("alarm.channel.text")} />
      )}
      {items.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("alarm.channel")}</th>
              <th scope="col">{t("alarm.channel.to")}</th>
              <th scope="col">{t("alarm.channel.pending")}</th>
              <th scope="col">{t("alarm.channel.dead")}</th>
              <th scope="col">{t("alarm.channel.last")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("action.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((channel) => (
              <tr key={channel.metadata.id}>
                <td>
                  {channel.metadata.name}
                  {!channel.spec.enabled && ` (${t("alarm.off")})`}
                </td>
                <td>{channel.spec.webhook?.url ?? channel.spec.mail?.to.join(", ") ?? "–"}</td>
                <td className="num">{channel.status.pending}</td>
                <td className="num">{channel.status.dead}</td>
                <td>{channel.status.lastDeliveredAt ? dateTime(channel.status.lastDeliveredAt) : "–"}</td>
                <td className="num">
                  <DeedButton variant="link" size="sm" onClick={() => test(channel)}>
                    {t("alarm.channel.test")}
                  </DeedButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
