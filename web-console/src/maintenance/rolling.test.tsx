import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { RollingHost, RollingMaintenance } from "../api/types";
import { I18nProvider, switchLanguage } from "../i18n";
import { moved, newRolling, rollingBody } from "./rollingForm";
import { RollingPlanView } from "./RollingPlanView";
import { RollingSet } from "./RollingSet";
import { ROLLING_TEXTS } from "./rollingTexts";

vi.mock("@tanstack/react-router", () => ({
  Link: ({ children }: { children: React.ReactNode }) => <span>{children}</span>,
}));
const permitted = { value: true };
vi.mock("../auth/session", () => ({ usePermission: () => permitted.value }));

const host = (name: string, part: Partial<RollingHost>): RollingHost => ({
  hostId: `00000000-0000-7000-8000-00000000000${name}`,
  hostName: `h${name}`,
  canary: false,
  state: "WAITING",
  failedIn: null,
  taskId: null,
  since: "2026-11-29T12:00:00Z",
  reason: "",
  doing: null,
  ...part,
});

const stopped = {
  id: "00000000-0000-7000-8000-0000000000aa",
  revision: 4,
  clusterId: "00000000-0000-7000-8000-0000000000bb",
  state: "STOPPED",
  attention: "Host h1 failed: Hook firmware ended with exit code 3. Its last line: no device",
  settings: {
    action: "HOOK",
    mostHostsOut: 1,
    healthSeconds: 600,
    bringHome: "IF_BETTER",
    terms: {},
    note: "",
    hook: { name: "firmware", deadlineSeconds: 60 },
  },
  requestedBy: "ada",
  taskId: "00000000-0000-7000-8000-0000000000cc",
  hosts: [
    host("1", { state: "FAILED", failedIn: "ACTING", doing: "RUNNING_HOOK", canary: true, reason: "exit code 3" }),
    host("2", {}),
    host("3", { state: "DONE" }),
  ],
  createdAt: "2026-11-29T12:00:00Z",
  updatedAt: "2026-11-29T12:00:00Z",
  endedAt: null,
  allowedActions: ["resume", "cancel"],
} as unknown as RollingMaintenance;

function show(rolling: RollingMaintenance, changed = vi.fn()) {
  render(
    <I18nProvider>
      <RollingSet rolling={rolling} changed={changed} />
    </I18nProvider>,
  );
  return changed;
}

beforeAll(() => switchLanguage("en"));
afterEach(() => {
  cleanup();
  permitted.value = true;
  vi.unstubAllGlobals();
});

describe("a rolling maintenance", () => {
  it("says why it stopped, where each host is, and what is done to them", () => {
    show(stopped);
    expect(screen.getByRole("alert").textContent).toContain("no device");
    expect(screen.getByText("failed while running the hook")).toBeDefined();
    expect(screen.getByText("(canary)")).toBeDefined();
    expect(screen.getByText(/1 of 3 hosts are done/)).toBeDefined();
    expect(screen.getByText(/Run a hook on it \(firmware\)/)).toBeDefined();
  });

  it("goes on after a failure with the host or without it", async () => {
    const sent: { path: string; body: unknown }[] = [];
    vi.stubGlobal("fetch", (url: string, init: { body?: string }) => {
      sent.push({ path: url.replace(/.*rolling-maintenances/, ""), body: JSON.parse(init.body ?? "{}") });
      return Promise.resolve(new Response("{}"));
    });
    const changed = show(stopped);
    expect(screen.queryByText("Pause")).toBeNull();
    fireEvent.click(screen.getByText("Try again"));
    fireEvent.click(screen.getByText("Go on without"));
    fireEvent.click(screen.getByText("Call it off"));
    await waitFor(() => expect(changed).toHaveBeenCalledTimes(3));
    expect(sent.map(({ path }) => path.replace(`/${stopped.id}`, ""))).toEqual([
      "/actions/resume",
      "/actions/resume",
      "/actions/cancel",
    ]);
    expect(sent.slice(0, 2).map(({ body }) => body)).toEqual([{ skipFailed: false }, { skipFailed: true }]);
  });

  it("offers nothing to those who may only look", () => {
    permitted.value = false;
    show(stopped);
    expect(screen.queryByRole("button")).toBeNull();
  });
});

