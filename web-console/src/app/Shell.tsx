/** What surrounds every page: rail, top bar, the notice about the stream, and the log-in that an ended session opens. */
import { Link, Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useSessionState } from "../auth/session";
import { useI18n, type PlainKey } from "../i18n";
import { Icon, Mark, type IconName } from "../ui/icons";
import { VmActionHost } from "../vm/VmActionHost";
import { Notices } from "./Notices";
import { StreamNotice } from "./StreamNotice";
import { TopBar } from "./TopBar";
import { useGlobalKeys } from "./useGlobalKeys";
import "./shell.css";

const ExpiredDialog = lazy(() => import("../auth/ExpiredDialog").then((module) => ({ default: module.ExpiredDialog })));
const Palette = lazy(() => import("./Palette").then((module) => ({ default: module.Palette })));
const ShortcutsDialog = lazy(() => import("./ShortcutsDialog").then((module) => ({ default: module.ShortcutsDialog })));

const RAIL = [
  { to: "/", icon: "overview", text: "nav.overview" },
  { to: "/vms", icon: "vm", text: "nav.vms" },
  { to: "/hosts", icon: "host", text: "nav.hosts" },
  { to: "/storage", icon: "storage", text: "nav.storage" },
  { to: "/networks", icon: "network", text: "nav.networks" },
  { to: "/images", icon: "image", text: "nav.images" },
  { to: "/rules", icon: "link", text: "nav.rules" },
  { to: "/resource-pools", icon: "pools", text: "nav.resourcePools" },
  { to: "/balance", icon: "balance", text: "nav.balance" },
  { to: "/power", icon: "power", text: "nav.power" },
  { to: "/ha", icon: "pulse", text: "nav.ha" },
  { to: "/alarms", icon: "warn", text: "nav.alarms" },
  { to: "/tasks", icon: "tasks", text: "nav.tasks" },
  { to: "/admin", icon: "admin", text: "nav.admin" },
] as const satisfies readonly { to: string; icon: IconName; text: PlainKey }[];

export function Shell() {
  const { t } = useI18n();
  const { phase } = useSessionState();
  const [open, setOpen] = useState<"palette" | "shortcuts" | null>(null);
  useGlobalKeys(setOpen);
  const close = () => setOpen(null);
  return (
    <VmActionHost>
      <div className="shell">
        <a href="#main" className="skip-link">
          {t("app.skip")}
        </a>
        <header className="shell-head">
          <Link to="/" className="shell-brand" aria-label={t("app.name")}>
            <Mark />
            <span>{t("app.name")}</span>
          </Link>
          <TopBar onOpen={setOpen} />
        </header>
        <nav className="rail" aria-label={t("nav.label")}>
          {RAIL.map(({ to, icon, text }) => (
            <Link
              key={to}
              to={to}
              className="rail-link"
              activeOptions={{ exact: to === "/", includeSearch: false }}
              title={t(text)}
            >
              <Icon name={icon} size={18} />
              <span>{t(text)}</span>
            </Link>
          ))}
        </nav>
        <main id="main" className="shell-main" tabIndex={-1}>
          <StreamNotice />
          <Outlet />
        </main>
        <Notices />
        <Suspense>
          {open === "palette" && <Palette onClose={close} onShortcuts={() => setOpen("shortcuts")} />}
          {open === "shortcuts" && <ShortcutsDialog onClose={close} />}
          {phase === "EXPIRED" && <ExpiredDialog />}
        </Suspense>
      </div>
    </VmActionHost>
  );
}

export function BareShell() {
  const { phase } = useSessionState();
  return (
    <>
      <Outlet />
      <Suspense>{phase === "EXPIRED" && <ExpiredDialog />}</Suspense>
    </>
  );
}
