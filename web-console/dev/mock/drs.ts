/** Balancing in the mock: hours of rounds, a plan to decide about, what was moved before, and a replay. */
import type { Cluster, Drs, DrsRound, HostEffect, Recommendation, Vm } from "../../src/api/types";
import { refuse, type Answer } from "./api";
import { newId, newTask, type World } from "./world";

const MINUTE_MS = 60_000;
const ROUNDS = 240;
/** While a plan was carried out nobody looked. */
const GAP: readonly [number, number] = [120, 132];
const STEP_MS = 1_500;
const TRIGGERS: readonly (number | null)[] = [null, 0.4, 0.3, 0.2, 0.14];
const TARGETS: readonly (number | null)[] = [null, 0.3, 0.2, 0.14, 0.0999];

const page = <T>(items: T[]) => ({ items, nextCursor: null, totalCount: items.length });
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

export class MockDrs {
  private readonly spec: Drs["spec"] = { mode: "RECOMMEND", level: 3, coolDownMinutes: 30, patienceMinutes: 2 };
  private revision = 4;
  private taskId: string | null = null;
  private readonly rounds: DrsRound[];
  private readonly all: Recommendation[];
  private kept: { vmId: string; vmName: string; since: string; requestedBy: string }[] = [];

  constructor(
    private readonly world: World,
    private readonly cluster: Cluster,
  ) {
    this.rounds = Array.from({ length: ROUNDS }, (_, index) => round(ROUNDS - index, this.spec.level)).filter(
      (_, index) => index < GAP[0] || index > GAP[1],
    );
    this.all = this.seed();
    const spared = this.vmsOn(1).at(-1);
    if (spared) this.keep(spared.metadata.id, spared.metadata.name);
    this.replay(["level0", "level1", "level2", "level3", "level4", "level5"]);
  }

  route(method: string, path: readonly string[], query: URLSearchParams, body: Record<string, unknown>): Answer {
    const [head, id, , verb] = path;
    if (!head && method === "PATCH") return this.change(body.spec ?? {});
    if (!head) return { status: 200, body: this.view() };
    if (head === "rounds") {
      const limit = Number(query.get("limit") ?? "200");
      return { status: 200, body: page([...this.rounds].reverse().slice(0, limit)) };
    }
    if (head === "exclusions" && method === "DELETE") {
      this.kept = this.kept.filter(({ vmId }) => vmId !== id);
      return { status: 204 };
    }
    if (head === "exclusions") return { status: 200, body: this.kept };
    if (head === "replays") return { status: 202, body: this.replay([]) };
    if (head === "actions" && id === "run") {
      this.rounds.push(round(0, this.spec.level));
      return { status: 200, body: this.view() };
    }
    if (head === "actions") return this.carryOut(this.all.filter(({ state }) => state === "OPEN"));
    if (!id) return { status: 200, body: page(this.listed(query.get("filter") ?? "")) };
    const one = this.all.find((known) => known.id === id);
    if (!one) throw refuse(404, "DRS_RECOMMENDATION_NOT_FOUND", `There is no recommendation ${id}.`);
    if (verb === "accept") return this.carryOut([one]);
    if (verb === "snooze") {
      const hours = Number(body.hours);
      this.set(one, "SNOOZED", { snoozedUntil: new Date(Date.now() + hours * 60 * MINUTE_MS).toISOString() });
    }
    if (verb === "never-move") {
      this.keep(one.vmId, one.vmName);
      this.set(one, "DECLINED", { allowedActions: [], endedAt: new Date().toISOString() });
    }
    return { status: 200, body: one };
  }

  private view(): Drs {
    return {
      clusterId: this.cluster.metadata.id,
      revision: this.revision,
      spec: this.spec,
      status: {
        triggerImbalance: TRIGGERS[this.spec.level - 1] ?? null,
        targetImbalance: TARGETS[this.spec.level - 1] ?? null,
        openRecommendations: this.all.filter(({ state }) => state === "OPEN").length,
        taskId: this.taskId,
        lastRound: this.rounds.at(-1) ?? null,
      },
    };
  }

  private change(spec: Partial<Drs["spec"]>): Answer {
    Object.assign(this.spec, spec);
    this.revision += 1;
    const { id, name } = this.cluster.metadata;
    this.world.tell("drs", { id, name, revision: this.revision }, this.view(), "CHANGED");
    return { status: 200, body: this.view() };
  }

