/** HA in the mock: how it stands, what would happen, what has happened, and the word that a host is off. */
import type { Cluster, ClusterHaState, Forecast, Host, Incident, Vm } from "../../src/api/types";
import { refuse, type Answer } from "./api";
import { newId, type World } from "./world";

const PRIORITIES: Vm["spec"]["ha"]["priority"][] = ["HIGHEST", "HIGH", "MEDIUM", "LOW", "LOWEST"];

export class MockHa {
  private readonly incidents: Incident[];

  constructor(
    private readonly world: World,
    cluster: Cluster,
  ) {
    this.incidents = seedIncidents(world, cluster);
  }

  incident(id: string | undefined): Answer {
    if (!id) {
      const items = this.incidents.map((incident) => ({ ...incident, timeline: [], names: [] }));
      return { status: 200, body: { items, nextCursor: null, totalCount: items.length } };
    }
    const incident = this.incidents.find((each) => each.id === id);
    if (!incident) throw refuse(404, "HA_INCIDENT_NOT_FOUND", `There is no HA incident ${id}.`);
    return { status: 200, body: incident };
  }

  ofCluster(id: string, sub: string | undefined, query: URLSearchParams): Answer {
    const cluster = this.world.objects.cluster.get(id);
    if (!cluster) throw refuse(404, "CLUSTER_NOT_FOUND", `There is no cluster ${id}.`);
    if (!sub) return { status: 200, body: this.state(cluster) };
    return { status: 200, body: this.forecast(this.host(query.get("hostDown") ?? "")) };
  }

  confirmDead(id: string, body: Record<string, unknown>, dryRun: boolean): Answer {
    const host = this.host(id);
    if (body.hostName !== host.metadata.name) {
      const detail = "hostName must be the name of the host, exactly as it is written.";
      throw refuse(400, "VALIDATION_FAILED", detail, { causes: [{ field: "hostName", detail }] });
    }
    const alive = host.status.state === "READY" || host.status.state === "CONNECTING";
    const detail = `Host ${host.metadata.name} cannot be confirmed dead: its agent answers the manager.`;
    if (dryRun) {
      const violations = alive ? [{ code: "HOST_ALIVE", detail, causes: [] }] : [];
      return { status: 200, body: { wouldSucceed: !alive, violations, plan: alive ? null : this.forecast(host) } };
    }
    if (alive) throw refuse(409, "HOST_ALIVE", detail);
    return { status: 200, body: this.forecast(host) };
  }

  private host(id: string): Host {
    const host = this.world.objects.host.get(id);
    if (!host) throw refuse(404, "HOST_NOT_FOUND", `There is no host ${id} in the cluster.`);
    return host;
  }

  private state(cluster: Cluster): ClusterHaState {
    const { ha } = cluster.spec;
    const hosts = [...this.world.objects.host.values()];
    const vms = [...this.world.objects.vm.values()];
    const count = (state: Vm["status"]["ha"]["state"]) => vms.filter((vm) => vm.status.ha.state === state).length;
    const alarms = alarmsOf(cluster, hosts, vms);
    return {
      clusterId: cluster.metadata.id,
      enabled: ha.enabled,
      armed: ha.armed,
      effective: alarms.every((alarm) => !alarm.blocking),
      leaderHostId: hosts[1]?.metadata.id ?? null,
      hostFailuresToTolerate: ha.hostFailuresToTolerate,
      failuresTolerated: ha.hostFailuresToTolerate <= 1,
      vms: {
        wanted: vms.filter((vm) => vm.spec.ha.protected).length,
        protectedNow: count("PROTECTED"),
        unprotected: count("UNPROTECTED"),
        restarting: count("RESTARTING"),
      },
      alarms,
      hosts: hosts.map((host, index) => ({
        hostId: host.metadata.id,
        name: host.metadata.name,
        agentConnected: host.status.state === "READY",
        beatAgeMs: host.status.state === "READY" ? 240 + 170 * index : 2_412_000,
        slotPoolIds: host.status.ha?.slotPoolIds ?? [],
        notCapable: [],
        known: host.status.ha !== null,
        fenced: host.status.state === "DISCONNECTED",
        evidence: null,
      })),
    };
  }