describe("what is filled in", () => {
  const form = newRolling(["a", "b", "c"]);

  it("becomes the hosts that take part, in their order", () => {
    expect(moved(form.order, "c", -1)).toEqual(["a", "c", "b"]);
    expect(moved(form.order, "a", -1)).toEqual(["a", "b", "c"]);
    expect(moved(form.order, "c", 1)).toEqual(["a", "b", "c"]);
    const order = moved(form.order, "a", 1);
    expect(rollingBody({ ...form, order, leftOut: ["c"], canary: "a" })).toMatchObject({
      hostIds: ["b", "a"],
      canaryHostId: "a",
      action: "NONE",
    });
    expect(rollingBody({ ...form, leftOut: ["a"], canary: "a" })).not.toHaveProperty("canaryHostId");
    expect(rollingBody({ ...form, leftOut: ["a", "b", "c"] })).toBeNull();
  });

  it("ignores HA's coverage only where somebody says so", () => {
    expect(rollingBody(form)).not.toHaveProperty("ignoreHaCoverage");
    expect(rollingBody({ ...form, ignoreHa: true })).toMatchObject({ ignoreHaCoverage: true });
  });

  it("names a hook only where one is run, and nothing that is no name", () => {
    expect(rollingBody({ ...form, hook: "firmware" })).not.toHaveProperty("hook");
    expect(rollingBody({ ...form, action: "HOOK", hook: "firmware", hookSeconds: "60" })).toMatchObject({
      hook: "firmware",
      hookSeconds: 60,
    });
    for (const hook of ["", "../sh", "Firmware", "a b"]) {
      expect(rollingBody({ ...form, action: "HOOK", hook })).toBeNull();
    }
    expect(rollingBody({ ...form, mostOut: "" })).toBeNull();
  });
});

describe("the plan of a set", () => {
  it("is asked for when somebody wants it, and tells blockers, waits and who is left out", async () => {
    const ha = { watched: true, survivable: false, hostFailuresToTolerate: 1, detail: "If n2 failed, 1 VM would not." };
    const each = {
      canary: false,
      sleeps: false,
      vmCount: 2,
      moveCount: 2,
      blockedCount: 0,
      blocker: null,
      seconds: 30,
    };
    const plan = {
      hosts: [
        { ...each, hostId: "1", hostName: "n1", blockedCount: 1, blocker: "VM web: paused", ha, waits: true },
        { ...each, hostId: "2", hostName: "n2", sleeps: true, ha: null, waits: false },
      ],
      leftOut: [{ hostId: "3", hostName: "n3", reason: "Its agent is UNREACHABLE." }],
      mostHostsOut: 1,
      seconds: 60,
      ha,
    };
    const paths: string[] = [];
    vi.stubGlobal("fetch", (url: string) => {
      paths.push(url);
      return Promise.resolve(new Response(JSON.stringify({ wouldSucceed: true, violations: [], plan })));
    });
    render(
      <QueryClientProvider client={new QueryClient()}>
        <I18nProvider>
          <RollingPlanView cluster="c" body={{ hostIds: ["1", "2"] }} />
        </I18nProvider>
      </QueryClientProvider>,
    );
    expect(paths).toEqual([]);
    fireEvent.click(screen.getByText("Show the plan"));
    await waitFor(() => expect(screen.getByText(/1 VMs cannot leave/)).toBeDefined());
    expect(paths[0]).toContain("/clusters/c/rolling-maintenances?dryRun=true");
    expect(screen.getByText("It waits, for HA's sake.")).toBeDefined();
    expect(screen.getByText(/sleeps to save power/)).toBeDefined();
    expect(screen.getByText("Left out: Its agent is UNREACHABLE.")).toBeDefined();
    expect(screen.getByText(/With 1 out at once/)).toBeDefined();
  });
});

it("has every text in both languages", () => {
  expect(Object.keys(ROLLING_TEXTS.zh).sort()).toEqual(Object.keys(ROLLING_TEXTS.en).sort());
});
