import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { to } from "../api/calls";
import { useObject } from "../api/hooks";
import { send } from "../api/http";
import type { Cluster, Drs } from "../api/types";
import { attempt } from "../app/notices";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { TaskProgress } from "../task/TaskProgress";
import { DeedButton } from "../ui/Deed";
import { milliseconds, shortTime } from "../ui/format";
import { Page } from "../ui/Page";
import { ProblemView, toProblem } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { StateMark } from "../ui/State";
import { TabBar } from "../ui/TabBar";
import { useNow } from "../ui/useNow";
import { BALANCE_TEXTS } from "./balanceTexts";
import { Imbalance } from "./Imbalance";
import { Kept } from "./Kept";
import { levelOf } from "./levels";
import { MigrationPolicy } from "./MigrationPolicy";
import { MoveHistory } from "./MoveHistory";
import { Recommendations } from "./Recommendations";
import { Replay } from "./Replay";
import { Settings } from "./Settings";
import { useBalance } from "./useBalance";

const TABS = ["now", "history", "settings", "kept"] as const;

/** All about the balancing of one cluster. */
export function ClusterBalance({ cluster }: { cluster: Cluster }) {
  const { t } = useI18n();
  const own = useOwnTexts(BALANCE_TEXTS);
  const { id, name } = cluster.metadata;
  const { tab } = useSearch({ strict: false });
  const current = TABS.find((key) => key === tab) ?? "now";
  const { drs, under, changed } = useBalance(id);
  const { data } = drs;
  const tabs = TABS.map((key) => ({
    key,
    text: own(`drs.tab.${key}`),
    ...(key === "now" && data ? { count: data.status.openRecommendations } : {}),
  }));
  return (
    <Page
      title={own("drs.title")}
      aside={name}
      actions={
        <>
          {data && <Buttons cluster={cluster} drs={data} changed={changed} />}
          <ShowApi compact call={to.get("/clusters/{id}/drs", { id })} />
        </>
      }
      bar={<TabBar label={own("drs.title")} current={current} tabs={tabs} />}
    >
      {drs.isPending && <p role="status">{t("app.loading")}</p>}
      {drs.isError && <ProblemView problem={toProblem(drs.error)} />}
      {data && current === "now" && (
        <>
          <Standing drs={data} />
          <Imbalance drs={data} />
          {under.isError && <ProblemView problem={toProblem(under.error)} />}
          {under.data && <Recommendations drs={data} all={under.data.items} changed={changed} />}
        </>
      )}
      {current === "history" && <MoveHistory clusterId={id} />}
      {data && current === "settings" && (
        <>
          <Settings key={data.revision} drs={data} changed={changed} />
          <MigrationPolicy clusterId={id} />
          <Replay cluster={cluster} drs={data} />
        </>
      )}
      {current === "kept" && <Kept clusterId={id} changed={changed} />}
    </Page>
  );
}

function Buttons({ cluster, drs, changed }: { cluster: Cluster; drs: Drs; changed: () => void }) {
  const own = useOwnTexts(BALANCE_TEXTS);
  const { id, name } = cluster.metadata;
  const mayOperate = usePermission("VM_OPERATE");
  const [busy, setBusy] = useState(false);
  if (!mayOperate || drs.status.taskId) return null;
  const deed = async (title: string, what: "run" | "accept-all") => {
    setBusy(true);
    await attempt<unknown>(title, () =>
      what === "run"
        ? send(to.post("/clusters/{id}/drs/actions/run", { id }))
        : send(to.post("/clusters/{id}/drs/actions/accept-all", { id })),
    );
    setBusy(false);
    changed();
  };
  return (
    <>
      <DeedButton variant="secondary" isDisabled={busy} onClick={() => void deed(own("drs.run.do", { name }), "run")}>
        {own("drs.run")}
      </DeedButton>
      {drs.status.openRecommendations > 0 && (
        <DeedButton isDisabled={busy} onClick={() => void deed(own("drs.acceptAll.do"), "accept-all")}>
          {own("drs.acceptAll")}
        </DeedButton>
      )}
    </>
  );
}

/** The mode, and what the last look came to. */
function Standing({ drs: { spec, status } }: { drs: Drs }) {
  const { locale } = useI18n();
  const own = useOwnTexts(BALANCE_TEXTS);
  const now = useNow();
  const task = useObject("task", status.taskId);
  const round = status.lastRound;
  const level = own(`drs.level.${levelOf(spec.level)}`);
  return (
    <div className="balance-standing">
      <p>
        <StateMark {...(spec.mode === "OFF" ? { tone: "off", icon: "dash" } : { tone: "calm", icon: "check" })}>
          {own(`drs.mode.${spec.mode}`)}
        </StateMark>
        {spec.mode !== "OFF" && ` · ${own("drs.level", { level: spec.level })} · ${level}`}
      </p>
      {round && (
        <p>
          {own(`drs.verdict.${round.verdict}`, { since: shortTime(round.unevenSince ?? round.at, now) })}{" "}
          {round.hotHosts > 0 && `${own("drs.hot", { count: round.hotHosts })} `}
          {round.vmsWithoutSamples > 0 && `${own("drs.noSamples", { count: round.vmsWithoutSamples })} `}
          <span className="subtle">
            {own("drs.verdict.at", {
              time: shortTime(round.at, now),
              level: round.level,
              took: milliseconds(round.tookMs, locale),
            })}
          </span>
        </p>
      )}
      {task && <TaskProgress task={task} />}
    </div>
  );
}
