/** The mock manager's memory: made-up objects with the API's types, a change feed, and tasks that take their time. */
import type {
  ChangeEvent,
  Cluster,
  Host,
  Image,
  Kind,
  Network,
  ObjectOfKind,
  Pool,
  Task,
  TaskStep,
  Vm,
} from "../../src/api/types";

type Objects = { [K in Kind]: Map<string, ObjectOfKind[K]> };
type Listener = (id: number, event: ChangeEvent) => void;

let counter = 0;
export function newId(): string {
  counter += 1;
  return `0193a4c0-0000-7000-8000-${counter.toString(16).padStart(12, "0")}`;
}

export class World {
  readonly objects: Objects = {
    cluster: new Map(),
    host: new Map(),
    vm: new Map(),
    network: new Map(),
    pool: new Map(),
    image: new Map(),
    task: new Map(),
  };
  readonly log: { id: number; event: ChangeEvent }[] = [];
  private readonly listeners = new Set<Listener>();
  private sequence = 0;

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  position(): number {
    return this.sequence;
  }

  put<K extends Kind>(kind: K, object: ObjectOfKind[K], change: "CREATED" | "CHANGED" = "CHANGED"): void {
    object.metadata.revision += 1;
    object.metadata.updatedAt = new Date().toISOString();
    this.objects[kind].set(object.metadata.id, object as never);
    this.emit(kind, object, change);
  }

  delete(kind: Kind, id: string): void {
    const object = this.objects[kind].get(id);
    if (!object) return;
    this.objects[kind].delete(id);
    object.metadata.revision += 1;
    this.emit(kind, object, "DELETED");
  }

  private emit(kind: Kind, object: ObjectOfKind[Kind], change: ChangeEvent["data"]["change"]): void {
    this.tell(kind, object.metadata, object, change);
  }

  /** An event, also of a kind that the console keeps no collection of. */
  tell(
    kind: string,
    { id, name, revision }: { id: string; name: string; revision: number },
    object: object,
    change: ChangeEvent["data"]["change"],
  ): void {
    this.sequence += 1;
    const event: ChangeEvent = {
      specversion: "1.0",
      id: String(this.sequence),
      source: "/atoll",
      type: `io.atoll.${kind}.changed.v1`,
      subject: `${kind}s/${id}`,
      time: new Date().toISOString(),
      data: { revision, kind, id, name, change, object: change === "DELETED" ? null : { ...structuredClone(object) } },
    };
    this.log.push({ id: this.sequence, event });
    if (this.log.length > 5000) this.log.shift();
    for (const listener of this.listeners) listener(this.sequence, event);
  }
}

export function metadata(name: string, labels: Record<string, string> = {}) {
  const now = new Date().toISOString();
  return { id: newId(), name, labels, revision: 0, createdAt: now, updatedAt: now };
}

export function step(index: number, name: string, state: TaskStep["state"] = "PENDING", detail = ""): TaskStep {
  return { index, name, state, percent: state === "DONE" ? 100 : 0, detail, startedAt: null, endedAt: null };
}

export function newTask(kind: string, objects: Task["objects"], steps: string[]): Task {
  return {
    metadata: metadata(kind),
    kind,
    state: "QUEUED",
    progress: { percent: 0, detail: "" },
    steps: steps.map((name, index) => step(index, name)),
    objects,
    parentId: null,
    childCount: 0,
    requestedBy: "admin",
    createdAt: new Date().toISOString(),
    startedAt: null,
    endedAt: null,
    failure: null,
    result: null,
    cancellable: true,
    cancelRequested: false,
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  };
}

const VM_ACTIONS: Partial<Record<Vm["status"]["powerState"], string[]>> = {
  RUNNING: ["shutdown", "stop", "reset", "pause", "migrate", "console"],
  STOPPED: ["start", "delete"],
  PAUSED: ["resume", "stop", "reset", "console"],
  CRASHED: ["start", "delete"],
  FAILED: ["delete"],
  MIGRATING: ["console"],
};

