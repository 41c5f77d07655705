/** The map of the console. Each page is a chunk of its own, loaded when it is first visited. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { BASE_PATH } from "../api/http";
import { discoverSession, sessionState } from "../auth/session";
import { Crash, NotFound, Pending } from "./fallbacks";
import { consoleSearch, hostsSearch, listSearch, loginSearch, tabListSearch, tabSearch } from "./search";

const root = createRootRoute({ component: Outlet, beforeLoad: discoverSession, notFoundComponent: () => <NotFound /> });

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: loginSearch,
  beforeLoad: ({ search }) => {
    const { phase } = sessionState();
    if (phase === "SETUP") redirect({ to: "/setup", throw: true });
    if (phase === "LOGGED_IN") redirect({ href: search.next ?? "/", throw: true });
  },
  component: lazyRouteComponent(() => import("../auth/LoginPage"), "LoginPage"),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  beforeLoad: () => {
    if (sessionState().phase !== "SETUP") redirect({ to: "/", throw: true });
  },
  component: lazyRouteComponent(() => import("../auth/SetupPage"), "SetupPage"),
});

/** Sends who is not logged in to the log-in page, and back to where they were going. */
function requireSession({ location }: { location: { href: string } }): void {
  const { phase } = sessionState();
  if (phase === "SETUP") redirect({ to: "/setup", throw: true });
  if (phase === "LOGGED_OUT") {
    redirect({ to: "/login", search: location.href === "/" ? {} : { next: location.href }, throw: true });
  }
}

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import("./Shell"), "Shell"),
});

/** Behind the same log-in, without the shell: a console in a window of its own. */
const bare = createRoute({
  getParentRoute: () => root,
  id: "bare",
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import("./Shell"), "BareShell"),
});
const popOut = createRoute({
  getParentRoute: () => bare,
  path: "/vms/$id/console",
  validateSearch: consoleSearch,
  component: lazyRouteComponent(() => import("../console/PopOutPage"), "PopOutPage"),
});

const overview = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: lazyRouteComponent(() => import("../overview/OverviewPage"), "OverviewPage"),
});
const vms = createRoute({
  getParentRoute: () => inside,
  path: "/vms",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../vm/VmsPage"), "VmsPage"),
});
const createVm = createRoute({
  getParentRoute: () => inside,
  path: "/vms/new",
  component: lazyRouteComponent(() => import("../vm/CreateVmPage"), "CreateVmPage"),
});
const vm = createRoute({
  getParentRoute: () => inside,
  path: "/vms/$id",
  validateSearch: consoleSearch,
  component: lazyRouteComponent(() => import("../vm/VmPage"), "VmPage"),
});
const hosts = createRoute({
  getParentRoute: () => inside,
  path: "/hosts",
  validateSearch: hostsSearch,
  component: lazyRouteComponent(() => import("../host/HostsPage"), "HostsPage"),
});
const enrol = createRoute({
  getParentRoute: () => inside,
  path: "/hosts/enrol",
  component: lazyRouteComponent(() => import("../host/EnrolPage"), "EnrolPage"),
});
const host = createRoute({
  getParentRoute: () => inside,
  path: "/hosts/$id",
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import("../host/HostPage"), "HostPage"),
});
const rolling = createRoute({
  getParentRoute: () => inside,
  path: "/rolling-maintenance",
  component: lazyRouteComponent(() => import("../maintenance/RollingPage"), "RollingPage"),
});
const storage = createRoute({
  getParentRoute: () => inside,
  path: "/storage",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../storage/StoragePage"), "StoragePage"),
});
const networks = createRoute({
  getParentRoute: () => inside,
  path: "/networks",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../network/NetworksPage"), "NetworksPage"),
});
const images = createRoute({
  getParentRoute: () => inside,
  path: "/images",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../image/ImagesPage"), "ImagesPage"),
});
const tasks = createRoute({
  getParentRoute: () => inside,
  path: "/tasks",
  validateSearch: tabListSearch,
  component: lazyRouteComponent(() => import("../task/TasksPage"), "TasksPage"),
});
const task = createRoute({
  getParentRoute: () => inside,
  path: "/tasks/$id",
  component: lazyRouteComponent(() => import("../task/TaskPage"), "TaskPage"),
});
const ha = createRoute({
  getParentRoute: () => inside,
  path: "/ha",
  validateSearch: tabListSearch,
  component: lazyRouteComponent(() => import("../ha/HaPage"), "HaPage"),
});
const rules = createRoute({
  getParentRoute: () => inside,
  path: "/rules",
  component: lazyRouteComponent(() => import("../rule/RulesPage"), "RulesPage"),
});
const resourcePools = createRoute({
  getParentRoute: () => inside,
  path: "/resource-pools",
  component: lazyRouteComponent(() => import("../resourcepool/ResourcePoolsPage"), "ResourcePoolsPage"),
});
const balance = createRoute({
  getParentRoute: () => inside,
  path: "/balance",
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import("../balance/BalancePage"), "BalancePage"),
});
const balanceOf = createRoute({
  getParentRoute: () => inside,
  path: "/balance/$id",
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import("../balance/BalancePage"), "OneBalancePage"),
});
const power = createRoute({
  getParentRoute: () => inside,
  path: "/power",
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import("../power/PowerPage"), "PowerPage"),
});
const powerOf = createRoute({
  getParentRoute: () => inside,
  path: "/power/$id",
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import("../power/PowerPage"), "OnePowerPage"),
});
const whatIf = createRoute({
  getParentRoute: () => inside,
  path: "/what-if",
  component: lazyRouteComponent(() => import("../simulation/WhatIfPage"), "WhatIfPage"),
});
const incident = createRoute({
  getParentRoute: () => inside,
  path: "/ha/incidents/$id",
  component: lazyRouteComponent(() => import("../ha/IncidentPage"), "IncidentPage"),
});
const alarms = createRoute({
  getParentRoute: () => inside,
  path: "/alarms",
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import("../alarm/AlarmsPage"), "AlarmsPage"),
});
const admin = createRoute({
  getParentRoute: () => inside,
  path: "/admin",
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import("../admin/AdminPage"), "AdminPage"),
});

/** An unknown address is answered inside the shell, from where one can go on. */
const unknown = createRoute({ getParentRoute: () => inside, path: "$", component: NotFound });

const pages = [
  overview,
  vms,
  createVm,
  vm,
  hosts,
  enrol,
  host,
  rolling,
  storage,
  networks,
  images,
  tasks,
  task,
  ha,
  incident,
  rules,
  resourcePools,
  alarms,
  balance,
  balanceOf,
  power,
  powerOf,
  whatIf,
  admin,
  unknown,
] as const;

export const router = createRouter({
  routeTree: root.addChildren([login, setup, inside.addChildren([...pages]), bare.addChildren([popOut])]),
  basepath: BASE_PATH || "/",
  defaultPendingComponent: Pending,
  defaultErrorComponent: Crash,
  defaultNotFoundComponent: () => <NotFound />,
  defaultPreload: "intent",
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
