import { useNavigate } from "@tanstack/react-router";
import { logOut, useSessionState } from "../auth/session";
import { useI18n } from "../i18n";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/MenuButton";
import { LanguageMenu } from "./LanguageMenu";
import { chooseTheme, useTheme, type Theme } from "./theme";

const THEMES: readonly Theme[] = ["light", "dark", "system"];

export function TopBar() {
  const { t } = useI18n();
  return (
    <header className="topbar">
      <button type="button" className="topbar-search">
        <Icon name="search" size={14} />
        <span>{t("top.search")}</span>
        <kbd>⌘K</kbd>
      </button>
      <div className="topbar-end">
        <ThemeMenu />
        <LanguageMenu />
        <AccountMenu />
      </div>
    </header>
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
      label={t("top.account", { name: displayName ?? username })}
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
