import { Link } from "@tanstack/react-router";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { RollingHost, RollingMaintenance } from "../api/types";
import { attempt } from "../app/notices";
import { usePermission } from "../auth/session";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { dateTime } from "../ui/format";
import { HostLink } from "../ui/ObjectLink";
import { StateMark, type Tone } from "../ui/State";
import { ROLLING_TEXTS } from "./rollingTexts";
import "./maintenance.css";

const TONE: Record<RollingMaintenance["state"], Tone> = {
  RUNNING: "change",
  PAUSED: "attention",
  STOPPED: "broken",
  SUCCEEDED: "calm",
  FAILED: "broken",
  CANCELLED: "off",
};

type Own = ReturnType<typeof useOwnTexts<(typeof ROLLING_TEXTS)["en"]>>;

/** One rolling maintenance: how each host stands, why it stopped if it did, and what can be done about it. */
export function RollingSet({ rolling, changed }: { rolling: RollingMaintenance; changed: () => void }) {
  const own = useOwnTexts(ROLLING_TEXTS);
  const { settings, hosts } = rolling;
  const done = hosts.filter(({ state }) => state === "DONE" || state === "SKIPPED").length;
  const action = settings.hook ? `${own("action.HOOK")} (${settings.hook.name})` : own(`action.${settings.action}`);
  return (
    <article className="maintenance rolling">
      <p>
        <StateMark tone={TONE[rolling.state]} icon={rolling.state === "SUCCEEDED" ? "check" : "half"}>
          {own(`state.${rolling.state}`)}
        </StateMark>{" "}
        {own("progress", { done, total: hosts.length })}{" "}
        <span className="subtle">
          {own("by", {
            action,
            out: settings.mostHostsOut,
            name: rolling.requestedBy,
            time: dateTime(rolling.createdAt),
          })}{" "}
          {settings.note}
        </span>
      </p>
      {rolling.attention && (
        <p role="alert">
          <StateMark tone="attention" icon="warn">
            {rolling.attention}
          </StateMark>
        </p>
      )}
      <Deeds rolling={rolling} changed={changed} />
      <table className="plain maintenance-plan">
        <thead>
          <tr>
            <th scope="col">{own("col.host")}</th>
            <th scope="col">{own("col.state")}</th>
            <th scope="col">{own("col.since")}</th>
            <th scope="col">{own("col.task")}</th>
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <tr key={host.hostId}>
              <td>
                <HostLink id={host.hostId} name={host.hostName} />
                {host.canary && <span className="subtle"> ({own("mark.canary")})</span>}
              </td>
              <td>
                <HostMark host={host} />
                {host.reason && <p className="subtle">{host.reason}</p>}
              </td>
              <td>{dateTime(host.since)}</td>
              <td>
                {host.taskId ? (
                  <Link to="/tasks/$id" params={{ id: host.taskId }}>
                    {host.taskId.slice(0, 8)}
                  </Link>
                ) : (
                  "–"
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}

function HostMark({ host }: { host: RollingHost }) {
  const own = useOwnTexts(ROLLING_TEXTS);
  switch (host.state) {
    case "FAILED":
      return (
        <StateMark tone="broken" icon="broken">
          {host.doing ? own("failed.in", { doing: own(`doing.${host.doing}`) }) : own("host.FAILED")}
        </StateMark>
      );
    case "DONE":
      return (
        <StateMark tone="calm" icon="check">
          {own("host.DONE")}
        </StateMark>
      );
    case "WAITING":
    case "SKIPPED":
      return (
        <StateMark tone={host.state === "SKIPPED" ? "attention" : "off"} icon="dash">
          {own(`host.${host.state}`)}
        </StateMark>
      );
    case "ENTERING":
    case "ACTING":
    case "CHECKING":
    case "LEAVING":
      return (
        <StateMark tone="change" icon="half">
          {host.doing ? own(`doing.${host.doing}`) : host.state}
        </StateMark>
      );
  }
}

/** After a failure, going on means trying that host again, or going on without it. */
function Deeds({ rolling, changed }: { rolling: RollingMaintenance; changed: () => void }) {
  const own = useOwnTexts(ROLLING_TEXTS);
  const may = usePermission("HOST_MAINTAIN");
  if (!may || rolling.allowedActions.length === 0) return null;
  const { id, allowedActions, state } = rolling;
  const deed = (text: string, act: () => Promise<unknown>) => (
    <DeedButton
      key={text}
      variant="secondary"
      size="sm"
      onClick={() => void attempt(`${own("title")}: ${text}`, act).then(changed)}
    >
      {text}
    </DeedButton>
  );
  return (
    <p className="maintenance-deeds">
      {offered(own, id, state, allowedActions).map(({ text, act }) => deed(text, act))}
    </p>
  );
}

function offered(own: Own, id: string, state: RollingMaintenance["state"], allowed: readonly string[]) {
  const resume = (skipFailed: boolean) => () =>
    send(to.post("/rolling-maintenances/{id}/actions/resume", { id }, { body: { skipFailed } }));
  return [
    ...(allowed.includes("pause")
      ? [{ text: own("deed.pause"), act: () => send(to.post("/rolling-maintenances/{id}/actions/pause", { id })) }]
      : []),
    ...(allowed.includes("resume")
      ? [{ text: state === "STOPPED" ? own("deed.retry") : own("deed.resume"), act: resume(false) }]
      : []),
    ...(allowed.includes("resume") && state === "STOPPED" ? [{ text: own("deed.skip"), act: resume(true) }] : []),
    ...(allowed.includes("cancel")
      ? [{ text: own("deed.cancel"), act: () => send(to.post("/rolling-maintenances/{id}/actions/cancel", { id })) }]
      : []),
  ];
}