export function vmActions(state: Vm["status"]["powerState"]): string[] {
  return VM_ACTIONS[state] ?? [];
}

export function newVm(
  name: string,
  host: Host | null,
  options: Partial<Vm["spec"]> & { state?: Vm["status"]["powerState"]; labels?: Record<string, string> } = {},
): Vm {
  const { state = host ? "RUNNING" : "STOPPED", labels = {}, ...spec } = options;
  const meta = metadata(name, labels);
  const octet = counter % 250;
  return {
    metadata: meta,
    spec: {
      clusterId: host?.spec.clusterId ?? "",
      description: "",
      vcpuCount: 1,
      memoryMiB: 512,
      imageId: null,
      poolId: "",
      cloudInit: null,
      resourcePoolId: null,
      resources: { cpuReservationMHz: 0, cpuLimitMHz: null, cpuShares: 1000, memoryReservationMiB: 0 },
      hardware: {
        cpuTopology: null,
        nestedVirtualization: false,
        firmware: "BIOS",
        secureBoot: false,
        tpm: false,
        bootOrder: ["DISK"],
      },
      disks: [],
      nics: [],
      ha: {
        protected: false,
        priority: "MEDIUM",
        restartAfter: [],
        isolationPolicy: "KEEP_RUNNING",
        storageLossPolicy: "RESTART_ELSEWHERE",
        healthPolicy: "PROCESS_ENDS_OR_GUEST_CRASHES",
      },
      ...spec,
    },
    status: {
      powerState: state,
      powerStateDetail: "",
      since: new Date(Date.now() - octet * 61_000).toISOString(),
      hostId: host?.metadata.id ?? null,
      hostName: host?.metadata.name ?? null,
      lastHostId: host?.metadata.id ?? null,
      epoch: 1,
      cpuModel: host ? "x86-64-v3" : null,
      cpuFeatures: host ? ["aes", "avx2", "sse4_2"] : [],
      conditions: [],
      addresses: host ? [`10.77.0.${octet + 2}`] : [],
      guestAgent: host !== null,
      guest: host && {
        osId: "debian",
        osName: "Debian GNU/Linux 12 (bookworm)",
        osVersion: "12",
        kernel: "6.1.0-27-amd64",
        machine: "x86_64",
        hostName: name,
        fileSystems: [{ mountPoint: "/", type: "ext4", totalBytes: 2_040_373_248, usedBytes: 1_288_490_188 }],
        cloudInit: "DONE",
        cloudInitDetail: "",
      },
      cpuUsedMillicores: host ? 40 : null,
      memoryResidentMiB: host ? 210 : null,
      dataAt: new Date().toISOString(),
      activeTaskId: null,
      placement: null,
      ha: { state: "OFF", reasons: [] },
      snapshots: { count: 0, chainDepth: 1, mergeDebtBytes: 0, currentId: null },
    },
    allowedActions: vmActions(state),
  };
}

/** HA as it is in a new cluster: off, with its figures. */
export function newClusterHa(): Cluster["spec"]["ha"] {
  return {
    enabled: false,
    armed: true,
    hostFailuresToTolerate: 1,
    admissionPolicy: "REFUSE",
    storageLossDelaySeconds: 60,
    restartAttempts: 5,
    guestSilenceSeconds: 120,
    firstRetryPauseSeconds: 30,
    longestRetryPauseSeconds: 1800,
    flapFailures: 3,
    flapWindowMinutes: 60,
    quarantineMinutes: 120,
    figures: {
      renewMs: 1000,
      acknowledgeMs: 1000,
      leaseMs: 4000,
      singleChannelLeaseMs: 20000,
      freezeMs: 2400,
      killBoundMs: 1000,
      marginMs: 400,
      windowMs: 5450,
      stormPercent: 30,
      startsPerHost: 4,
    },
  };
}

