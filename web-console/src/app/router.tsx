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
import { listSearch, loginSearch } from "./search";
import { Shell } from "./Shell";

const root = createRootRoute({ component: Outlet, beforeLoad: discoverSession, notFoundComponent: NotFound });

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

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: ({ location }) => {
    const { phase } = sessionState();
    if (phase === "SETUP") redirect({ to: "/setup", throw: true });
    if (phase === "LOGGED_OUT") {
      redirect({ to: "/login", search: location.href === "/" ? {} : { next: location.href }, throw: true });
    }
  },
  component: Shell,
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
const hosts = createRoute({
  getParentRoute: () => inside,
  path: "/hosts",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../host/HostsPage"), "HostsPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([login, setup, inside.addChildren([overview, vms, hosts])]),
  basepath: BASE_PATH || "/",
  defaultPendingComponent: Pending,
  defaultErrorComponent: Crash,
  defaultNotFoundComponent: NotFound,
  defaultPreload: "intent",
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
