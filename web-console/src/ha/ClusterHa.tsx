import { Button } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Cluster, ClusterHaState } from "../api/types";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { DeedButton } from "../ui/Deed";
import { Facts, Section } from "../ui/Facts";
import { clockTime, milliseconds } from "../ui/format";
import { HostLink, PoolName } from "../ui/ObjectLink";
import { ProblemView, toProblem } from "../ui/Problem";
import { StateMark } from "../ui/State";
import { EditClusterHaDialog } from "./EditClusterHaDialog";
import { useHaNews } from "./haNews";

/** How HA of one cluster stands: whether it would work now, what keeps it from that, and what each host does for it. */
export function ClusterHa({ cluster }: { cluster: Cluster }) {
  const { t } = useI18n();
  const { id, name } = cluster.metadata;
  const news = useHaNews(id);
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [editing, setEditing] = useState(false);
  const state = useQuery({
    queryKey: ["cluster-ha", id, news],
    queryFn: ({ signal }) => send(to.get("/clusters/{id}/ha", { id }), signal),
    placeholderData: (before) => before,
  });
  return (
    <Section
      title={name}
      aside={
        <>
          {state.data && <span>{t("ha.readAt", { time: clockTime(state.dataUpdatedAt) })}</span>}
          <Button variant="link" size="sm" isLoading={state.isFetching} onClick={() => void state.refetch()}>
            {t("ha.readAgain")}
          </Button>
          {mayWrite && (
            <DeedButton variant="link" size="sm" onClick={() => setEditing(true)}>
              {t("action.edit")}
            </DeedButton>
          )}
        </>
      }
    >
      {state.isPending && <p role="status">{t("app.loading")}</p>}
      {state.isError && <ProblemView problem={toProblem(state.error)} />}
      {state.data && (
        <>
          <Verdict state={state.data} />
          <div className="columns">
            <Standing cluster={cluster} state={state.data} />
            <Alarms state={state.data} />
          </div>
          <h3 className="ha-heading">{t("ha.hosts")}</h3>
          <Hosts cluster={cluster} state={state.data} />
        </>
      )}
      {editing && <EditClusterHaDialog cluster={cluster} onClose={() => setEditing(false)} />}
    </Section>
  );
}

function Verdict({ state }: { state: ClusterHaState }) {
  const { t } = useI18n();
  return (
    <p className="ha-verdict">
      {!state.enabled ? (
        <StateMark tone="off" icon="dash">
          {t("ha.verdict.off")}
        </StateMark>
      ) : state.effective ? (
        <StateMark tone="calm" icon="check">
          {t("ha.verdict.effective")}
        </StateMark>
      ) : (
        <StateMark tone="broken" icon="broken">
          {t("ha.verdict.blocked")}
        </StateMark>
      )}
    </p>
  );
}

function Standing({ cluster, state }: { cluster: Cluster; state: ClusterHaState }) {
  const { t, lookup, locale } = useI18n();
  const { ha } = cluster.spec;
  const { protectedNow, ...others } = state.vms;
  return (
    <div className="ha-facts">
      <Facts
        facts={[
          [t("ha.enabled"), state.enabled ? t("on") : t("off")],
          [t("ha.armed"), state.armed ? t("ha.armed.yes") : t("ha.armed.no")],
          [
            t("ha.leader"),
            state.leaderHostId ? <HostLink key="leader" id={state.leaderHostId} /> : t("ha.leader.none"),
          ],
          [t("ha.failures"), <Tolerated key="failures" state={state} />],
          [t("ha.vms"), t("ha.vms.counts", { ...others, protected: protectedNow })],
          [t("ha.admission"), lookup(`ha.admission.${ha.admissionPolicy}`) ?? ha.admissionPolicy],
          [t("ha.window"), milliseconds(ha.figures.windowMs, locale)],
          [t("ha.storageDelay.short"), milliseconds(ha.storageLossDelaySeconds * 1000, locale)],
          [t("ha.attempts"), ha.restartAttempts],
          [t("ha.guestSilence"), milliseconds(ha.guestSilenceSeconds * 1000, locale)],
          [
            t("ha.quarantine"),
            t("ha.quarantine.text", {
              failures: ha.flapFailures,
              within: milliseconds(ha.flapWindowMinutes * 60_000, locale),
              quarantine: milliseconds(ha.quarantineMinutes * 60_000, locale),
            }),
          ],
        ]}
      />
      <p className="ha-more">
        <Link to="/ha" search={{ tab: "incidents" }}>
          {t("ha.incidents.of")}
        </Link>
      </p>
    </div>
  );
}