export function newHost(name: string, cluster: Cluster, address: string, poolIds: string[]): Host {
  return {
    metadata: metadata(name),
    spec: { clusterId: cluster.metadata.id, description: "" },
    status: {
      state: "READY",
      stateReason: "",
      since: new Date(Date.now() - 7_400_000).toISOString(),
      address,
      port: 7443,
      agentVersion: "0.1.0",
      qemuVersion: "10.0.2",
      accelerator: "TCG",
      acceleratorReason:
        "/dev/kvm opens, but /proc/cpuinfo shows neither vmx nor svm: guests would not boot under KVM.",
      cpuCount: 4,
      cpuModel: "AMD EPYC 7B13",
      memoryMiB: 8192,
      memoryUsedMiB: 2100,
      cpuUsedMillicores: 620,
      vmCount: 0,
      checks: [
        { name: "qemu-version", outcome: "OK", detail: "QEMU 10.0.2", fix: "" },
        {
          name: "accelerator",
          outcome: "WARNING",
          detail: "Software emulation (TCG): /proc/cpuinfo shows neither vmx nor svm.",
          fix: "Switch on virtualization in the firmware, or nested virtualization on the outer hypervisor.",
        },
        { name: "clock", outcome: "OK", detail: "3 ms from the manager's clock", fix: "" },
        { name: "ports", outcome: "OK", detail: "7443 and 49152-49215 are free", fix: "" },
        { name: "storage", outcome: "OK", detail: "/srv/atoll/pool is writable, O_DIRECT works", fix: "" },
      ],
      pools: poolIds.map((poolId) => ({ poolId, reachable: true, detail: "" })),
      networkMode: "BRIDGE",
      certificate: {
        serial: "5f:a1:09:3c:77:20:be:11",
        notAfter: new Date(Date.now() + 88 * 86_400_000).toISOString(),
      },
      lastSeenAt: new Date().toISOString(),
      clockSkewMs: 3,
      warnings: [],
      ha: null,
      maintenance: null,
      guestCpuModels: ["qemu64"],
      capabilities: ["hardware-options", "uefi"],
      powerSaving: null,
    },
    allowedActions: ["revoke", "rotate-certificate", "remove", "recheck"],
  };
}

export function newPool(cluster: Cluster): Pool {
  return {
    metadata: metadata("shared"),
    spec: { clusterId: cluster.metadata.id, description: "", type: "SHARED_DIRECTORY", path: "/srv/atoll/pool" },
    status: { state: "READY", stateDetail: "", capacityBytes: 214_748_364_800, usedBytes: 19_327_352_832, hosts: [] },
    allowedActions: ["delete"],
  };
}

export function newNetwork(cluster: Cluster, name: string, vlan: number): Network {
  return {
    metadata: metadata(name),
    spec: {
      clusterId: cluster.metadata.id,
      description: "",
      vlan,
      mtuBytes: 1500,
      subnetCidr: vlan === 0 ? "10.77.0.0/24" : `10.77.${vlan}.0/24`,
      gateway: vlan === 0 ? "10.77.0.1" : `10.77.${vlan}.1`,
      dnsServers: ["10.77.0.1"],
      addressing: "STATIC",
      rangeStart: "10.77.0.10",
      rangeEnd: "10.77.0.250",
      antiSpoofing: true,
    },
    status: { state: "READY", hosts: [], addressesUsed: 5, addressesTotal: 241 },
    allowedActions: ["delete"],
  };
}

export function newImage(pool: Pool, name: string, options: Partial<Image["status"]> = {}): Image {
  return {
    metadata: metadata(name),
    spec: {
      clusterId: pool.spec.clusterId,
      poolId: pool.metadata.id,
      format: "QCOW2",
      source: { type: "UPLOAD", url: null },
      sha256: null,
      osHint: "debian",
      description: "",
    },
    status: {
      state: "READY",
      sizeBytes: 41_943_040,
      virtualSizeBytes: 1_073_741_824,
      verified: false,
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      failure: null,
      uploadUrl: null,
      ...options,
    },
    allowedActions: ["delete"],
  };
}