  /** Only as much of the filter as the console uses: the states in it. */
  private listed(filter: string): Recommendation[] {
    const states = [...filter.matchAll(/"([A-Z]+)"/g)].map(([, state]) => state);
    return this.all.filter(({ state }) => states.length === 0 || states.includes(state));
  }

  private keep(vmId: string, vmName: string): void {
    this.kept.push({ vmId, vmName, since: ago(90), requestedBy: "admin" });
  }

  private set(one: Recommendation, state: Recommendation["state"], more: Partial<Recommendation> = {}): void {
    Object.assign(one, { state, revision: one.revision + 1, updatedAt: new Date().toISOString() }, more);
    const { id, vmName, revision } = one;
    this.world.tell("drs-recommendation", { id, name: vmName, revision }, one, "CHANGED");
  }

  private carryOut(accepted: readonly Recommendation[]): Answer {
    if (accepted.length === 0) throw refuse(409, "DRS_NOTHING_OPEN", "Nothing is recommended in this cluster now.");
    const { id, name } = this.cluster.metadata;
    const task = newTask("drs.apply", [{ kind: "drs", id, name }], ["drs.move-wave"]);
    task.state = "RUNNING";
    this.taskId = task.metadata.id;
    this.world.put("task", task, "CREATED");
    for (const one of accepted)
      this.set(one, "MOVING", { taskId: this.taskId, allowedActions: [], decidedBy: "admin" });
    setTimeout(() => {
      for (const one of accepted)
        this.set(one, "MOVED", {
          endedAt: new Date().toISOString(),
          measured: { totalMs: 2_140, pauseMs: 41, transferredBytes: 402_653_184 },
        });
      this.taskId = null;
      task.state = "SUCCEEDED";
      task.endedAt = new Date().toISOString();
      this.world.put("task", task);
    }, STEP_MS).unref();
    return { status: 202, body: task };
  }

  /** A replay; with `ended`, one that has been made. */
  private replay(ended: readonly string[]) {
    const { id, name } = this.cluster.metadata;
    const task = newTask("drs.replay", [{ kind: "cluster", id, name }], ["drs.replay-level"]);
    const end = () => {
      task.state = "SUCCEEDED";
      task.endedAt = new Date().toISOString();
      task.result = replayed();
      this.world.put("task", task);
    };
    task.state = "RUNNING";
    this.world.put("task", task, "CREATED");
    if (ended.length > 0) end();
    else setTimeout(end, STEP_MS).unref();
    return task;
  }

  private vmsOn(place: number): Vm[] {
    const host = [...this.world.objects.host.values()][place];
    return [...this.world.objects.vm.values()].filter(({ status }) => status.hostId === host?.metadata.id);
  }

  private seed(): Recommendation[] {
    const [source, target] = [...this.world.objects.host.values()];
    if (!source || !target) return [];
    const [first, second, third = second] = this.vmsOn(0);
    const [moved, back = moved] = this.vmsOn(1);
    const make = (vm: Vm | undefined, more: Partial<Recommendation>): Recommendation[] =>
      vm
        ? [
            {
              id: newId(),
              clusterId: this.cluster.metadata.id,
              revision: 1,
              createdAt: ago(6),
              updatedAt: ago(6),
              state: "OPEN",
              detail: "",
              vmId: vm.metadata.id,
              vmName: vm.metadata.name,
              sourceHostId: source.metadata.id,
              sourceHostName: source.metadata.name,
              targetHostId: target.metadata.id,
              targetHostName: target.metadata.name,
              wave: 0,
              reasonKind: "evens",
              reason: "the cluster gets more even: 0.3541 to 0.2218, for copying 512 MiB",
              effect: effect([source.metadata.name, target.metadata.name], 0.3541, 0.2218),
              decidedBy: "",
              snoozedUntil: null,
              taskId: null,
              migrationTaskId: null,
              endedAt: null,
              measured: null,
              outcome: null,
              outcomeFigures: null,
              allowedActions: ["accept", "snooze", "never-move"],
              ...more,
            },
          ]
        : [];
    const gone = { state: "MOVED" as const, decidedBy: "DRS", allowedActions: [] };
    const cost = { totalMs: 3_810, pauseMs: 38, transferredBytes: 640_221_184 };
    const figures = (ready: number, from: number, to: number) => ({
      before: { readyShare: ready, sourceCpuShare: from, targetCpuShare: to },
      after: { readyShare: 0.01, sourceCpuShare: 0.58, targetCpuShare: 0.52 },
    });
    return [
      ...make(first, {
        reasonKind: "cools",
        reason: `${source.metadata.name} is hot: CPU 93 %, above 80 % VMs begin to wait`,
      }),
      ...make(second, {
        wave: 1,
        effect: effect([source.metadata.name, target.metadata.name], 0.2218, 0.1804),
        reason: "the cluster gets more even: 0.2218 to 0.1804, for copying 512 MiB",
      }),
      ...make(third, { wave: 1, state: "SNOOZED", snoozedUntil: new Date(Date.now() + 3_600_000).toISOString() }),
      ...make(moved, {
        ...gone,
        endedAt: ago(130),
        measured: cost,
        outcome: "HELPED",
        outcomeFigures: figures(0.14, 0.96, 0.31),
      }),
      ...make(back, { ...gone, endedAt: ago(131), measured: cost, outcome: "UNKNOWN" }),
      ...make(moved, {
        ...gone,
        endedAt: ago(200),
        measured: { ...cost, transferredBytes: null },
        outcome: "WORSE",
        outcomeFigures: figures(0.0, 0.61, 0.49),
      }),
      ...make(back, {
        ...gone,
        state: "FAILED",
        endedAt: ago(210),
        detail: "The migration ended after 3 attempts: the connection between the hosts was lost.",
      }),
    ];
  }
}

