import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { readFileSync } from "node:fs";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { MockDrs } from "../../dev/mock/drs";
import { seed } from "../../dev/mock/seed";
import type { Drs, DrsRound, Recommendation, Task } from "../api/types";
import { I18nProvider, switchLanguage } from "../i18n";
import { ImbalanceChart, stretches } from "./Imbalance";
import { Move } from "./MoveHistory";
import { Card } from "./Recommendations";
import { REASON_KINDS } from "./recommendationText";
import { Result } from "./Replay";
import { replayResult } from "./replayResult";
import { Settings } from "./Settings";

vi.mock("@tanstack/react-router", () => ({
  Link: ({ children }: { children: React.ReactNode }) => <span>{children}</span>,
}));
const permitted = { value: true };
vi.mock("../auth/session", () => ({ usePermission: () => permitted.value }));

const { world, cluster } = seed(0);
const mock = new MockDrs(world, cluster);
const ask = (path: string[], query = "") => mock.route("GET", path, new URLSearchParams(query), {}).body;
const drs = ask([]) as Drs;
const { items: rounds } = ask(["rounds"], "limit=240") as { items: DrsRound[] };
const { items: all } = ask(["recommendations"]) as { items: Recommendation[] };
const inState = (state: Recommendation["state"], outcome: Recommendation["outcome"] = null) => {
  const found = all.find((one) => one.state === state && one.outcome === outcome);
  if (!found) throw new Error(`the mock has no recommendation that is ${state}`);
  return found;
};

function show(part: React.ReactNode) {
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <I18nProvider>{part}</I18nProvider>
    </QueryClientProvider>,
  );
}

/** Answers every call, and gives what was sent: method, path, body and If-Match. */
function answerAll(answer: object) {
  const sent: { method: string; path: string; body: unknown; ifMatch: string | null }[] = [];
  vi.stubGlobal("fetch", (url: string, init: { method: string; body?: string; headers: Headers }) => {
    sent.push({
      method: init.method,
      path: url.replace(/.*\/drs/, ""),
      body: init.body === undefined ? undefined : JSON.parse(init.body),
      ifMatch: init.headers.get("If-Match"),
    });
    return Promise.resolve(new Response(JSON.stringify(answer)));
  });
  return sent;
}

beforeAll(() => switchLanguage("en"));
afterEach(() => {
  cleanup();
  permitted.value = true;
});