  private forecast(host: Host): Forecast {
    const here = [...this.world.objects.vm.values()].filter((vm) => vm.status.hostId === host.metadata.id);
    const targets = [...this.world.objects.host.values()].filter(
      (each) => each !== host && each.status.state === "READY",
    );
    const wanted = here
      .filter((vm) => vm.spec.ha.protected)
      .sort((a, b) => PRIORITIES.indexOf(a.spec.ha.priority) - PRIORITIES.indexOf(b.spec.ha.priority));
    const cluster = this.world.objects.cluster.get(host.spec.clusterId);
    const fits = (vm: Vm) => vm.spec.memoryMiB < 4096;
    return {
      hostId: host.metadata.id,
      hostName: host.metadata.name,
      acting: cluster ? cluster.spec.ha.enabled && cluster.spec.ha.armed : false,
      doubt: null,
      restarts: wanted.filter(fits).map((vm, index) => ({
        vmId: vm.metadata.id,
        vmName: vm.metadata.name,
        priority: vm.spec.ha.priority,
        targetHostId: targets[index % targets.length]?.metadata.id ?? "",
        targetHostName: targets[index % targets.length]?.metadata.name ?? "",
        after: vm.spec.ha.restartAfter,
      })),
      notRestarted: wanted
        .filter((vm) => !fits(vm))
        .map((vm) => ({
          vmId: vm.metadata.id,
          vmName: vm.metadata.name,
          reason: `No host has ${vm.spec.memoryMiB} MiB free: n1 has 3277 MiB, n2 has 2866 MiB.`,
        })),
      unprotected: here
        .filter((vm) => !vm.spec.ha.protected)
        .map((vm) => ({ vmId: vm.metadata.id, vmName: vm.metadata.name, reason: "Nobody wants it protected." })),
    };
  }
}

function alarmsOf({ spec: { ha } }: Cluster, hosts: Host[], vms: Vm[]): ClusterHaState["alarms"] {
  if (!ha.enabled) return [{ code: "HA_OFF", detail: "HA is off in the cluster.", blocking: true, hostId: null }];
  const alarms: ClusterHaState["alarms"] = [];
  const warn = (code: string, detail: string, hostId: string | null = null) =>
    alarms.push({ code, detail, blocking: false, hostId });
  if (!ha.armed) {
    const detail = "HA is disarmed: agents watch, and restart nothing.";
    alarms.push({ code: "HA_DISARMED", detail, blocking: true, hostId: null });
  }
  for (const host of hosts.filter(({ status }) => status.state === "DISCONNECTED")) {
    const { id, name } = host.metadata;
    warn("HOST_SILENT", `Host ${name} does not renew its beat in ZooKeeper.`, id);
  }
  const names = vms.filter((vm) => vm.status.ha.state === "UNPROTECTED").map((vm) => vm.metadata.name);
  if (names.length > 0) {
    warn("VMS_NOT_RESTARTABLE", `${names.length} VMs are to be protected and are not: ${names.join(", ")}.`);
  }
  if (ha.hostFailuresToTolerate > 1) {
    warn(
      "ADMISSION_BROKEN",
      `${ha.hostFailuresToTolerate} host failures are to be tolerated and are not: in 3 of 6 cases some of the protected VMs would not be restarted.`,
    );
  }
  return alarms;
}

/** What a host that can do HA says of itself. */
export function hostHa(poolIds: string[]): NonNullable<Host["status"]["ha"]> {
  return {
    capable: true,
    reasons: [],
    cgroupV2: true,
    enforcers: 2,
    beatRenewed: true,
    slotPoolIds: poolIds,
    leaseMs: 4000,
    leaseHeld: true,
    leasePhase: "HOLDING",
    marginMs: 3200,
    hardwareWatchdog: false,
    quarantinedUntil: null,
  };
}

