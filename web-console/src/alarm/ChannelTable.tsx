import { useQueryClient } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { NotificationChannel } from "../api/types";
import { QueryState } from "../admin/QueryState";
import { useListQuery } from "../admin/useListQuery";
import { announce, attempt } from "../app/notices";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { Confirm } from "../ui/Confirm";
import { DeedButton, useNoDeeds } from "../ui/Deed";
import { dateTime } from "../ui/format";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/MenuButton";
import { Empty } from "../ui/Page";
import { EditChannelDialog, NewChannelDialog } from "./ChannelDialog";
import { Deliveries } from "./Deliveries";
import { useAlarmTexts } from "./own";
import { SecretDialog, type Secret } from "./SecretDialog";
import "./alarm.css";

const CHANNELS = to.get("/notification-channels", { query: { limit: 1000 } });
const COLUMNS = 6;

type Deed = "edit" | "rotate-secret" | "delete";
interface Asked {
  channel: NotificationChannel;
  deed: Deed;
}

/** Who is told, and whether it works; made, changed and deleted here, by who may. */
export function ChannelTable() {
  const { t } = useI18n();
  const own = useAlarmTexts();
  const define = usePermission("ALARM_DEFINE");
  const { query, items, changed } = useListQuery(CHANNELS);
  const [creating, setCreating] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const test = useTest(changed);
  return (
    <div className="stack wide-tables">
      {define && (
        <div className="row">
          <DeedButton icon={<Icon name="plus" />} onClick={() => setCreating(true)}>
            {own.text("alarm.channel.new")}
          </DeedButton>
        </div>
      )}
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
              <th scope="col" className="num">
                {t("alarm.channel.pending")}
              </th>
              <th scope="col" className="num">
                {t("alarm.channel.dead")}
              </th>
              <th scope="col">{t("alarm.channel.last")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("action.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((channel) => {
              const { id } = channel.metadata;
              return (
                <Fragment key={id}>
                  <ChannelRow
                    channel={channel}
                    open={open === id}
                    onOpen={() => setOpen(open === id ? null : id)}
                    onTest={() => test(channel)}
                    onAsk={(deed) => setAsked({ channel, deed })}
                  />
                  {open === id && (
                    <tr>
                      <td id={`deliveries-${id}`} colSpan={COLUMNS}>
                        <Deliveries channel={channel} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      )}
      {creating && <NewChannelDialog onClose={() => setCreating(false)} onSaved={changed} onSecret={setSecret} />}
      {asked && <Asking asked={asked} onClose={() => setAsked(null)} onDone={changed} onSecret={setSecret} />}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </div>
  );
}

/** Sends a test; how it went is in the deliveries, which are read anew. */
function useTest(changed: () => void) {
  const { t } = useI18n();
  const client = useQueryClient();
  return ({ metadata: { id, name } }: NotificationChannel) =>
    void attempt(name, async () => {
      await send(to.post("/notification-channels/{id}/actions/test", { id }));
      announce(t("alarm.channel.tested", { name }));
    }).then(() => {
      changed();
      void client.invalidateQueries({ queryKey: ["deliveries", id] });
    });
}

function ChannelRow({
  channel,
  open,
  onOpen,
  onTest,
  onAsk,
}: {
  channel: NotificationChannel;
  open: boolean;
  onOpen: () => void;
  onTest: () => void;
  onAsk: (deed: Deed) => void;
}) {
  const { t } = useI18n();
  const own = useAlarmTexts();
  const noDeeds = useNoDeeds();
  const { metadata, spec, status, allowedActions } = channel;
  const { id, name } = metadata;
  const texts = { "rotate-secret": own.text("alarm.rotate"), delete: t("action.delete") };
  const more = (["rotate-secret", "delete"] as const).filter((deed) => allowedActions.includes(deed));
  return (
    <tr>
      <td title={spec.description}>
        <button
          type="button"
          className="text-button"
          aria-expanded={open}
          aria-controls={open ? `deliveries-${id}` : undefined}
          title={own.text("alarm.deliveries")}
          onClick={onOpen}
        >
          <Icon name={open ? "chevron" : "chevronRight"} size={12} />
          {name}
        </button>
        {!spec.enabled && ` (${t("alarm.off")})`}
      </td>
      <td>{spec.webhook?.url ?? spec.mail?.to.join(", ") ?? "–"}</td>
      <td className="num">{status.pending}</td>
      <td className="num">{status.dead}</td>
      <td>{status.lastDeliveredAt ? dateTime(status.lastDeliveredAt) : "–"}</td>
      <td className="num">
        {allowedActions.includes("test") && (
          <DeedButton variant="link" size="sm" aria-label={`${t("alarm.channel.test")} ${name}`} onClick={onTest}>
            {t("alarm.channel.test")}
          </DeedButton>
        )}
        {allowedActions.includes("edit") && (
          <DeedButton variant="link" size="sm" aria-label={`${t("action.edit")} ${name}`} onClick={() => onAsk("edit")}>
            {t("action.edit")}
          </DeedButton>
        )}
        {more.length > 0 && (
          <MenuButton
            label={`${t("action.more")}: ${name}`}
            icon="more"
            refused={noDeeds}
            entries={more.map((deed) => ({
              key: deed,
              text: texts[deed],
              danger: deed === "delete",
              onSelect: () => onAsk(deed),
            }))}
          />
        )}
      </td>
    </tr>
  );
}

function Asking({
  asked: { channel, deed },
  onClose,
  onDone,
  onSecret,
}: {
  asked: Asked;
  onClose: () => void;
  onDone: () => void;
  onSecret: (secret: Secret) => void;
}) {
  const { t } = useI18n();
  const own = useAlarmTexts();
  const { metadata, status } = channel;
  const { id, name } = metadata;
  switch (deed) {
    case "edit":
      return <EditChannelDialog channel={channel} onClose={onClose} onSaved={onDone} />;
    case "rotate-secret":
      return (
        <Confirm
          title={own.text("alarm.rotate.title", { name })}
          text={own.text("alarm.rotate.text")}
          verb={own.text("alarm.rotate")}
          onConfirm={async () => {
            const fresh = await send(to.post("/notification-channels/{id}/actions/rotate-secret", { id }));
            onSecret({ name, ...fresh });
            onDone();
          }}
          onClose={onClose}
        />
      );
    case "delete":
      return (
        <Confirm
          title={t("confirm.delete.title", { name })}
          text={own.text("alarm.channel.delete.text", { count: status.pending })}
          verb={t("action.delete")}
          danger
          typeName={name}
          onConfirm={async () => {
            await send(to.delete("/notification-channels/{id}", { id }, { ifMatch: `"${metadata.revision}"` }));
            onDone();
          }}
          onClose={onClose}
        />
      );
  }
}
