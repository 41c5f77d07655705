/** Resource pools in the mock: figures that do not move, and one refusal. */
import type { Cluster, ClusterResources, ResourcePool, Vm } from "../../src/api/types";
import { refuse, type Answer } from "./api";
import { newId } from "./world";

const MHZ_PER_CORE = 1000;
const CLUSTER_MHZ = 96_000;

export class MockResourcePools {
  private pools: ResourcePool[];

  constructor(cluster: Cluster) {
    const gold = newPool(cluster, "gold", { cpuReservationMHz: 24_000, cpuShares: 8000, cpuSharesLevel: "HIGH" });
    const web = newPool(cluster, "web", { parentId: gold.metadata.id, cpuReservationMHz: 8000, cpuLimitMHz: 16_000 });
    web.status.path = ["gold"];
    gold.status.childCount = 1;
    const batch = newPool(cluster, "batch", { cpuShares: 2000, cpuSharesLevel: "LOW", memoryLimitMiB: 65_536 });
    this.pools = [gold, web, batch];
  }

  readonly whole: ClusterResources = {
    cpuMHz: CLUSTER_MHZ,
    memoryMiB: 393_216,
    poolCount: 3,
    vmCount: 24,
    cpu: { reservedMHz: 24_000, unreservedMHz: 72_000, usedMHz: 41_300, entitledMHz: 41_300 },
    memory: { reservedMiB: 0, unreservedMiB: 393_216, usedMiB: 98_304, entitledMiB: 98_304 },
    overcommitted: false,
  };

  route(method: string, cluster: Cluster, id: string | undefined, body: Record<string, unknown>): Answer {
    const known = this.pools.find(({ metadata }) => metadata.id === id);
    if (!id && method === "GET") {
      return { status: 200, body: { items: this.pools, nextCursor: null, totalCount: this.pools.length } };
    }
    if (id && !known) throw refuse(404, "RESOURCE_POOL_NOT_FOUND", `There is no resource pool ${id}.`);
    const spec = (body.spec ?? {}) as Partial<ResourcePool["spec"]>;
    if ((spec.cpuReservationMHz ?? 0) > CLUSTER_MHZ) {
      const detail = `The cluster has 72000 MHz of CPU left to reserve, of ${CLUSTER_MHZ} in all.`;
      throw refuse(409, "RESOURCE_POOL_EXHAUSTED", detail, { causes: [{ check: "cpu-reservation", detail }] });
    }
    if (method === "DELETE") {
      this.pools = this.pools.filter((pool) => pool !== known);
      return { status: 204, body: null };
    }
    if (known) {
      Object.assign(known.spec, spec);
      if (typeof body.name === "string") known.metadata.name = body.name;
      return { status: 200, body: known };
    }
    const made = newPool(cluster, String(body.name), spec);
    this.pools.push(made);
    return { status: 201, body: made };
  }

  ofVm({ spec, status }: Vm) {
    const running = status.powerState === "RUNNING";
    const path = this.pools.filter(({ metadata }) => metadata.id === spec.resourcePoolId);
    return {
      poolPath: path.map(({ metadata }) => metadata.name),
      running,
      reservationMHz: 0,
      limitMHz: null,
      shares: spec.vcpuCount * MHZ_PER_CORE,
      usedMHz: running ? 430 : 0,
      entitledMHz: running ? 430 : 0,
      memoryReservationMiB: 0,
      memoryConfiguredMiB: spec.memoryMiB,
      memoryEntitledMiB: running ? spec.memoryMiB : 0,
      enforcement: null,
    };
  }
}

function newPool(cluster: Cluster, name: string, spec: Partial<ResourcePool["spec"]>): ResourcePool {
  const now = new Date().toISOString();
  return {
    metadata: { id: newId(), name, labels: {}, revision: 0, createdAt: now, updatedAt: now },
    spec: {
      clusterId: cluster.metadata.id,
      description: "",
      parentId: null,
      cpuReservationMHz: 0,
      cpuLimitMHz: null,
      cpuShares: 4000,
      cpuSharesLevel: "NORMAL",
      cpuExpandable: true,
      memoryReservationMiB: 0,
      memoryLimitMiB: null,
      memoryShares: 4000,
      memorySharesLevel: "NORMAL",
      memoryExpandable: true,
      ...spec,
    },
    status: {
      path: [],
      childCount: 0,
      vmCount: 4,
      runningVmCount: 3,
      cpu: { reservedMHz: 8000, unreservedMHz: 16_000, usedMHz: 5200, entitledMHz: 6000 },
      memory: { reservedMiB: 0, unreservedMiB: 393_216, usedMiB: 12_288, entitledMiB: 12_288 },
      overcommitted: false,
    },
    allowedActions: ["edit", "delete"],
  };
}
