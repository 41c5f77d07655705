import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { readdirSync, readFileSync } from "node:fs";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Dpm, PowerHost, PowerReason, PowerRecommendation, PowerSavings } from "../api/types";
import { I18nProvider, switchLanguage } from "../i18n";
import { parametersOf } from "../i18n/format";
import { Standing } from "./ClusterPower";
import { Strips } from "./DayStrips";
import { Hosts } from "./Hosts";
import { hoursAgo, pieces } from "./moments";
import { PowerSettings } from "./PowerSettings";
import { Proposals } from "./Proposals";
import { POWER_TEXTS } from "./powerTexts";
import { reasonText } from "./reasonText";
import { Amount } from "./Saved";

vi.mock("@tanstack/react-router", () => ({
  useSearch: () => ({}),
  Link: ({ children }: { children: React.ReactNode }) => <span>{children}</span>,
}));
const permitted = { value: true };
vi.mock("../auth/session", () => ({ usePermission: () => permitted.value }));

const ENGINE = "../scheduler-drs/drs-engine/src/main/java/io/atoll/drs/power";
const MANAGER = "../manager-server/src/main/java/io/atoll/manager/dpm/internal";
const NOW = new Date("2026-05-04T03:00:00Z");
const CLUSTER = "00000000-0000-0000-0000-00000000c001";

const dpm: Dpm = {
  clusterId: CLUSTER,
  revision: 7,
  spec: {
    mode: "APPLY",
    lowPercent: 45,
    highPercent: 81,
    wakeMinutes: 5,
    parkMinutes: 40,
    minimumUpMinutes: 30,
    spareHosts: 0,
    timeZone: "Europe/Berlin",
    schedule: [],
    excludedHostIds: [],
  },
  status: {
    asleepHosts: 1,
    movingHosts: 0,
    failedHosts: 0,
    maySleepNow: true,
    openRecommendations: 0,
    lastRound: {
      id: "00000000-0000-0000-0000-00000000d001",
      clusterId: CLUSTER,
      at: "2026-05-04T02:59:00Z",
      verdict: "RESTS",
      detail: "",
      loadPercent: 51.6,
      awakeHosts: 2,
      asleepHosts: 1,
      steadySince: null,
      hosts: null,
      tookMs: 4,
    },
  },
};

const inBand: PowerReason = {
  code: "in-band",
  parameters: { cpuPercent: "52.0", memoryPercent: "31.0", lowPercent: "45.0", windowMinutes: "40" },
  text: "It is used by 52 %.",
};

const host = (number: number, other: Partial<PowerHost> = {}): PowerHost => ({
  hostId: `00000000-0000-0000-0000-00000000000${number}`,
  hostName: `h${number}`,
  state: "AWAKE",
  since: "2026-05-03T22:00:00Z",
  reason: inBand,
  why: inBand.text,
  excluded: false,
  powerControlled: true,
  powerState: "ON",
  proven: true,
  provenDetail: "",
  learnedWakeSeconds: 180,
  watts: 142,
  wattsSource: "MEASURED",
  idleWatts: 100,
  taskId: null,
  allowedActions: [],
  ...other,
});

function show(part: React.ReactNode) {
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <I18nProvider>{part}</I18nProvider>
    </QueryClientProvider>,
  );
}

/** Answers every call, and gives what was sent. */
function answerAll() {
  const sent: { method: string; path: string; body: unknown; ifMatch: string | null }[] = [];
  vi.stubGlobal("fetch", (url: string, init: { method: string; body?: string; headers: Headers }) => {
    sent.push({
      method: init.method,
      path: url.replace(/.*\/api\/v1/, ""),
      body: init.body === undefined ? undefined : JSON.parse(init.body),
      ifMatch: init.headers.get("If-Match"),
    });
    return Promise.resolve(new Response("{}"));
  });
  return sent;
}

beforeAll(() => switchLanguage("en"));
afterEach(() => {
  cleanup();
  permitted.value = true;
});

