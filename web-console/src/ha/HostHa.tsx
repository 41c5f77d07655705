import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Host } from "../api/types";
import { useI18n } from "../i18n";
import { Facts, Section } from "../ui/Facts";
import { clockTime, dateTime, milliseconds } from "../ui/format";
import { PoolName } from "../ui/ObjectLink";
import { ProblemView, toProblem } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { StateMark } from "../ui/State";
import { ForecastView } from "./Forecast";
import { useHaNews } from "./haNews";
import "./ha.css";

/** What a host says of HA on it, and what its death would mean. */
export function HostHa({ host }: { host: Host }) {
  const { t } = useI18n();
  return (
    <div className="columns">
      <Section title={t("ha.title")} aside={<Link to="/ha">{t("ha.ofCluster")}</Link>}>
        {host.status.ha ? <HostHaFacts ha={host.status.ha} /> : <p className="subtle">{t("ha.host.none")}</p>}
      </Section>
      <WhatIf host={host} />
    </div>
  );
}

function HostHaFacts({ ha }: { ha: NonNullable<Host["status"]["ha"]> }) {
  const { t, lookup, locale } = useI18n();
  const yes = (value: boolean) => (value ? t("ha.yes") : t("ha.no"));
  return (
    <div className="ha-facts">
      <Facts
        facts={[
          [
            t("ha.host.capable"),
            <StateMark key="capable" tone={ha.capable ? "calm" : "attention"} icon={ha.capable ? "check" : "warn"}>
              {ha.capable ? t("ha.host.capable.yes") : t("ha.host.capable.no")}
            </StateMark>,
          ],
          ha.quarantinedUntil ? [t("ha.host.quarantine"), dateTime(ha.quarantinedUntil)] : null,
          [
            t("ha.host.beatRenewed"),
            <StateMark key="beat" tone={ha.beatRenewed ? "calm" : "attention"} icon={ha.beatRenewed ? "check" : "warn"}>
              {ha.beatRenewed ? t("ha.host.inTime") : t("ha.host.notInTime")}
            </StateMark>,
          ],
          [
            t("ha.host.slots"),
            ha.slotPoolIds.length === 0
              ? t("ha.host.noSlot")
              : ha.slotPoolIds.map((pool) => (
                  <span key={pool} className="ha-slot">
                    <PoolName id={pool} />
                  </span>
                )),
          ],
          [t("ha.host.enforcers"), t("ha.host.enforcers.count", { count: ha.enforcers })],
          [
            t("ha.host.lease"),
            <StateMark key="lease" tone={ha.leaseHeld ? "calm" : "attention"} icon={ha.leaseHeld ? "check" : "warn"}>
              {t(ha.leaseHeld ? "ha.host.lease.held" : "ha.host.lease.none", {
                phase: lookup(`ha.host.phase.${ha.leasePhase}`) ?? ha.leasePhase,
                length: milliseconds(ha.leaseMs, locale),
                left: milliseconds(ha.marginMs, locale),
              })}
            </StateMark>,
          ],
          [t("ha.host.cgroup"), yes(ha.cgroupV2)],
          [t("ha.host.watchdog"), yes(ha.hardwareWatchdog)],
        ]}
      />
      <ul className="ha-alarms">
        {ha.reasons.map((reason) => (
          <li key={`${reason.code} ${reason.detail}`}>
            <StateMark tone="attention" icon="warn">
              {reason.detail}
            </StateMark>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The manager asks the engine that the agents use. */
function WhatIf({ host }: { host: Host }) {
  const { t } = useI18n();
  const { clusterId } = host.spec;
  const news = useHaNews(clusterId);
  const call = to.get("/clusters/{id}/ha/what-if", { id: clusterId }, { query: { hostDown: host.metadata.id } });
  const forecast = useQuery({
    queryKey: ["ha-what-if", host.metadata.id, news],
    queryFn: ({ signal }) => send(call, signal),
    placeholderData: (before) => before,
  });
  return (
    <Section
      title={t("ha.whatIf")}
      aside={
        <>
          {forecast.data && <span>{t("ha.readAt", { time: clockTime(forecast.dataUpdatedAt) })}</span>}
          <ShowApi compact call={call} />
        </>
      }
    >
      {forecast.isPending && <p role="status">{t("app.loading")}</p>}
      {forecast.isError && <ProblemView problem={toProblem(forecast.error)} />}
      {forecast.data && <ForecastView forecast={forecast.data} />}
    </Section>
  );
}
