import { useSearch } from "@tanstack/react-router";
import { to } from "../api/calls";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { Page } from "../ui/Page";
import { ShowApi } from "../ui/ShowApi";
import { TabBar } from "../ui/TabBar";
import { AlarmTable } from "./AlarmTable";
import { ChannelTable } from "./ChannelTable";
import { DefinitionTable } from "./DefinitionTable";

const TABS = ["standing", "past", "definitions", "channels"] as const;
const CALLS = {
  standing: to.get("/alarms"),
  past: to.get("/alarms"),
  definitions: to.get("/alarm-definitions"),
  channels: to.get("/notification-channels"),
};

/** What is wrong, what was, what is watched, and who is told. */
export function AlarmsPage() {
  const { t } = useI18n();
  const search = useSearch({ from: "/inside/alarms" });
  const define = usePermission("ALARM_DEFINE");
  const tabs = TABS.filter((key) => key !== "channels" || define);
  const current = tabs.find((key) => key === search.tab) ?? "standing";
  return (
    <Page
      title={t("nav.alarms")}
      actions={<ShowApi compact call={CALLS[current]} />}
      bar={
        <TabBar
          label={t("nav.alarms")}
          current={current}
          tabs={tabs.map((key) => ({ key, text: t(`alarm.tab.${key}`) }))}
        />
      }
    >
      {current === "standing" && <AlarmTable key="standing" standing />}
      {current === "past" && <AlarmTable key="past" standing={false} />}
      {current === "definitions" && <DefinitionTable />}
      {current === "channels" && <ChannelTable />}
    </Page>
  );
}