function effect(
  [source = "", target = ""]: readonly string[],
  before: number,
  after: number,
): Recommendation["effect"] {
  const host = (hostName: string, cpu: [number, number], memory: [number, number]): HostEffect => ({
    hostName,
    cpuShareBefore: cpu[0],
    cpuShareAfter: cpu[1],
    memoryShareBefore: memory[0],
    memoryShareAfter: memory[1],
  });
  return {
    imbalanceBefore: before,
    imbalanceAfter: after,
    hosts: [host(source, [0.93, 0.71], [0.52, 0.46]), host(target, [0.22, 0.44], [0.31, 0.37])],
    copiedMiB: 512,
    seconds: 4.3,
    expectedPauseMs: 42,
    rejected: [{ hostName: "n3", because: "would leave the cluster less even than n2: 0.2391" }],
    insteadOfIt: "cache-1 could have gone instead of it, and would have cost more",
  };
}

function round(minutesAgo: number, level: number): DrsRound {
  const imbalance = 0.24 + 0.1 * Math.sin(minutesAgo / 38) + 0.015 * Math.sin(minutesAgo * 2.1);
  const uneven = imbalance > (TRIGGERS[level - 1] ?? Infinity);
  return {
    id: `00000000-0000-7000-8000-${String(minutesAgo).padStart(12, "0")}`,
    clusterId: "00000000-0000-7000-8000-000000000001",
    at: ago(minutesAgo),
    level,
    verdict: uneven ? "EVENS" : "EVEN",
    imbalance,
    hotHosts: uneven ? 1 : 0,
    vmsWithoutSamples: 0,
    unservedMillicores: uneven ? 410 : 0,
    unevenSince: uneven ? ago(minutesAgo + 4) : null,
    migrations: uneven && minutesAgo % 20 === 0 ? 2 : 0,
    copiedMiB: uneven ? 1024 : 0,
    tookMs: 38,
  };
}

function replayed(): Record<string, unknown> {
  const level = (number: number, moves: number, imbalance: number, hot: number, unserved: number) => ({
    level: number,
    rounds: 10_080,
    roundsWithMoves: moves,
    moves,
    mostMovesOfOneVm: Math.min(1, moves),
    copiedGiB: moves * 0.7,
    busyHours: moves * 0.002,
    meanImbalance: imbalance,
    hotHostHours: hot,
    unservedCoreHours: unserved,
  });
  return {
    vms: 11,
    begin: ago(7 * 24 * 60),
    stepMinutes: 60,
    level0: level(0, 0, 0.3124, 41, 12.4),
    level1: level(1, 0, 0.3124, 41, 12.4),
    level2: level(2, 9, 0.2611, 17, 3.1),
    level3: level(3, 23, 0.2019, 6, 0.8),
    level4: level(4, 61, 0.1644, 5, 0.6),
    level5: level(5, 142, 0.1391, 5, 0.6),
  };
}
