import { useNavigate } from "@tanstack/react-router";
import { logOut, useSessionState } from "../auth/session";
import { useObjects } from "../api/hooks";
import { useI18n } from "../i18n";
import { TaskTray } from "../task/TaskTray";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/MenuButton";
import { ShowApi } from "../ui/ShowApi";
import { LanguageMenu } from "./LanguageMenu";
import { chooseCluster, useScope } from "./scope";
import { chooseTheme, useTheme, type Theme } from "./theme";

const APPLE = /Mac|iP(hone|ad)/.test(navigator.userAgent);
const THEMES: readonly Theme[] = ["light", "dark", "system"];

export function TopBar({ onOpen }: { onOpen: (what: "palette" | "shortcuts") => void }) {
  const { t } = useI18n();
  return (
    <div className="topbar">
      <ClusterMenu />
      <button type="button" className="topbar-search" onClick={() => onOpen("palette")}>
        <Icon name="search" size={14} />
        <span>{t("top.search")}</span>
        <kbd>{APPLE ? "⌘K" : "Ctrl K"}</kbd>
      </button>
      <div className="topbar-end">
        <TaskTray />
        <ShowApi compact />
        <button
          type="button"
          className="icon-button"
          aria-label={t("top.shortcuts")}
          title={t("top.shortcuts")}
          onClick={() => onOpen("shortcuts")}
        >
          <Icon name="keyboard" />
        </button>
        <ThemeMenu />
        <LanguageMenu />
        <AccountMenu />
      </div>
    </div>
  );
}

/** With one cluster there is nothing to choose: its name says where one is. */
function ClusterMenu() {
  const { t } = useI18n();
  const clusters = useObjects("cluster");
  const scope = useScope();
  const [first, ...more] = clusters;
  if (!first) return null;
  if (more.length === 0) return <span className="topbar-cluster">{first.metadata.name}</span>;
  const name = clusters.find((cluster) => cluster.metadata.id === scope)?.metadata.name ?? t("top.allClusters");
  return (
    <MenuButton
      label={t("top.cluster")}
      entries={[
        { key: "all", text: t("top.allClusters"), chosen: scope === null, onSelect: () => chooseCluster(null) },
        ...clusters.map((cluster) => ({
          key: cluster.metadata.id,
          text: cluster.metadata.name,
          chosen: cluster.metadata.id === scope,
          onSelect: () => chooseCluster(cluster.metadata.id),
        })),
      ]}
    >
      {name}
    </MenuButton>
  );
}

function ThemeMenu() {
  const { t } = useI18n();
  const theme = useTheme();
  return (
    <MenuButton
      label={t("top.theme")}
      icon="sun"
      entries={THEMES.map((key) => ({
        key,
        text: t(`top.theme.${key}`),
        chosen: key === theme,
        onSelect: () => chooseTheme(key),
      }))}
    />
  );
}

function AccountMenu() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const state = useSessionState();
  if (!("session" in state)) return null;
  const { username, displayName } = state.session.user;
  return (
    <MenuButton
      label={t("top.account", { name: displayName || username })}
      icon="user"
      entries={[
        {
          key: "logout",
          text: t("top.logout"),
          onSelect: () => void logOut().then(() => navigate({ to: "/login" })),
        },
      ]}
    >
      <span className="topbar-user">{username}</span>
    </MenuButton>
  );
}
