/** A small cluster on an ordinary night, with one thing of every kind that can need attention. */
import type { Cluster, Task } from "../../src/api/types";
import { hostHa, protect } from "./ha";
import { metadata, newClusterHa, newHost, newImage, newNetwork, newPool, newTask, newVm, World } from "./world";

export interface Seed {
  world: World;
  cluster: Cluster;
}

export function seed(extraVms: number): Seed {
  const world = new World();
  const cluster: Cluster = {
    metadata: metadata("default"),
    spec: { description: "Rack 12, hall B", cpuBaseline: "auto", cpuOvercommitRatio: 4, ha: newClusterHa() },
    status: {
      hostCount: 4,
      vmCount: 0,
      effectiveCpuBaseline: "EPYC-v4",
      memoryMiB: { capacity: 32768, committed: 9216 },
    },
    allowedActions: [],
  };
  cluster.spec.ha.enabled = true;
  world.put("cluster", cluster, "CREATED");
  const pool = newPool(cluster);
  const hosts = ["n1", "n2", "n3"].map((name, index) =>
    newHost(name, cluster, `10.66.0.1${index + 1}`, [pool.metadata.id]),
  );
  const lost = newHost("n4", cluster, "10.66.0.14", [pool.metadata.id]);
  lost.status.state = "DISCONNECTED";
  lost.status.stateReason =
    "The agent at 10.66.0.14:7443 cannot be reached: finishConnect(..) failed with error(-111): Connection refused.";
  lost.allowedActions = ["revoke", "remove"];
  hosts.push(lost);
  for (const host of hosts) host.status.ha = hostHa([pool.metadata.id]);
  const weak = hosts[2]?.status.ha;
  if (weak) {
    weak.enforcers = 1;
    weak.reasons = [{ code: "NO_ENFORCER", detail: "One of the two enforcers has ended and is being started again." }];
  }
  pool.status.hosts = hosts.map((host) => ({
    hostId: host.metadata.id,
    reachable: host !== lost,
    detail: host === lost ? "Host is disconnected" : "",
  }));
  world.put("pool", pool, "CREATED");
  for (const host of hosts) world.put("host", host, "CREATED");
  const lan = newNetwork(cluster, "lan", 0);
  const backup = newNetwork(cluster, "backup", 20);
  for (const network of [lan, backup]) {
    network.status.hosts = hosts.map((host) => ({
      hostId: host.metadata.id,
      state: host === lost ? "FAILED" : "READY",
      detail: host === lost ? "Host is disconnected" : "",
    }));
    world.put("network", network, "CREATED");
  }
  const witness = newImage(pool, "atoll-witness");
  world.put("image", witness, "CREATED");
  world.put(
    "image",
    newImage(pool, "debian-13-cloud", { sizeBytes: 412_000_000, virtualSizeBytes: 3_221_225_472 }),
    "CREATED",
  );
  const [n1, n2, n3, n4] = hosts;
  if (!n1 || !n2 || !n3 || !n4) throw new Error("four hosts were seeded");
  const nic = (mac: string) => [{ index: 0, networkId: lan.metadata.id, mac, address: null }];
  const disk = [{ index: 0, poolId: pool.metadata.id, sizeGiB: 2, iopsLimit: null, bytesPerSecondLimit: null }];
  const common = { imageId: witness.metadata.id, poolId: pool.metadata.id, disks: disk };
  const demo = newVm("demo", n1, { ...common, nics: nic("52:54:00:a1:00:01"), labels: { env: "demo" } });
  demo.status.placement = {
    at: demo.status.since,
    hostId: n1.metadata.id,
    reason: "Least loaded of 3 hosts that fit.",
    ranked: [
      {
        hostId: n1.metadata.id,
        hostName: "n1",
        score: 91,
        reasons: ["6,092 MiB free after start", "CPU 15 % busy"],
        parts: [],
      },
      {
        hostId: n2.metadata.id,
        hostName: "n2",
        score: 84,
        reasons: ["5,580 MiB free after start", "CPU 22 % busy"],
        parts: [],
      },
      {
        hostId: n3.metadata.id,
        hostName: "n3",
        score: 71,
        reasons: ["4,044 MiB free after start", "CPU 37 % busy"],
        parts: [],
      },
    ],
    refused: [
      {
        hostId: n4.metadata.id,
        hostName: "n4",
        refusals: [
          { check: "state", need: null, free: null, unit: null, detail: "Host is disconnected since 03:12:07." },
        ],
      },
    ],
  };
  const silent = newVm("cache-1", n4, { ...common, state: "UNKNOWN", labels: { env: "prod", tier: "cache" } });
  silent.status.powerStateDetail = "Its host does not answer. It may still be running there.";
  const vms = [
    demo,
    newVm("web-1", n1, {
      ...common,
      vcpuCount: 2,
      memoryMiB: 2048,
      nics: nic("52:54:00:a1:00:02"),
      labels: { env: "prod", tier: "web" },
    }),
    newVm("web-2", n2, {
      ...common,
      vcpuCount: 2,
      memoryMiB: 2048,
      nics: nic("52:54:00:a1:00:03"),
      labels: { env: "prod", tier: "web" },
    }),
    newVm("db-1", n3, {
      ...common,
      vcpuCount: 4,
      memoryMiB: 4096,
      nics: nic("52:54:00:a1:00:04"),
      labels: { env: "prod", tier: "db" },
    }),
    newVm("build-agent", null, { ...common, vcpuCount: 4, memoryMiB: 4096, labels: { env: "ci" } }),
    silent,
    newVm("legacy-erp-with-a-rather-long-name-that-someone-once-found-good", n3, { ...common, state: "CRASHED" }),
  ];
  for (let index = 0; index < extraVms; index += 1) {
    const host = [n1, n2, n3][index % 3] ?? n1;
    vms.push(
      newVm(`load-${String(index).padStart(5, "0")}`, index % 7 === 0 ? null : host, {
        ...common,
        labels: { env: "load" },
      }),
    );
  }
  const [, web1, web2, db1, build] = vms;
  if (!web1 || !web2 || !db1 || !build) throw new Error("seven VMs were seeded");
  protect(db1, { priority: "HIGHEST" });
  protect(demo, { priority: "HIGHEST" });
  protect(web1, { priority: "HIGH", restartAfter: [demo.metadata.id], isolationPolicy: "RESTART_ELSEWHERE" });
  protect(web2, { priority: "HIGH", restartAfter: [db1.metadata.id] }, [
    { code: "SPEC_NOT_WRITTEN", detail: "The newest signed spec does not lie beside its disks yet." },
  ]);
  protect(build, { priority: "LOW" });
  protect(silent, {}, [
    { code: "HOST_NOT_BEATING", detail: "Its host does not renew its beat in ZooKeeper." },
    { code: "SLOT_NOT_RENEWED", detail: "Its host does not renew its slot on the VM's pool." },
  ]);
  for (const vm of vms) {
    vm.spec.clusterId = cluster.metadata.id;
    world.put("vm", vm, "CREATED");
  }
  for (const host of hosts) host.status.vmCount = vms.filter((vm) => vm.status.hostId === host.metadata.id).length;
  cluster.status.vmCount = vms.length;
  seedTasks(world, demo.metadata.id, n2.metadata.name);
  return { world, cluster };
}