describe("a recommendation", () => {
  it("says why, what each host has before and after, what it costs, and what else was thought of", () => {
    const one = inState("OPEN");
    show(<Card one={one} changed={vi.fn()} />);
    expect(screen.getByText(/so busy that VMs wait/)).toBeDefined();
    expect(screen.getByText(one.reason)).toBeDefined();
    expect(screen.getAllByText(/^CPU/).map((text) => text.textContent)).toEqual(["CPU 93% → 71%", "CPU 22% → 44%"]);
    expect(screen.getByText(/about 4\.3 s · 512 MiB copied · guest pauses 42 ms/)).toBeDefined();
    expect(screen.getByText("What else could be done, and why not (2)")).toBeDefined();
    expect(screen.getByText(/would leave the cluster less even/)).toBeDefined();
  });

  it("is decided about by buttons that the manager allows, and by no others", async () => {
    const one = inState("OPEN");
    const changed = vi.fn();
    const sent = answerAll({});
    show(<Card one={one} changed={changed} />);
    fireEvent.click(screen.getByRole("button", { name: `Accept: ${one.vmName}` }));
    await waitFor(() => expect(changed).toHaveBeenCalledOnce());
    fireEvent.click(screen.getByRole("button", { name: `Never move it: ${one.vmName}` }));
    await waitFor(() => expect(changed).toHaveBeenCalledTimes(2));
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST /recommendations/${one.id}/actions/accept`,
      `POST /recommendations/${one.id}/actions/never-move`,
    ]);
    cleanup();
    show(<Card one={{ ...one, state: "MOVING", allowedActions: [] }} changed={changed} />);
    expect(screen.getByText("Moves now")).toBeDefined();
    expect(screen.queryAllByRole("button")).toEqual([]);
  });

  it("has a text for every kind of reason that the scheduler has", () => {
    const source = readFileSync("../scheduler-drs/drs-engine/src/main/java/io/atoll/drs/plan/Reason.java", "utf8");
    const known = [...source.matchAll(/case \w+ _ -> "([a-z-]+)"/g)].map(([, kind]) => kind);
    expect(known.length).toBeGreaterThan(5);
    expect([...REASON_KINDS]).toEqual(known);
  });

  it("of a kind that is new to the console is told by the manager's sentence alone", () => {
    show(<Card one={{ ...inState("OPEN"), reasonKind: "by-moonlight" }} changed={vi.fn()} />);
    expect(screen.getByText(inState("OPEN").reason)).toBeDefined();
  });
});

describe("a migration that was made", () => {
  it("says whether it helped, and by which figures", () => {
    show(<Move one={inState("MOVED", "HELPED")} />);
    expect(screen.getByText("Helped")).toBeDefined();
    expect(screen.getByText(/waits for a processor 14% → 1%/)).toBeDefined();
    expect(screen.getByText(/took 3\.81 s, guest paused 38 ms/)).toBeDefined();
  });

  it("says why it failed", () => {
    const one = inState("FAILED");
    show(<Move one={one} />);
    expect(screen.getByText(one.detail)).toBeDefined();
  });
});

describe("imbalance over time", () => {
  it("has a gap where nobody looked, and lines where the level begins and ends", () => {
    const inOrder = [...rounds].reverse();
    expect(stretches(inOrder).map((stretch) => stretch.length)).toEqual([120, 107]);
    const { container } = show(<ImbalanceChart drs={drs} rounds={inOrder} />);
    expect(container.querySelectorAll(".balance-line")).toHaveLength(2);
    expect(container.querySelectorAll(".balance-trigger, .balance-target")).toHaveLength(2);
    expect(screen.getByText("0.3")).toBeDefined();
    cleanup();
    const mendsOnly = { ...drs, status: { ...drs.status, triggerImbalance: null, targetImbalance: null } };
    const none = show(<ImbalanceChart drs={mendsOnly} rounds={inOrder} />);
    expect(none.container.querySelectorAll(".balance-trigger, .balance-target")).toHaveLength(0);
    expect(screen.getByText(/Level 1 only mends/)).toBeDefined();
  });
});

describe("mode and level", () => {
  it("are sent with the revision that was looked at, once they differ", async () => {
    const changed = vi.fn();
    const sent = answerAll({});
    show(<Settings drs={drs} changed={changed} />);
    const save = screen.getByRole<HTMLButtonElement>("button", { name: "Save" });
    expect(save.disabled).toBe(true);
    fireEvent.click(screen.getByRole("radio", { name: /^Apply/ }));
    const slider = screen.getByRole("slider");
    fireEvent.change(slider, { target: { value: "5" } });
    expect(slider.getAttribute("aria-valuetext")).toBe("5, Eager");
    fireEvent.change(screen.getByRole("textbox", { name: /^Patience/ }), { target: { value: "0" } });
    fireEvent.click(save);
    await waitFor(() => expect(changed).toHaveBeenCalledOnce());
    const spec = { mode: "APPLY", level: 5, coolDownMinutes: 30, patienceMinutes: 0 };
    expect(sent).toEqual([{ method: "PATCH", path: "", body: { spec }, ifMatch: '"4"' }]);
  });

  it("cannot be sent while a figure is no number, nor by who may only look", () => {
    show(<Settings drs={drs} changed={vi.fn()} />);
    fireEvent.change(screen.getByRole("textbox", { name: /^Rest/ }), { target: { value: "soon" } });
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Save" }).disabled).toBe(true);
    cleanup();
    permitted.value = false;
    show(<Settings drs={drs} changed={vi.fn()} />);
    expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
    expect(screen.getByRole<HTMLInputElement>("slider").disabled).toBe(true);
  });
});

describe("a replay", () => {
  const [task] = [...world.objects.task.values()].filter(({ kind }) => kind === "drs.replay");

  it("stands as a table of levels beside no balancing, with the chosen one marked", () => {
    const result = replayResult(task as Task);
    if (!result) throw new Error("the mock has a replay");
    show(<Result result={result} at="2026-11-29T12:00:00Z" level={3} />);
    expect(screen.getAllByRole("row")).toHaveLength(7);
    expect(screen.getByRole("row", { name: /^No balancing 0/ })).toBeDefined();
    expect(screen.getByRole("row", { name: /Usual.*the level chosen now 23 1 16\.1 GiB 0\.202 6 0\.8/ })).toBeDefined();
  });

  it("without recorded load says so, and one that is under way or of another make has no result", () => {
    const result = replayResult(task as Task);
    if (!result) throw new Error("the mock has a replay");
    show(<Result result={{ ...result, vms: 0 }} at="2026-11-29T12:00:00Z" level={3} />);
    expect(screen.getByText(/No load is recorded yet/)).toBeDefined();
    expect(replayResult({ ...(task as Task), result: null })).toBeNull();
    const broken = { ...(task as Task).result, level3: { level: 3 } };
    expect(replayResult({ ...(task as Task), result: broken })?.levels.map(({ level }) => level)).toEqual([
      0, 1, 2, 4, 5,
    ]);
  });
});
