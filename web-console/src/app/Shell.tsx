/** What surrounds every page: rail, top bar, the notice about the stream, and the log-in that an ended session opens. */
import { Link, Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useSessionState } from "../auth/session";
import { useI18n, type MessageKey } from "../i18n";
import { Icon, Mark, type IconName } from "../ui/icons";
import { StreamNotice } from "./StreamNotice";
import { TopBar } from "./TopBar";
import "./shell.css";

const ExpiredDialog = lazy(() => import("../auth/ExpiredDialog").then((module) => ({ default: module.ExpiredDialog })));

const RAIL = [
  { to: "/", icon: "overview", text: "nav.overview" },
  { to: "/vms", icon: "vm", text: "nav.vms" },
  { to: "/hosts", icon: "host", text: "nav.hosts" },
] as const satisfies readonly { to: string; icon: IconName; text: MessageKey }[];

export function Shell() {
  const { t } = useI18n();
  const { phase } = useSessionState();
  return (
    <div className="shell">
      <a href="#main" className="skip-link">
        {t("app.skip")}
      </a>
      <Link to="/" className="shell-brand" aria-label={t("app.name")}>
        <Mark />
        <span>{t("app.name")}</span>
      </Link>
      <TopBar />
      <nav className="rail" aria-label={t("nav.label")}>
        {RAIL.map(({ to, icon, text }) => (
          <Link key={to} to={to} className="rail-link" activeOptions={{ exact: to === "/" }} title={t(text)}>
            <Icon name={icon} size={18} />
            <span>{t(text)}</span>
          </Link>
        ))}
      </nav>
      <main id="main" className="shell-main" tabIndex={-1}>
        <StreamNotice />
        <Outlet />
      </main>
      {phase === "EXPIRED" && (
        <Suspense>
          <ExpiredDialog />
        </Suspense>
      )}
    </div>
  );
}
