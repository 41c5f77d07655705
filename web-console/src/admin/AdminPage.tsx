import { useSearch } from "@tanstack/react-router";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { Page } from "../ui/Page";
import { TabBar } from "../ui/TabBar";
import { AuditTab } from "./AuditTab";
import { JoinTokensTab } from "./JoinTokensTab";
import { SystemTab } from "./SystemTab";
import { TokensTab } from "./TokensTab";
import { UsersTab } from "./UsersTab";

const TABS = ["users", "tokens", "join-tokens", "audit", "system"] as const;
type TabKey = (typeof TABS)[number];

export function AdminPage() {
  const { t } = useI18n();
  const search = useSearch({ from: "/inside/admin" });
  const may: Record<TabKey, boolean> = {
    users: usePermission("IDENTITY_READ"),
    tokens: true,
    "join-tokens": usePermission("HOST_ENROL"),
    audit: usePermission("AUDIT_READ"),
    system: usePermission("INFO_READ"),
  };
  const tabs = TABS.filter((key) => may[key]);
  const current = tabs.find((key) => key === search.tab) ?? tabs[0] ?? "tokens";
  return (
    <Page
      title={t("nav.admin")}
      bar={
        <TabBar
          label={t("nav.admin")}
          current={current}
          tabs={tabs.map((key) => ({ key, text: t(`admin.tab.${key}`) }))}
        />
      }
    >
      {current === "users" && <UsersTab />}
      {current === "tokens" && <TokensTab />}
      {current === "join-tokens" && <JoinTokensTab />}
      {current === "audit" && <AuditTab />}
      {current === "system" && <SystemTab />}
    </Page>
  );
}
