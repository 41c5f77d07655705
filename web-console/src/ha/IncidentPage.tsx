import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Fragment, useMemo } from "react";
import { to } from "../api/calls";
import { useObjects } from "../api/hooks";
import { send } from "../api/http";
import type { Incident } from "../api/types";
import { Crash, Pending } from "../app/fallbacks";
import { useI18n } from "../i18n";
import { Facts, Section } from "../ui/Facts";
import { dateTime, milliseconds } from "../ui/format";
import { Icon, type IconName } from "../ui/icons";
import { HostLink, ObjectLink } from "../ui/ObjectLink";
import { Page } from "../ui/Page";
import { ShowApi } from "../ui/ShowApi";
import { StateMark, type Tone } from "../ui/State";
import { useNewestIncident } from "./haNews";
import { ClusterName, IncidentState } from "./IncidentList";
import { incidentKind, incidentTitle, inOrder, momentTime, sinceFirst, withNames } from "./incidentText";
import "./ha.css";

const LOOK: Partial<Record<string, { tone: Tone; icon: IconName }>> = {
  SIGNAL_LOST: { tone: "attention", icon: "warn" },
  SIGNAL_BACK: { tone: "calm", icon: "check" },
  STILL_ALIVE: { tone: "calm", icon: "check" },
  HELD_BACK: { tone: "broken", icon: "broken" },
  PROVED: { tone: "calm", icon: "key" },
  TAKEN_OVER: { tone: "change", icon: "migrate" },
  WAITS: { tone: "attention", icon: "half" },
  WENT_ON_WITHOUT: { tone: "attention", icon: "warn" },
  ASSIGNED: { tone: "change", icon: "half" },
  UP: { tone: "calm", icon: "play" },
  READY: { tone: "calm", icon: "check" },
  FAILED: { tone: "broken", icon: "broken" },
  RELEASE_ORDERED: { tone: "attention", icon: "stop" },
  RELEASED: { tone: "calm", icon: "check" },
  STAYS_FOR_NOW: { tone: "attention", icon: "warn" },
  QUARANTINED: { tone: "attention", icon: "warn" },
  HOST_BACK: { tone: "calm", icon: "check" },
};

/** An incident by its address. Read anew when the stream says that it went on. */
export function IncidentPage() {
  const { id } = useParams({ from: "/inside/ha/incidents/$id" });
  return <OneIncident key={id} id={id} />;
}

function OneIncident({ id }: { id: string }) {
  const i18n = useI18n();
  const newest = useNewestIncident(id);
  const call = to.get("/ha-incidents/{id}", { id });
  const { data: incident, error } = useQuery({
    queryKey: ["ha-incident", id, newest],
    queryFn: ({ signal }) => send(call, signal),
    placeholderData: (before) => before,
  });
  if (!incident) return error ? <Crash error={error} /> : <Pending />;
  return (
    <Page
      title={
        <>
          <Link to="/ha" search={{ tab: "incidents" }} className="crumb">
            {i18n.t("ha.incidents")}
          </Link>
          {incidentTitle(incident, i18n)}
        </>
      }
      aside={<IncidentState incident={incident} />}
      actions={<ShowApi compact call={call} />}
    >
      <div className="ha-proof">
        <Icon name="key" />
        <div>
          <h2>{i18n.t("ha.incident.proof")}</h2>
          <p>
            {incident.proof ? <Named text={incident.proof} names={incident.names} /> : i18n.t("ha.incident.proof.none")}
          </p>
        </div>
      </div>
      <div className="ha-incident">
        <Timeline incident={incident} />
        <About incident={incident} />
      </div>
    </Page>
  );
}

function Timeline({ incident }: { incident: Incident }) {
  const { t, lookup, locale } = useI18n();
  const moments = useMemo(() => inOrder(incident.timeline), [incident.timeline]);
  const first = moments[0]?.at ?? incident.startedAt;
  return (
    <Section title={t("ha.incident.timeline", { date: dateTime(first).slice(0, 10) })}>
      {incident.leftOut > 0 && <p className="subtle">{t("ha.incident.leftOut", { count: incident.leftOut })}</p>}
      {moments.length === 0 && <p className="subtle">{t("ha.incident.noTimeline")}</p>}
      <ol className="ha-timeline">
        {moments.map((moment, index) => (
          <li key={index} className={moment.what === "PROVED" ? "is-proof" : undefined}>
            <span className="ha-moment-time">
              <time dateTime={moment.at}>{momentTime(moment.at, first)}</time>
              <span className="subtle">{sinceFirst(moment.at, first, locale)}</span>
            </span>
            <div>
              <StateMark {...(LOOK[moment.what] ?? { tone: "off", icon: "dot" })}>
                {lookup(`ha.moment.${moment.what}`) ?? moment.what}
              </StateMark>
              <p>
                <Named text={moment.text} names={incident.names} />
              </p>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function About({ incident }: { incident: Incident }) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const tookMs = Date.parse(incident.lastAt) - Date.parse(incident.startedAt);
  return (
    <Section title={t("ha.incident.about")}>
      <Facts
        facts={[
          [t("ha.incident.kind"), incidentKind(incident.kind, i18n)],
          [t("table.host"), <HostLink key="host" id={incident.hostId} name={incident.hostName} />],
          [t("kind.cluster"), <ClusterName key="cluster" id={incident.clusterId} />],
          [t("ha.incident.time"), dateTime(incident.startedAt)],
          [t("ha.incident.last"), dateTime(incident.lastAt)],
          [t("ha.incident.took"), milliseconds(tookMs, locale)],
          [t("ha.incident.moments"), incident.momentCount],
          [t("ha.incident.id"), <code key="id">{incident.id}</code>],
        ]}
      />
    </Section>
  );
}

/** A sentence of an agent. It knows ids; the manager's names of them, and the console's of pools, are put in their place. */
function Named({ text, names }: { text: string; names: Incident["names"] }) {
  const pools = useObjects("pool");
  const known = [...names, ...pools.map(({ metadata: { id, name } }) => ({ kind: "pool", id, name }))];
  return withNames(text, known).map((piece, index) => (
    <Fragment key={index}>{typeof piece === "string" ? piece : <ObjectLink {...piece} />}</Fragment>
  ));
}
