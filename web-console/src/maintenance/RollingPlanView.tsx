import { Button } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { RollingBody, RollingPlan } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { duration } from "../ui/format";
import { intoView } from "../ui/intoView";
import { ProblemView, toProblem } from "../ui/Problem";
import { StateMark } from "../ui/State";
import { ROLLING_TEXTS } from "./rollingTexts";

/** What a rolling maintenance would do, asked for when somebody wants it: the scheduler plans every host for it. */
export function RollingPlanView({ cluster, body }: { cluster: string; body: RollingBody | null }) {
  const own = useOwnTexts(ROLLING_TEXTS);
  const [asked, setAsked] = useState<RollingBody | null>(null);
  const tried = useQuery({
    queryKey: ["rolling-plan", cluster, asked],
    queryFn: () => send(to.tryPost("/clusters/{id}/rolling-maintenances", { id: cluster }, { body: asked ?? {} })),
    enabled: asked !== null,
    staleTime: Infinity,
    gcTime: 0,
  });
  const current = asked !== null && JSON.stringify(asked) === JSON.stringify(body);
  return (
    <>
      <Button
        variant="secondary"
        isDisabled={body === null}
        isLoading={tried.isFetching}
        onClick={() => (current ? void tried.refetch() : setAsked(body))}
      >
        {own("plan")}
      </Button>
      {current && tried.isError && <ProblemView problem={toProblem(tried.error)} />}
      {current && tried.data?.violations.map((each) => <p key={each.code}>{each.detail}</p>)}
      {current && tried.data?.plan && (
        <div ref={intoView}>
          <PlanTable plan={tried.data.plan} />
        </div>
      )}
    </>
  );
}

function PlanTable({ plan }: { plan: RollingPlan }) {
  const i18n = useI18n();
  const own = useOwnTexts(ROLLING_TEXTS);
  return (
    <>
      <p>
        {plan.seconds == null
          ? own("plan.unknown")
          : own("plan.seconds", { time: duration(plan.seconds * 1000, i18n) })}
      </p>
      {plan.ha.watched && (
        <p>
          <StateMark tone={plan.ha.survivable ? "calm" : "attention"} icon={plan.ha.survivable ? "check" : "warn"}>
            {own("plan.ha", { out: plan.mostHostsOut, detail: plan.ha.detail })}
          </StateMark>
        </p>
      )}
      <table className="plain maintenance-plan">
        <thead>
          <tr>
            <th scope="col">{own("col.host")}</th>
            <th scope="col">{own("plan.col.vms")}</th>
            <th scope="col">{own("plan.col.time")}</th>
            <th scope="col">{own("plan.col.note")}</th>
          </tr>
        </thead>
        <tbody>
          {plan.hosts.map((host) => (
            <tr key={host.hostId}>
              <td>
                {host.hostName}
                {host.canary && <span className="subtle"> ({own("mark.canary")})</span>}
              </td>
              <td className="num">{host.vmCount ?? "–"}</td>
              <td className="num">{host.seconds == null ? "–" : duration(host.seconds * 1000, i18n)}</td>
              <td>
                {host.sleeps && <p>{own("plan.sleeps")}</p>}
                {host.blockedCount > 0 && <p>{own("plan.blocked", { count: host.blockedCount })}</p>}
                {host.blocker && <p className="subtle">{host.blocker}</p>}
                {host.waits && <p>{own("plan.waits")}</p>}
                {host.waits && host.ha && <p className="subtle">{host.ha.detail}</p>}
              </td>
            </tr>
          ))}
          {plan.leftOut.map((host) => (
            <tr key={host.hostId}>
              <td>{host.hostName}</td>
              <td className="num">–</td>
              <td className="num">–</td>
              <td>{own("plan.leftOut", { reason: host.reason })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
