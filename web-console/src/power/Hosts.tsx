import { lazy, Suspense, useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { PowerHost } from "../api/types";
import { attempt } from "../app/notices";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { Section } from "../ui/Facts";
import { shortTime } from "../ui/format";
import { StateMark } from "../ui/State";
import { useNow } from "../ui/useNow";
import { POWER_TEXTS } from "./powerTexts";
import { reasonText } from "./reasonText";
import { STATE_LOOK } from "./stateLook";

const TestWakeDialog = lazy(() => import("./TestWakeDialog").then((module) => ({ default: module.TestWakeDialog })));

/** Each host, whether it sleeps, and why or why not. */
export function Hosts({
  clusterId,
  hosts,
  changed,
}: {
  clusterId: string;
  hosts: readonly PowerHost[];
  changed: () => void;
}) {
  const own = useOwnTexts(POWER_TEXTS);
  const mayPower = usePermission("HOST_POWER");
  const columns = ["host", "state", "why", "wake", "draws"] as const;
  return (
    <Section title={own("power.hosts")}>
      <table className="power-hosts">
        <thead>
          <tr>
            {columns.map((key) => (
              <th key={key} scope="col">
                {own(`power.col.${key}`)}
              </th>
            ))}
            {mayPower && <th scope="col">{own("power.col.do")}</th>}
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <HostRow key={host.hostId} host={host}>
              {mayPower && (
                <td>
                  <Deeds clusterId={clusterId} host={host} changed={changed} />
                </td>
              )}
            </HostRow>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function HostRow({ host, children }: { host: PowerHost; children: React.ReactNode }) {
  const { language, locale } = useI18n();
  const own = useOwnTexts(POWER_TEXTS);
  const now = useNow();
  return (
    <tr>
      <th scope="row">
        {host.hostName} {host.excluded && <span className="subtle">{own("power.excluded")}</span>}
      </th>
      <td>
        <StateMark {...STATE_LOOK[host.state]}>{own(`power.state.${host.state}`)}</StateMark>{" "}
        <span className="subtle">{own("power.since", { time: shortTime(host.since, now) })}</span>
      </td>
      <td>{host.reason ? reasonText(host.reason, language, locale, now) : host.why}</td>
      <td>
        {host.learnedWakeSeconds === null
          ? own("power.never")
          : own("power.seconds", { seconds: host.learnedWakeSeconds })}
      </td>
      <td>{host.watts === null ? "–" : own("power.watts", { watts: host.watts })}</td>
      {children}
    </tr>
  );
}

function Deeds({ clusterId, host, changed }: { clusterId: string; host: PowerHost; changed: () => void }) {
  const own = useOwnTexts(POWER_TEXTS);
  const { hostId, hostName: name } = host;
  const wake = async () => {
    await attempt<unknown>(own("power.wake.do", { name }), () =>
      send(to.post("/clusters/{id}/dpm/hosts/{hostId}/actions/wake", { id: clusterId, hostId })),
    );
    changed();
  };
  const [testing, setTesting] = useState(false);
  const mayTest = host.state === "AWAKE" && host.powerControlled && !host.proven;
  return (
    <>
      {host.allowedActions.includes("wake") && (
        <DeedButton size="sm" aria-label={own("power.wake.do", { name })} onClick={() => void wake()}>
          {own("power.wake")}
        </DeedButton>
      )}
      {mayTest && (
        <DeedButton
          size="sm"
          variant="secondary"
          aria-label={own("power.test.do", { name })}
          onClick={() => setTesting(true)}
        >
          {own("power.test")}
        </DeedButton>
      )}
      {testing && (
        <Suspense>
          <TestWakeDialog hostId={hostId} kind={null} name={name} onClose={() => setTesting(false)} onDone={changed} />
        </Suspense>
      )}
    </>
  );
}
