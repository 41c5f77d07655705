/** What the mock manager does when asked: placements by free memory, tasks whose steps take a few hundred ms each. */
import type {
  Cluster,
  DryRun,
  Host,
  Image,
  Kind,
  Migration,
  Plan,
  Ranked,
  Refused as RefusedHost,
  Task,
  Vm,
} from "../../src/api/types";
import { refuse, type Answer } from "./api";
import { haState } from "./ha";
import { newHost, newImage, newNetwork, newPool, newTask, newVm, vmActions, type World } from "./world";

const STEPS: Record<string, string[]> = {
  create: ["vm.place", "vm.claim-ownership", "vm.create-disks", "vm.start-guest"],
  start: ["vm.choose-host", "vm.claim-ownership", "vm.start-guest"],
  shutdown: ["vm.shutdown-guest", "vm.release-ownership"],
  migrate: ["vm.place-target", "vm.prepare-target", "vm.send-memory", "vm.hand-over-ownership", "vm.confirm-arrival"],
};

type PowerState = Vm["status"]["powerState"];

const COURSE: Partial<Record<string, [PowerState, PowerState]>> = {
  start: ["STARTING", "RUNNING"],
  shutdown: ["STOPPING", "STOPPED"],
  stop: ["STOPPING", "STOPPED"],
  reset: ["RUNNING", "RUNNING"],
  pause: ["RUNNING", "PAUSED"],
  resume: ["PAUSED", "RUNNING"],
};

export class Operations {
  private readonly moves = new Map<string, Migration[]>();

  constructor(
    private readonly world: World,
    private readonly cluster: Cluster,
  ) {}

  migrations(vmId: string): Migration[] {
    return this.moves.get(vmId) ?? [];
  }

