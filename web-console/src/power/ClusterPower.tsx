import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Cluster, Dpm } from "../api/types";
import { attempt } from "../app/notices";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { shortTime } from "../ui/format";
import { Empty, Page } from "../ui/Page";
import { ProblemView, toProblem } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { StateMark } from "../ui/State";
import { TabBar } from "../ui/TabBar";
import { useNow } from "../ui/useNow";
import { DayStrips } from "./DayStrips";
import { Hosts } from "./Hosts";
import { PowerSettings } from "./PowerSettings";
import { POWER_TEXTS } from "./powerTexts";
import { Proposals } from "./Proposals";
import { Saved } from "./Saved";
import { usePower } from "./usePower";

const TABS = ["hosts", "settings"] as const;

/** All about the power saving of one cluster. */
export function ClusterPower({ cluster }: { cluster: Cluster }) {
  const { t } = useI18n();
  const own = useOwnTexts(POWER_TEXTS);
  const { id, name } = cluster.metadata;
  const { tab } = useSearch({ strict: false });
  const current = TABS.find((key) => key === tab) ?? "hosts";
  const { dpm, hosts, proposals, changed } = usePower(id);
  const tabs = TABS.map((key) => ({ key, text: own(`power.tab.${key}`) }));
  return (
    <Page
      title={own("power.title")}
      aside={name}
      actions={
        <>
          {dpm.data && <LookNow cluster={cluster} changed={changed} />}
          <ShowApi compact call={to.get("/clusters/{id}/dpm", { id })} />
        </>
      }
      bar={<TabBar label={own("power.title")} current={current} tabs={tabs} />}
    >
      {dpm.isPending && <p role="status">{t("app.loading")}</p>}
      {dpm.isError && <ProblemView problem={toProblem(dpm.error)} />}
      {dpm.data && current === "hosts" && (
        <>
          <Standing dpm={dpm.data} />
          {proposals.data && (dpm.data.spec.mode === "RECOMMEND" || proposals.data.items.length > 0) && (
            <Proposals clusterId={id} proposals={proposals.data.items} changed={changed} />
          )}
          <Saved clusterId={id} />
          {hosts.isError && <ProblemView problem={toProblem(hosts.error)} />}
          {hosts.data?.length === 0 && <Empty title={own("power.empty.title")} text={own("power.empty.text")} />}
          {hosts.data && hosts.data.length > 0 && <Hosts clusterId={id} hosts={hosts.data} changed={changed} />}
          {hosts.data && <DayStrips clusterId={id} hosts={hosts.data} />}
        </>
      )}
      {dpm.data && current === "settings" && (
        <PowerSettings key={dpm.data.revision} dpm={dpm.data} hosts={hosts.data ?? []} changed={changed} />
      )}
    </Page>
  );
}

function LookNow({ cluster, changed }: { cluster: Cluster; changed: () => void }) {
  const own = useOwnTexts(POWER_TEXTS);
  const { id, name } = cluster.metadata;
  const mayOperate = usePermission("HOST_POWER");
  const [busy, setBusy] = useState(false);
  if (!mayOperate) return null;
  const run = async () => {
    setBusy(true);
    await attempt<unknown>(own("power.run.do", { name }), () =>
      send(to.post("/clusters/{id}/dpm/actions/run", { id })),
    );
    setBusy(false);
    changed();
  };
  return (
    <DeedButton variant="secondary" isDisabled={busy} onClick={() => void run()}>
      {own("power.run")}
    </DeedButton>
  );
}

/** The mode, and what the last look came to. */
export function Standing({ dpm: { spec, status } }: { dpm: Dpm }) {
  const own = useOwnTexts(POWER_TEXTS);
  const now = useNow();
  const round = status.lastRound;
  return (
    <div className="power-standing">
      <p>
        <StateMark {...(spec.mode === "OFF" ? { tone: "off", icon: "dash" } : { tone: "calm", icon: "check" })}>
          {own(`power.mode.${spec.mode}`)}
        </StateMark>
        {spec.mode !== "OFF" && ` · ${own(`power.mode.${spec.mode}.help`)}`}
      </p>
      {spec.mode !== "OFF" && !status.maySleepNow && <p>{own("power.maySleep.no")}</p>}
      {round && (
        <p>
          {own("power.counts", { awake: round.awakeHosts, asleep: status.asleepHosts })}
          {round.loadPercent !== null && ` · ${own("power.load", { percent: Math.round(round.loadPercent) })}`}{" "}
          <span className="subtle">{own("power.looked", { time: shortTime(round.at, now) })}</span>
        </p>
      )}
    </div>
  );
}