/** Says what HA is to do for a VM, and what the manager would find of it. */
export function protect(vm: Vm, ha: Partial<Vm["spec"]["ha"]>, reasons: Vm["status"]["ha"]["reasons"] = []): void {
  Object.assign(vm.spec.ha, { protected: true }, ha);
  vm.status.ha = { state: haState(vm, reasons), reasons };
}

export function haState(vm: Vm, reasons: Vm["status"]["ha"]["reasons"]): Vm["status"]["ha"]["state"] {
  if (!vm.spec.ha.protected) return "OFF";
  if (vm.status.powerState === "STOPPED") return "NOT_RUNNING";
  return reasons.length > 0 ? "UNPROTECTED" : "PROTECTED";
}

function seedIncidents(world: World, cluster: Cluster): Incident[] {
  const host = [...world.objects.host.values()].find(({ metadata }) => metadata.name === "n4");
  const pool = [...world.objects.pool.values()][0];
  if (!host || !pool) throw new Error("a lost host and a pool were seeded");
  const first = Date.now() - 40 * 60_000 - 385;
  const at = (afterMs: number) => new Date(first + afterMs).toISOString();
  const proof =
    "n4 runs nothing any more: its lease ran out; its beat has stood still for 5.5 s and its slots for 5.6 s, and a fresh read of its slots showed nothing new.";
  const moment = (afterMs: number, what: string, text: string) => ({ at: at(afterMs), what, text });
  const timeline = [
    moment(0, "SIGNAL_LOST", "The beat of n4 has stood still for 3.0 s."),
    moment(212, "SIGNAL_LOST", `The slot on pool ${pool.metadata.id} of n4 has stood still for 3.1 s.`),
    moment(2_716, "PROVED", proof),
    moment(2_791, "TAKEN_OVER", "The fence of n4 is up and its VMs have new owners."),
    moment(2_798, "ORDER", "The VMs start in this order: queue-1, shop-1."),
    moment(2_844, "ASSIGNED", "queue-1 is to start on n2 (epoch 3, attempt 1)."),
    moment(4_390, "UP", "queue-1 runs on n2."),
    moment(4_391, "WAITS", "shop-1 waits: it starts after queue-1, which is not ready yet."),
    moment(19_871, "READY", "queue-1 is ready on n2."),
    moment(19_902, "ASSIGNED", "shop-1 is to start on n3 (epoch 2, attempt 1)."),
    moment(21_655, "UP", "shop-1 runs on n3."),
    moment(33_140, "READY", "shop-1 is ready on n3."),
  ];
  const lost = incident(cluster, host, "host", timeline, { proof, ended: false });
  const vm = [...world.objects.vm.values()].find(({ metadata }) => metadata.name === "web-1");
  const panic = [
    {
      at: "2026-11-27T02:14:07.512Z",
      what: "FAILED",
      text: `${vm?.metadata.id ?? ""} failed on n1: the guest's operating system panicked. Failure 1 in a row; tried again at once.`,
    },
    { at: "2026-11-27T02:14:09.036Z", what: "UP", text: "web-1 runs on n1." },
    { at: "2026-11-27T02:14:31.244Z", what: "READY", text: "web-1 is ready on n1." },
  ];
  const names = vm ? [{ kind: "vm", id: vm.metadata.id, name: vm.metadata.name }] : [];
  return [lost, incident(cluster, null, "vm", panic, { ended: true, names })];
}

function incident(
  cluster: Cluster,
  host: Host | null,
  kind: string,
  timeline: Incident["timeline"],
  more: Partial<Incident>,
): Incident {
  return {
    id: newId(),
    kind,
    clusterId: cluster.metadata.id,
    hostId: host?.metadata.id ?? null,
    hostName: host?.metadata.name ?? "",
    proof: "",
    startedAt: timeline[0]?.at ?? "",
    lastAt: timeline.at(-1)?.at ?? "",
    ended: false,
    momentCount: timeline.length,
    leftOut: 0,
    revision: 1,
    timeline,
    names: [],
    ...more,
  };
}