describe("reasons", () => {
  it("have a text for every kind that the scheduler has", () => {
    const kinds = ["WhyAwake", "WhyAsleep"].flatMap((name) => {
      const source = readFileSync(`${ENGINE}/${name}.java`, "utf8");
      return [...source.matchAll(/case \w+ _ -> "([a-z-]+)"/g)].map(([, kind]) => kind);
    });
    expect(kinds.length).toBeGreaterThan(20);
    expect(kinds.filter((kind) => !(`why.${kind}` in POWER_TEXTS.en))).toEqual([]);
  });

  it("have a text for everything that a host is woken for", () => {
    const source = readFileSync(`${ENGINE}/WakeReason.java`, "utf8");
    const kinds = [...source.matchAll(/case \w+ _ -> "([a-z-]+)"/g)].map(([, kind]) => kind);
    expect(kinds.length).toBeGreaterThan(5);
    expect(kinds.filter((kind) => !(`wake.${kind}` in POWER_TEXTS.en))).toEqual([]);
  });

  it("name only figures that the scheduler gives", () => {
    const sources = ["WhyAwake", "WhyAsleep"].map((name) => readFileSync(`${ENGINE}/${name}.java`, "utf8")).join();
    const given = new Set(
      [...sources.matchAll(/\b(?:[A-Z][\w<>]*|int|double) (\w+)(?=[,)])/g)].map(([, name]) => name),
    );
    for (const source of [
      `${MANAGER}/DpmHostViews.java`,
      ...readdirSync(`${MANAGER}/work`).map((one) => `${MANAGER}/work/${one}`),
    ]) {
      for (const [, name] of readFileSync(source, "utf8").matchAll(/\.with\("(\w+)"/g)) given.add(name);
    }
    const named = Object.entries(POWER_TEXTS.en)
      .filter(([key]) => key.startsWith("why."))
      .flatMap(([, text]) => parametersOf(text));
    expect(
      named.filter((name) => name !== "text" && !given.has(name) && !given.has(name.replace(/Minutes$/, ""))),
    ).toEqual([]);
  });

  it("are told in the language of the user, with their figures", () => {
    expect(reasonText(inBand, "en", "en-GB", NOW)).toBe(
      "It is used by 52.0 % (CPU) and 31.0 % (memory) over 40 min; below 45.0 % it could sleep.",
    );
    expect(reasonText(inBand, "zh", "zh-CN", NOW)).toContain("低于 45.0 % 才可休眠");
  });

  it("leave out what is not known, and fall back to the manager's sentence", () => {
    const above = {
      code: "would-push-above",
      parameters: { resource: "CPU", percent: "90", highPercent: "81" },
      text: "",
    };
    expect(reasonText(above, "en", "en-GB", NOW)).toContain("the other hosts would be used by 90 %");
    const named = { ...above, parameters: { ...above.parameters, hostName: "h2" } };
    expect(reasonText(named, "en", "en-GB", NOW)).toContain("h2 would be used by 90 %");
    expect(reasonText({ code: "by-moonlight", parameters: {}, text: "The moon is full." }, "zh", "zh-CN", NOW)).toBe(
      "The moon is full.",
    );
  });
});