  create(kind: Kind, body: Record<string, unknown>, dryRun: boolean): Answer {
    const name = typeof body.name === "string" ? body.name : "";
    const spec = (body.spec ?? {}) as Record<string, unknown>;
    const taken = [...this.world.objects[kind].values()].some(
      (object) => object.metadata.name.toLowerCase() === name.toLowerCase(),
    );
    const violations: DryRun["violations"] = [];
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)) {
      violations.push({
        causes: [{ field: "name", detail: "1 to 63 letters, digits, dot, underscore or hyphen." }],
        code: "NAME_INVALID",
        detail: `“${name}” is not a name: 1 to 63 letters, digits, dot, underscore or hyphen, starting with a letter or digit.`,
      });
    } else if (taken)
      violations.push({
        causes: [{ field: "name", detail: `A ${kind} named ${name} exists already.` }],
        code: "NAME_TAKEN",
        detail: `A ${kind} named ${name} exists already.`,
      });
    if (kind === "vm") return this.createVm(name, body, spec, violations, dryRun);
    const first = violations[0];
    if (dryRun) return { status: 200, body: { wouldSucceed: !first, violations, plan: null } };
    if (first)
      throw refuse(first.code === "NAME_TAKEN" ? 409 : 400, first.code, first.detail, {
        causes: violations.flatMap((each) => each.causes),
      });
    if (kind === "image") return this.createImage(name, spec);
    const object = kind === "pool" ? newPool(this.cluster) : newNetwork(this.cluster, name, Number(spec.vlan));
    object.metadata.name = name;
    Object.assign(object.spec, spec);
    const hosts = [...this.world.objects.host.values()];
    object.status.hosts = hosts.map((host) => ({
      hostId: host.metadata.id,
      state: "READY",
      reachable: true,
      detail: "",
    }));
    this.world.put(kind, object, "CREATED");
    const task = this.run(
      newTask(`${kind}.create`, [{ kind, id: object.metadata.id, name }], ["prepare", "attach"]),
      () => undefined,
    );
    return { status: 202, body: { [kind]: object, task } };
  }

  private createVm(
    name: string,
    body: Record<string, unknown>,
    spec: Record<string, unknown>,
    violations: DryRun["violations"],
    dryRun: boolean,
  ): Answer {
    const memoryMiB = Number(spec.memoryMiB ?? 512);
    const plan = this.placement(memoryMiB, null);
    if (!plan.chosenHostId)
      violations.push({ code: "PLACEMENT_NO_HOST", detail: `No host has ${memoryMiB} MiB free.`, causes: [] });
    if (dryRun) return { status: 200, body: { wouldSucceed: violations.length === 0, violations, plan } };
    const first = violations[0];
    if (first) throw refuse(409, first.code, first.detail, { causes: violations.flatMap((each) => each.causes) });
    const host = this.world.objects.host.get(plan.chosenHostId ?? "") ?? null;
    const { ha, ...rest } = spec;
    const vm = newVm(name, host, { ...rest, state: "CREATING", labels: (body.labels ?? {}) as Record<string, string> });
    vm.spec.clusterId = this.cluster.metadata.id;
    Object.assign(vm.spec.ha, ha);
    vm.status.ha.state = haState(vm, []);
    this.world.put("vm", vm, "CREATED");
    const start = spec.start !== false;
    const task = this.run(newTask("vm.create", [{ kind: "vm", id: vm.metadata.id, name }], STEPS.create ?? []), () =>
      this.state(vm, start ? "RUNNING" : "STOPPED"),
    );
    return { status: 202, body: { vm, task } };
  }

  private createImage(name: string, spec: Record<string, unknown>): Answer {
    const pool = [...this.world.objects.pool.values()][0];
    if (!pool) throw refuse(404, "POOL_NOT_FOUND", "There is no pool.");
    const image = newImage(pool, name, {
      state: "AWAITING_UPLOAD",
      sizeBytes: null,
      virtualSizeBytes: null,
      sha256: null,
    });
    Object.assign(image.spec, spec);
    const fromUrl = image.spec.source.type === "URL";
    if (fromUrl) image.status.state = "IMPORTING";
    this.world.put("image", image, "CREATED");
    if (!fromUrl) return { status: 201, body: image };
    return { status: 202, body: { image, task: this.importImage(image) } };
  }

  upload(imageId: string): Answer {
    const image = this.world.objects.image.get(imageId);
    if (!image) throw refuse(404, "IMAGE_NOT_FOUND", `There is no image ${imageId}.`);
    image.status.state = "IMPORTING";
    this.world.put("image", image);
    return { status: 202, body: this.importImage(image) };
  }

  private importImage(image: Image): Task {
    const { id, name } = image.metadata;
    return this.run(newTask("image.import", [{ kind: "image", id, name }], ["image.transfer", "image.convert"]), () => {
      Object.assign(image.status, {
        state: "READY",
        sizeBytes: 41_943_040,
        virtualSizeBytes: 1_073_741_824,
        sha256: "ab".repeat(32),
      });
      this.world.put("image", image);
    });
  }

  act(kind: Kind, id: string, verb: string, body: Record<string, unknown>, dryRun: boolean): Answer {
    if (kind === "task") return this.cancel(id);
    if (kind === "host") return this.hostAction(id, verb);
    const vm = this.world.objects.vm.get(id);
    if (!vm) throw refuse(404, "VM_NOT_FOUND", `There is no VM ${id}.`);
    if (dryRun) {
      const plan = this.placement(vm.spec.memoryMiB, verb === "migrate" ? vm.status.hostId : null);
      return { status: 200, body: { wouldSucceed: plan.chosenHostId !== null, violations: [], plan } };
    }
    if (!vm.allowedActions.includes(verb)) {
      throw refuse(
        409,
        "VM_WRONG_STATE",
        `VM ${vm.metadata.name} is ${vm.status.powerState}: ${verb} is not possible now.`,
      );
    }
    if (verb === "migrate") return { status: 202, body: this.migrate(vm, body.targetHostId as string | undefined) };
    const [during, after] = COURSE[verb] ?? ["RUNNING", "RUNNING"];
    this.state(vm, during);
    if (after === "RUNNING" && !vm.status.hostId) this.settle(vm, this.placement(vm.spec.memoryMiB, null).chosenHostId);
    const task = this.run(
      newTask(`vm.${verb}`, [{ kind: "vm", id, name: vm.metadata.name }], STEPS[verb] ?? [verb]),
      () => {
        if (after === "STOPPED") this.settle(vm, null);
        this.state(vm, after);
      },
    );
    return { status: 202, body: task };
  }

  private settle(vm: Vm, hostId: string | null | undefined): void {
    const host = this.world.objects.host.get(hostId ?? "");
    vm.status.hostId = host?.metadata.id ?? null;
    vm.status.hostName = host?.metadata.name ?? null;
    vm.status.epoch += 1;
  }

  private migrate(vm: Vm, wish: string | undefined): Task {
    const plan = this.placement(vm.spec.memoryMiB, vm.status.hostId);
    const target = wish ?? plan.chosenHostId;
    const source = vm.status.hostId ?? "";
    const total = vm.spec.memoryMiB * 440_000;
    this.state(vm, "MIGRATING");
    const { id, name } = vm.metadata;
    return this.run(
      newTask("vm.migrate", [{ kind: "vm", id, name }], STEPS.migrate ?? []),
      (task) => {
        this.settle(vm, target);
        task.result = {
          totalMs: 3180,
          downtimeMs: 64,
          transferredBytes: total,
          sourceHostId: source,
          targetHostId: target,
        };
        const move: Migration = {
          id: task.metadata.id,
          taskId: task.metadata.id,
          detail: "",
          sourceHostName: this.world.objects.host.get(source)?.metadata.name ?? "",
          targetHostName: vm.status.hostName ?? "",
          sourceHostId: source,
          targetHostId: target ?? "",
          startedAt: task.startedAt ?? "",
          endedAt: new Date().toISOString(),
          outcome: "SUCCEEDED",
          totalMs: 3180,
          downtimeMs: 64,
          transferredBytes: total,
        };
        this.moves.set(id, [move, ...this.migrations(id)]);
        this.state(vm, "RUNNING");
      },
      total,
    );
  }

  private state(vm: Vm, state: PowerState): void {
    vm.status.powerState = state;
    vm.status.since = new Date().toISOString();
    vm.status.addresses = state === "RUNNING" ? ["10.77.0.42"] : [];
    vm.allowedActions = vmActions(state);
    this.world.put("vm", vm);
  }

  private placement(memoryMiB: number, without: string | null): Plan & { chosenHostId: string | null } {
    const ranked: Ranked[] = [];
    const refused: RefusedHost[] = [];
    for (const host of this.world.objects.host.values()) {
      const { id: hostId, name: hostName } = host.metadata;
      const free = host.status.memoryMiB - (host.status.memoryUsedMiB ?? 0) - 1000 * (ranked.length + 1);
      if (host.status.state !== "READY") {
        refused.push({
          hostId,
          hostName,
          refusals: [{ check: "state", need: null, free: null, unit: null, detail: `Host is ${host.status.state}.` }],
        });
      } else if (hostId === without) {
        refused.push({
          hostId,
          hostName,
          refusals: [{ check: "excluded", need: null, free: null, unit: null, detail: "The VM runs here now." }],
        });
      } else if (free < memoryMiB) {
        refused.push({
          hostId,
          hostName,
          refusals: [
            { check: "memory", need: memoryMiB, free, unit: "MiB", detail: `needs ${memoryMiB} MiB, ${free} MiB free` },
          ],
        });
      } else {
        ranked.push({
          hostId,
          hostName,
          score: Math.round((free / host.status.memoryMiB) * 100),
          reasons: [`${free - memoryMiB} MiB free afterwards`, "CPU model fits"],
          parts: [],
        });
      }
    }
    ranked.sort((a, b) => b.score - a.score);
    return { ranked, refused, chosenHostId: ranked[0]?.hostId ?? null };
  }

  private hostAction(id: string, verb: string): Answer {
    const host = this.world.objects.host.get(id);
    if (!host) throw refuse(404, "HOST_NOT_FOUND", `There is no host ${id}.`);
    const task = this.run(newTask(`host.${verb}`, [{ kind: "host", id, name: host.metadata.name }], [verb]), () => {
      if (verb === "revoke") {
        host.status.state = "REVOKED";
        host.allowedActions = ["remove"];
      }
      this.world.put("host", host);
    });
    return { status: 202, body: task };
  }

  /** A host that used the join token: it appears, checks itself, and becomes ready. */
  enrol(): void {
    const pools = [...this.world.objects.pool.keys()];
    const host: Host = newHost(`n${this.world.objects.host.size + 1}`, this.cluster, "10.66.0.19", pools);
    const checks = host.status.checks;
    host.status.state = "CONNECTING";
    host.status.checks = [];
    this.world.put("host", host, "CREATED");
    const stages = [
      () => (host.status.checks = checks.slice(0, 3)),
      () => (host.status.checks = checks),
      () => (host.status.state = "READY"),
    ];
    stages.forEach((stage, index) => {
      setTimeout(
        () => {
          stage();
          this.world.put("host", host);
        },
        1500 * (index + 1),
      ).unref();
    });
  }

  private cancel(id: string): Answer {
    const task = this.world.objects.task.get(id);
    if (!task?.cancellable) throw refuse(409, "TASK_NOT_CANCELLABLE", "This task cannot be cancelled any more.");
    task.state = "CANCELLED";
    task.cancellable = false;
    task.endedAt = new Date().toISOString();
    this.world.put("task", task);
    return { status: 202, body: task };
  }

  change(kind: Kind, id: string, body: Record<string, unknown>): Answer {
    const object = this.world.objects[kind].get(id);
    if (!object) throw refuse(404, "NOT_FOUND", "Gone.");
    if (typeof body.name === "string") object.metadata.name = body.name;
    if (body.labels) object.metadata.labels = body.labels as Record<string, string>;
    if (body.spec && "spec" in object) {
      const { ha, resources, ...spec } = body.spec as { ha?: Record<string, unknown>; resources?: object };
      Object.assign(object.spec, spec);
      if (resources && "resources" in object.spec) Object.assign(object.spec.resources, resources);
      if (ha && "ha" in object.spec) this.changeHa(object as Cluster | Vm, ha);
    }
    this.world.put(kind, object);
    return { status: 200, body: object };
  }

  private changeHa(object: Cluster | Vm, ha: Record<string, unknown>): void {
    const failures = ha.hostFailuresToTolerate;
    if (typeof failures === "number" && failures > 31) {
      const field = "spec.ha.hostFailuresToTolerate";
      const detail = `${field} is ${failures}; it must be 0 to 31.`;
      throw refuse(400, "VALIDATION_FAILED", detail, { causes: [{ field, code: "VALIDATION_FAILED", detail }] });
    }
    Object.assign(object.spec.ha, ha);
    if ("powerState" in object.status) {
      const vm = object as Vm;
      vm.status.ha.state = haState(vm, vm.status.ha.reasons);
    }
  }

  remove(kind: Kind, id: string): Answer {
    const object = this.world.objects[kind].get(id);
    if (!object) throw refuse(404, "NOT_FOUND", "Gone.");
    const task = this.run(newTask(`${kind}.delete`, [{ kind, id, name: object.metadata.name }], ["delete"]), () =>
      this.world.delete(kind, id),
    );
    return { status: 202, body: task };
  }

  private run(task: Task, done: (task: Task) => void, bytesTotal?: number): Task {
    const stepMs = bytesTotal ? 900 : 450;
    this.world.put("task", task, "CREATED");
    const advance = (index: number) => {
      if (task.state === "CANCELLED") return;
      const now = new Date().toISOString();
      task.state = "RUNNING";
      task.startedAt ??= now;
      const before = task.steps[index - 1];
      if (before) Object.assign(before, { state: "DONE", percent: 100, endedAt: now });
      const current = task.steps[index];
      task.progress = { percent: Math.round((index / task.steps.length) * 100), detail: "" };
      if (bytesTotal)
        Object.assign(task.progress, {
          bytesDone: Math.round((bytesTotal * index) / task.steps.length),
          bytesTotal,
          bytesPerSecond: 71_303_168,
        });
      if (current) {
        Object.assign(current, { state: "RUNNING", startedAt: now });
        setTimeout(() => advance(index + 1), stepMs).unref();
      } else {
        task.state = "SUCCEEDED";
        task.endedAt = now;
        task.cancellable = false;
        done(task);
      }
      this.world.put("task", task);
    };
    setTimeout(() => advance(0), 150).unref();
    return task;
  }
}
