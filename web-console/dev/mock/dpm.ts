/** Power saving in the mock: hosts that sleep, wake and stay awake for various reasons, two days of spans, and what was saved. */
import type { Cluster, Dpm, Host, PowerHost, PowerReason, PowerSavings, PowerSpan } from "../../src/api/types";
import { refuse, type Answer } from "./api";
import { newTask, type World } from "./world";

const HOUR_MS = 3_600_000;
const WH_PER_HOUR = 96;
const HOURS_A_NIGHT = 9;

const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();
const reason = (code: string, parameters: Record<string, string>, text: string): PowerReason => ({
  code,
  parameters,
  text,
});
const REASONS: readonly PowerReason[] = [
  reason(
    "in-band",
    { cpuPercent: "58.2", memoryPercent: "41", lowPercent: "45", windowMinutes: "40" },
    "It is used by 58 % (CPU) and 41 % (memory) over 40 min; below 45 % it could sleep.",
  ),
  reason(
    "would-push-above",
    { hostName: "node-1", resource: "memory", percent: "86.4", highPercent: "81" },
    "Without it node-1 would be used by 86 % (memory), above 81 %.",
  ),
  reason(
    "drain-blocked",
    {
      at: ago(0.5),
      until: new Date(Date.now() + HOUR_MS).toISOString(),
      seconds: "61",
      why: "VM db-1: its memory changes too fast.",
    },
    "Host n3 could not be emptied for 61 s: VM db-1: its memory changes too fast.",
  ),
  reason("never-woken", {}, "It has never been seen to wake. Test it once, then it may sleep."),
];
const ASLEEP = reason(
  "not-needed",
  { cpuPercent: "55", memoryPercent: "62", highPercent: "81" },
  "It is not needed: hosts that are awake are used by 55 % (CPU) and 62 % (memory), up to 81 % is healthy.",
);

/** As the manager refuses them: at the field of the hours. */
function refuseHours({ schedule = [] }: Partial<Dpm["spec"]>): void {
  const causes = schedule.flatMap(({ days }, index) => {
    const field = `spec.schedule[${index}].days`;
    const detail = `${field} has 0 days; it must have between 1 and 7.`;
    return days.length > 0 ? [] : [{ field, code: "VALIDATION_FAILED", detail }];
  });
  if (causes.length > 0) throw refuse(400, "VALIDATION_FAILED", "The request has invalid fields.", { causes });
}

export class MockDpm {
  private revision = 2;
  private readonly spec: Dpm["spec"] = {
    mode: "APPLY",
    lowPercent: 45,
    highPercent: 81,
    wakeMinutes: 5,
    parkMinutes: 40,
    minimumUpMinutes: 30,
    spareHosts: 0,
    timeZone: "Europe/Berlin",
    schedule: [
      { days: ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"], from: "20:00", to: "06:00" },
      { days: ["SATURDAY", "SUNDAY"], from: "00:00", to: "00:00" },
    ],
    excludedHostIds: [],
  };

  constructor(
    private readonly world: World,
    private readonly cluster: Cluster,
  ) {}

  route(method: string, path: readonly string[], body: Record<string, unknown>): Answer {
    const [head, hostId, , verb] = path;
    if (!head && method === "PATCH") {
      const said = body.spec as Partial<Dpm["spec"]>;
      refuseHours(said);
      Object.assign(this.spec, said);
      this.revision += 1;
    }
    if (!head || head === "actions") return { status: 200, body: this.view() };
    if (head === "recommendations") return { status: 200, body: { items: [], nextCursor: null, totalCount: 0 } };
    if (head === "history") return { status: 200, body: this.spans() };
    if (head === "savings") return { status: 200, body: this.savings() };
    if (head !== "hosts") throw refuse(404, "NOT_FOUND", `No such path: ${path.join("/")}`);
    if (verb === "wake" && hostId) {
      const task = newTask("dpm.wake", [{ kind: "host", id: hostId, name: "" }], ["dpm.switch-on"]);
      this.world.put("task", task, "CREATED");
      return { status: 202, body: task };
    }
    return {
      status: 200,
      body: this.hosts().map((host, index, all) => this.host(host, index, index === all.length - 1)),
    };
  }

  private hosts(): Host[] {
    return [...this.world.objects.host.values()].filter(({ spec }) => spec.clusterId === this.cluster.metadata.id);
  }

  private view(): Dpm {
    return {
      clusterId: this.cluster.metadata.id,
      revision: this.revision,
      spec: this.spec,
      status: {
        asleepHosts: 1,
        movingHosts: 0,
        failedHosts: 0,
        maySleepNow: true,
        openRecommendations: 0,
        lastRound: {
          id: "00000000-0000-0000-0000-00000000d001",
          clusterId: this.cluster.metadata.id,
          at: ago(0),
          verdict: "RESTS",
          detail: "",
          loadPercent: 54.6,
          awakeHosts: this.hosts().length - 1,
          asleepHosts: 1,
          steadySince: ago(48),
          hosts: null,
          tookMs: 4,
        },
      },
    };
  }

  private host({ metadata: { id, name } }: Host, index: number, isAsleep: boolean): PowerHost {
    const why = isAsleep ? ASLEEP : (REASONS[index % REASONS.length] ?? ASLEEP);
    const proven = why.code !== "never-woken";
    return {
      hostId: id,
      hostName: name,
      state: isAsleep ? "ASLEEP" : "AWAKE",
      since: ago(isAsleep ? HOURS_A_NIGHT : 2 * HOURS_A_NIGHT),
      reason: why,
      why: why.text,
      excluded: this.spec.excludedHostIds.includes(id),
      powerControlled: true,
      powerState: isAsleep ? "OFF" : "ON",
      proven,
      provenDetail: "",
      learnedWakeSeconds: proven ? 184 : null,
      watts: isAsleep ? 6 : 142,
      wattsSource: "MEASURED",
      idleWatts: WH_PER_HOUR,
      taskId: null,
      allowedActions: isAsleep ? ["wake"] : [],
    };
  }

  private spans(): PowerSpan[] {
    const host = this.hosts().at(-1);
    if (!host) return [];
    const span = (beganAt: string, endedAt: string | null): PowerSpan => ({
      hostId: host.metadata.id,
      hostName: host.metadata.name,
      state: "ASLEEP",
      reason: ASLEEP.text,
      beganAt,
      endedAt,
    });
    return [span(ago(24 + HOURS_A_NIGHT), ago(20)), span(ago(HOURS_A_NIGHT), null)];
  }

  private savings(): PowerSavings {
    const asleepSeconds = (HOURS_A_NIGHT * HOUR_MS) / 1000;
    return {
      from: ago(24),
      to: ago(0),
      hours: [],
      total: {
        asleepSeconds,
        drawnWh: 6 * HOURS_A_NIGHT,
        savedWh: (WH_PER_HOUR - 6) * HOURS_A_NIGHT,
        measuredSeconds: asleepSeconds,
        modelledSeconds: 0,
        unknownSeconds: 0,
      },
    };
  }
}
