/** Placement rules in the mock, and why a VM is where it is. */
import type { Cluster, Decision, Rule, Vm, VmPlacement } from "../../src/api/types";
import { refuse, type Answer } from "./api";
import { newId, type World } from "./world";

const named = ({ metadata }: { metadata: { id: string; name: string } }) => ({ id: metadata.id, name: metadata.name });

export class MockRules {
  private rules: Rule[];

  constructor(
    private readonly world: World,
    cluster: Cluster,
  ) {
    this.rules = this.seed(cluster);
  }

  private seed(cluster: Cluster): Rule[] {
    const vms = [...this.world.objects.vm.values()];
    const hosts = [...this.world.objects.host.values()];
    const web = vms.filter(({ metadata }) => metadata.labels.tier === "web");
    const db = vms.filter(({ metadata }) => metadata.name.startsWith("db"));
    const apart = newRule(cluster, "web-apart", { kind: "KEEP_APART", vmSelector: "tier=web" }, web);
    const near = newRule(cluster, "web-together", { kind: "KEEP_TOGETHER", vmSelector: "tier=web" }, web);
    for (const rule of [apart, near]) {
      rule.status.state = "CONFLICTING";
      rule.status.conflicts = [
        {
          check: "together-and-apart",
          rules: ["web-apart", "web-together"],
          need: null,
          free: null,
          unit: null,
          detail: "web-1 and web-2 cannot be together and apart",
        },
      ];
    }
    const licence = newRule(cluster, "licence", { kind: "VM_HOST", enforcement: "SHOULD" }, db);
    licence.status.hosts = hosts.slice(0, 1).map(named);
    licence.status.hostCount = 1;
    licence.status.state = "VIOLATED";
    licence.status.violations = [
      { vms: db.map(named), hosts: [], text: "db-1 is on n3, where rule licence does not want it." },
    ];
    const spread = newRule(cluster, "racks", { kind: "ZONE_SPREAD", enforcement: "SHOULD", zoneLabel: "rack" }, web);
    spread.status.mostPerZone = 1;
    return [apart, licence, spread, near];
  }

  route(method: string, cluster: Cluster, id: string | undefined, body: Record<string, unknown>): Answer {
    if (!id && method === "GET") {
      return { status: 200, body: { items: this.rules, nextCursor: null, totalCount: this.rules.length } };
    }
    const spec = (body.spec ?? {}) as Partial<Rule["spec"]>;
    if (!id) {
      if (spec.kind === "KEEP_TOGETHER" && spec.enforcement === "MUST") {
        const detail = "web-1 and web-2 cannot be together and apart.";
        throw refuse(409, "RULE_CONFLICT", `Rule ${String(body.name)} cannot be met together with web-apart.`, {
          causes: [{ check: "together-and-apart", detail }],
        });
      }
      const made = newRule(cluster, String(body.name), spec, []);
      this.rules = [...this.rules, made];
      return { status: 201, body: made };
    }
    const rule = this.rules.find(({ metadata }) => metadata.id === id);
    if (!rule) throw refuse(404, "RULE_NOT_FOUND", `There is no rule ${id}.`);
    if (method === "DELETE") {
      this.rules = this.rules.filter((each) => each !== rule);
      return { status: 204 };
    }
    if (method === "PATCH") {
      Object.assign(rule.spec, spec);
      rule.metadata.revision += 1;
      rule.status.state = rule.spec.enabled ? "HOLDS" : "DISABLED";
    }
    return { status: 200, body: rule };
  }

  whyHere(vm: Vm, asked: string | null): VmPlacement {
    const host = asked ? this.world.objects.host.get(asked) : undefined;
    const { placement, hostId } = vm.status;
    const decided = (cause: Decision["cause"], reason: string): Decision => ({
      decidedAt: placement?.at ?? vm.status.since,
      cause,
      requestedBy: cause === "HA_RESTART" ? "HA" : "admin",
      taskId: null,
      hostId: hostId ?? newId(),
      hostName: "n1",
      reason,
      ranked: [],
      refused: [],
    });
    return {
      hostId,
      hostName: hostId ? "n1" : null,
      decision: placement ? decided("CREATE", placement.reason) : null,
      earlier: placement ? [decided("HA_RESTART", "HA restarted it on n1, because host n3 died.")] : [],
      asked: host
        ? {
            hostId: host.metadata.id,
            hostName: host.metadata.name,
            fits: true,
            rank: 2,
            ranked: null,
            refused: null,
            answer: `${host.metadata.name} would do, as number 2 of 3 hosts that fit now.`,
          }
        : null,
    };
  }
}

function newRule(cluster: Cluster, name: string, spec: Partial<Rule["spec"]>, vms: readonly Vm[]): Rule {
  const now = new Date().toISOString();
  return {
    metadata: { id: newId(), name, labels: {}, revision: 0, createdAt: now, updatedAt: now },
    spec: {
      clusterId: cluster.metadata.id,
      description: "",
      kind: "KEEP_APART",
      enforcement: "MUST",
      enabled: true,
      vmIds: vms.map(({ metadata }) => metadata.id),
      vmSelector: null,
      hostIds: [],
      hostSelector: null,
      zoneLabel: null,
      maxSharePercent: null,
      ...spec,
    },
    status: {
      state: "HOLDS",
      vmCount: vms.length,
      vms: vms.map(named),
      hostCount: 0,
      hosts: [],
      mostPerZone: null,
      violations: [],
      conflicts: [],
      keptByHa: keptByHa(spec),
      feasibility: null,
    },
    allowedActions: ["edit", "delete"],
  };
}

function keptByHa({ kind, enforcement }: Partial<Rule["spec"]>): Rule["status"]["keptByHa"] {
  if (enforcement === "SHOULD") {
    return { degree: "NO", reason: "HA is told only of rules that must hold." };
  }
  return kind === "KEEP_APART" || kind === "VM_HOST"
    ? { degree: "ALWAYS", reason: "A VM that the rule leaves no host is not restarted until there is one." }
    : { degree: "WHERE_POSSIBLE", reason: "A VM is restarted beside the others where there is room for it." };
}