function seedTasks(world: World, demoId: string, target: string): void {
  const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString();
  const finish = (task: Task, state: "SUCCEEDED" | "FAILED", minutesAgo: number) => {
    task.state = state;
    task.createdAt = task.startedAt = at(minutesAgo);
    task.endedAt = at(minutesAgo - 0.1);
    task.cancellable = false;
    task.progress.percent = state === "SUCCEEDED" ? 100 : 40;
    for (const step of task.steps) {
      step.state = "DONE";
      step.percent = 100;
      step.startedAt = task.startedAt;
      step.endedAt = task.endedAt;
    }
    world.put("task", task, "CREATED");
  };
  const created = newTask(
    "vm.create",
    [{ kind: "vm", id: demoId, name: "demo" }],
    ["vm.place", "vm.claim-ownership", "vm.create-disks", "vm.start-guest"],
  );
  finish(created, "SUCCEEDED", 42);
  const moved = newTask(
    "vm.migrate",
    [{ kind: "vm", id: demoId, name: "demo" }],
    ["vm.place-target", "vm.prepare-target", "vm.send-memory", "vm.hand-over-ownership"],
  );
  moved.result = { totalMs: 3412, downtimeMs: 71, transferredBytes: 226_492_416, sourceHostId: "x", targetHostId: "y" };
  finish(moved, "SUCCEEDED", 17);
  const failed = newTask(
    "vm.migrate",
    [{ kind: "vm", id: demoId, name: "db-1" }],
    ["vm.place-target", "vm.prepare-target", "vm.send-memory", "vm.hand-over-ownership"],
  );
  failed.failure = {
    type: "/docs/problems/PLACEMENT_NO_HOST",
    title: "No host can take this VM",
    status: 409,
    code: "PLACEMENT_NO_HOST",
    detail: "None of 4 hosts can take VM db-1 (4 vCPU, 4,096 MiB).",
    causes: [
      { host: "n1", check: "memory", need: 4096, free: 3277, unit: "MiB", detail: "needs 4096 MiB, 3277 MiB free" },
      { host: target, check: "memory", need: 4096, free: 2866, unit: "MiB", detail: "needs 4096 MiB, 2866 MiB free" },
      { host: "n4", check: "state", detail: "Host is disconnected since 03:12:07." },
    ],
    hints: [{ text: "Stop or move a VM of at least 819 MiB from n1.", action: "free-memory" }],
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  };
  finish(failed, "FAILED", 9);
  const first = failed.steps[0];
  if (first) first.state = "FAILED";
  for (const step of failed.steps.slice(1)) step.state = "SKIPPED";
}