function Tolerated({ state }: { state: ClusterHaState }) {
  const { t } = useI18n();
  if (!state.enabled) return state.hostFailuresToTolerate;
  return (
    <>
      {state.hostFailuresToTolerate}{" "}
      <StateMark
        tone={state.failuresTolerated ? "calm" : "attention"}
        icon={state.failuresTolerated ? "check" : "warn"}
      >
        {state.failuresTolerated ? t("ha.failures.yes") : t("ha.failures.no")}
      </StateMark>
    </>
  );
}

function Alarms({ state }: { state: ClusterHaState }) {
  const { t, lookup } = useI18n();
  const worstFirst = [...state.alarms].sort((a, b) => Number(b.blocking) - Number(a.blocking));
  return (
    <div>
      <h3 className="ha-heading">{t("ha.alarms")}</h3>
      {worstFirst.length === 0 && <p className="subtle">{t("ha.alarms.none")}</p>}
      <ul className="ha-alarms">
        {worstFirst.map((alarm, index) => (
          <li key={index}>
            <StateMark tone={alarm.blocking ? "broken" : "attention"} icon={alarm.blocking ? "broken" : "warn"}>
              {lookup(`ha.alarm.${alarm.code}`) ?? alarm.code}
            </StateMark>
            <p>{alarm.detail}</p>
            {alarm.blocking && <p className="subtle">{t("ha.alarm.blocking")}</p>}
          </li>
        ))}
      </ul>
    </div>
  );
}

type HostState = ClusterHaState["hosts"][number];

function Hosts({ cluster, state }: { cluster: Cluster; state: ClusterHaState }) {
  const { t } = useI18n();
  if (state.hosts.length === 0) return <p className="subtle">{t("ha.hosts.none")}</p>;
  return (
    <div className="wide-tables">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("table.host")}</th>
            <th scope="col">{t("ha.host.agent")}</th>
            <th scope="col">{t("ha.host.beat")}</th>
            <th scope="col">{t("ha.host.slots")}</th>
            <th scope="col">{t("ha.host.standing")}</th>
          </tr>
        </thead>
        <tbody>
          {state.hosts.map((host) => (
            <tr key={host.hostId}>
              <td>
                <HostLink id={host.hostId} name={host.name} />
              </td>
              <td>{host.agentConnected ? t("ha.host.agent.yes") : t("ha.host.agent.no")}</td>
              <td>
                <Beat ageMs={host.beatAgeMs} figures={cluster.spec.ha.figures} />
              </td>
              <td>
                {host.slotPoolIds.length === 0 && t("ha.host.noSlot")}
                {host.slotPoolIds.map((pool) => (
                  <span key={pool} className="ha-slot">
                    <PoolName id={pool} />
                  </span>
                ))}
              </td>
              <td className="ha-standing">
                <HostStanding host={host} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A beat that moves is never older than the lease and two renewals: the measure the manager's alarm goes by too. */
function Beat({ ageMs, figures }: { ageMs: number | null; figures: Cluster["spec"]["ha"]["figures"] }) {
  const { t, locale } = useI18n();
  if (ageMs === null) return t("ha.host.beat.never");
  const moves = ageMs <= figures.leaseMs + 2 * figures.renewMs;
  return (
    <StateMark tone={moves ? "calm" : "attention"} icon={moves ? "check" : "warn"}>
      {t("ha.host.beat.ago", { age: milliseconds(ageMs, locale) })}
    </StateMark>
  );
}

function HostStanding({ host }: { host: HostState }) {
  const { t } = useI18n();
  return (
    <>
      {host.fenced ? (
        <StateMark tone="broken" icon="broken">
          {t("ha.host.fenced")}
        </StateMark>
      ) : !host.known ? (
        <StateMark tone="attention" icon="unknown">
          {t("ha.host.unknown")}
        </StateMark>
      ) : host.notCapable.length > 0 ? (
        <StateMark tone="attention" icon="warn">
          {t("ha.host.notCapable")}
        </StateMark>
      ) : (
        <StateMark tone="calm" icon="check">
          {t("ha.host.able")}
        </StateMark>
      )}
      {host.notCapable.map((reason) => (
        <p key={reason} className="subtle">
          {reason}
        </p>
      ))}
      {host.evidence && <p className="subtle">{t("ha.host.evidence", { text: host.evidence })}</p>}
    </>
  );
}