describe("hosts", () => {
  it("say whether they sleep, why, and how long they wake", () => {
    show(<Hosts clusterId={CLUSTER} hosts={[host(1), host(2, { state: "ASLEEP", watts: null })]} changed={vi.fn()} />);
    expect(screen.getByText("Awake")).toBeDefined();
    expect(screen.getByText("Asleep")).toBeDefined();
    expect(screen.getAllByText(/below 45.0 % it could sleep/)).toHaveLength(2);
    expect(screen.getAllByText("180 s")).toHaveLength(2);
    expect(screen.queryAllByRole("button")).toEqual([]);
  });

  it("are woken, or tested, by who may", async () => {
    vi.stubGlobal("CSS", { escape: (id: string) => id });
    const sent = answerAll();
    const changed = vi.fn();
    const hosts = [host(1, { proven: false }), host(2, { state: "ASLEEP", allowedActions: ["wake"] })];
    show(<Hosts clusterId={CLUSTER} hosts={hosts} changed={changed} />);
    fireEvent.click(screen.getByRole("button", { name: "Wake h2" }));
    await waitFor(() => expect(changed).toHaveBeenCalledOnce());
    fireEvent.click(screen.getByRole("button", { name: "Test whether h1 wakes" }));
    fireEvent.click(await screen.findByRole("button", { name: "Begin" }));
    await waitFor(() => expect(changed).toHaveBeenCalledTimes(2));
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST /clusters/${CLUSTER}/dpm/hosts/${host(2).hostId}/actions/wake`,
      `POST /hosts/${host(1).hostId}/power/actions/test-wake`,
    ]);
    cleanup();
    permitted.value = false;
    show(<Hosts clusterId={CLUSTER} hosts={hosts} changed={changed} />);
    expect(screen.queryAllByRole("button")).toEqual([]);
  });
});

describe("day strips", () => {
  it("show how long each host slept of the time shown", () => {
    const from = Date.parse("2026-05-03T03:00:00Z");
    const span = (beganAt: string, endedAt: string | null) => ({
      hostId: host(1).hostId,
      hostName: "h1",
      state: "ASLEEP" as const,
      reason: "",
      beganAt,
      endedAt,
    });
    const spans = [span("2026-05-02T00:00:00Z", "2026-05-03T09:00:00Z"), span("2026-05-03T21:00:00Z", null)];
    show(<Strips hosts={[host(1), host(2)]} spans={spans} fromMs={from} toMs={NOW.getTime()} />);
    expect(screen.getByRole("img", { name: "h1: asleep for 50 % of the time" })).toBeDefined();
    expect(screen.getByRole("img", { name: "h2: asleep for 0 % of the time" })).toBeDefined();
    expect(pieces(spans, from, NOW.getTime())).toEqual([
      { begin: 0, end: 0.25 },
      { begin: 0.75, end: 1 },
    ]);
  });

  it("ask anew every five minutes only", () => {
    expect(hoursAgo(new Date("2026-05-04T03:04:59Z"), 24)).toBe("2026-05-03T03:00:00.000Z");
  });
});

describe("energy saved", () => {
  const total = {
    asleepSeconds: 3600,
    drawnWh: 5,
    savedWh: 95.4,
    measuredSeconds: 0,
    modelledSeconds: 0,
    unknownSeconds: 0,
  };
  const amount = (other: Partial<typeof total>): PowerSavings => ({
    from: "2026-05-03T03:00:00Z",
    to: "2026-05-04T03:00:00Z",
    hours: [],
    total: { ...total, ...other },
  });

  it.each([
    [{ measuredSeconds: 3600 }, "measured"],
    [{ modelledSeconds: 3600 }, "reckoned from the power model"],
    [{ measuredSeconds: 900, modelledSeconds: 2700 }, /measured for 25 % of the time/],
    [{ unknownSeconds: 3600 }, /give them a power model/],
  ])("says how it is known: %j", (known, words) => {
    show(<Amount savings={amount(known)} />);
    expect(screen.getByText(words)).toBeDefined();
  });
});

describe("what is recommended", () => {
  const proposal: PowerRecommendation = {
    id: "00000000-0000-0000-0000-00000000e001",
    clusterId: CLUSTER,
    hostId: host(2).hostId,
    hostName: "h2",
    kind: "PARK",
    state: "OPEN",
    revision: 1,
    reason: {
      code: "not-needed",
      parameters: { moves: "3", hostCount: "2", cpuPercent: "51", memoryPercent: "60", wattsSaved: "96" },
      text: "It is not needed.",
    },
    detail: "",
    decidedBy: "",
    taskId: null,
    createdAt: "2026-05-04T02:59:00Z",
    updatedAt: "2026-05-04T02:59:00Z",
    endedAt: null,
  };

  it("is told with its figures, and done when somebody accepts it", async () => {
    const sent = answerAll();
    const changed = vi.fn();
    show(<Proposals clusterId={CLUSTER} proposals={[proposal]} changed={changed} />);
    expect(screen.getByText(/3 VMs can leave it, the other 2 hosts are used by 51 %/)).toBeDefined();
    fireEvent.click(screen.getByRole("button", { name: "Park h2" }));
    await waitFor(() => expect(changed).toHaveBeenCalledOnce());
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST /clusters/${CLUSTER}/dpm/recommendations/${proposal.id}/actions/accept`,
    ]);
  });

  it("is nobody's to accept who may not switch hosts", () => {
    permitted.value = false;
    show(<Proposals clusterId={CLUSTER} proposals={[proposal]} changed={vi.fn()} />);
    expect(screen.queryByRole("button")).toBeNull();
  });
});

describe("settings", () => {
  it("are sent as they are typed, for the revision that was shown", async () => {
    const sent = answerAll();
    const changed = vi.fn();
    show(<PowerSettings dpm={dpm} hosts={[host(1), host(2)]} changed={changed} />);
    expect(screen.getByRole("button", { name: "Save" }).hasAttribute("disabled")).toBe(true);
    fireEvent.click(screen.getByLabelText(/^Recommend/));
    fireEvent.change(screen.getByLabelText("Window for parking, in minutes"), { target: { value: "60" } });
    fireEvent.click(screen.getByLabelText("h2"));
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(changed).toHaveBeenCalledOnce());
    expect(sent).toEqual([
      {
        method: "PATCH",
        path: `/clusters/${CLUSTER}/dpm`,
        ifMatch: '"7"',
        body: {
          spec: {
            mode: "RECOMMEND",
            lowPercent: 45,
            highPercent: 81,
            wakeMinutes: 5,
            parkMinutes: 60,
            minimumUpMinutes: 30,
            spareHosts: 0,
            excludedHostIds: [host(2).hostId],
          },
        },
      },
    ]);
  });

  it("may be looked at by everybody", () => {
    permitted.value = false;
    show(<PowerSettings dpm={dpm} hosts={[host(1)]} changed={vi.fn()} />);
    expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
    expect(screen.getByText(/Your role may look/)).toBeDefined();
  });

  it("tell the mode and the last look above the hosts", () => {
    show(<Standing dpm={dpm} />);
    expect(screen.getByText("Apply")).toBeDefined();
    expect(screen.getByText(/2 hosts awake, 1 asleep · hosts that are awake are used by 52 %/)).toBeDefined();
  });
});
