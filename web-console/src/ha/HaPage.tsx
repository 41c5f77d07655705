import { useSearch } from "@tanstack/react-router";
import { to } from "../api/calls";
import { useObjects, useStream } from "../api/hooks";
import { useScope } from "../app/scope";
import { useI18n } from "../i18n";
import { Page } from "../ui/Page";
import { ShowApi } from "../ui/ShowApi";
import { TabBar } from "../ui/TabBar";
import { ClusterHa } from "./ClusterHa";
import { IncidentList } from "./IncidentList";
import "./ha.css";

const TABS = ["state", "incidents"] as const;

/** Whether a host that dies now would be taken over, for each cluster; and what HA did. */
export function HaPage() {
  const { t } = useI18n();
  const search = useSearch({ from: "/inside/ha" });
  const scope = useScope();
  const clusters = useObjects("cluster").filter(({ metadata }) => !scope || metadata.id === scope);
  const { listed } = useStream();
  const current = TABS.find((key) => key === search.tab) ?? "state";
  const first = clusters[0]?.metadata.id;
  const call = current === "incidents" || !first ? to.get("/ha-incidents") : to.get("/clusters/{id}/ha", { id: first });
  return (
    <Page
      title={t("ha.title")}
      flush={current === "incidents"}
      actions={<ShowApi compact call={call} />}
      bar={
        <TabBar label={t("ha.title")} current={current} tabs={TABS.map((key) => ({ key, text: t(`ha.tab.${key}`) }))} />
      }
    >
      {current === "incidents" && <IncidentList />}
      {current === "state" && !listed && <p role="status">{t("app.loading")}</p>}
      {current === "state" &&
        listed &&
        clusters.map((cluster) => <ClusterHa key={cluster.metadata.id} cluster={cluster} />)}
    </Page>
  );
}
