/** What needs a person, from what the manager says about its objects. Worst first; the order is the order to look. */
import type { Host, Image, Network, Pool, Vm } from "../api/types";
import type { MessageKey } from "../i18n";
import { silenceOf } from "../vm/hostSilence";

export interface Trouble {
  key: string;
  weight: "broken" | "attention";
  /** A sentence with the object's name in it. */
  text: MessageKey;
  values: Record<string, string | number>;
  detail: string | null;
  /** What a program said, in its own words: shown only on demand. */
  raw?: string | null | undefined;
  since: string | null;
  target: { kind: "vm" | "host" | "pool" | "network" | "image"; id: string };
}

interface Inventory {
  hosts: readonly Host[];
  vms: readonly Vm[];
  pools: readonly Pool[];
  networks: readonly Network[];
  images: readonly Image[];
  now: number;
}

const DAY_MS = 86_400_000;
const CERTIFICATE_DAYS = 14;
const POOL_FULL = 0.85;
const CLOCK_SKEW_MS = 1_000;

export function findTroubles(inventory: Inventory): Trouble[] {
  const hostOf = new Map(inventory.hosts.map((host) => [host.metadata.id, host]));
  const troubles = [
    ...inventory.hosts.flatMap((host) => ofHost(host, inventory.now)),
    ...inventory.vms.flatMap((vm) => ofVm(vm, hostOf.get(vm.status.hostId ?? ""))),
    ...inventory.pools.flatMap(ofPool),
    ...inventory.networks.flatMap(ofNetwork),
    ...inventory.images.flatMap(ofImage),
  ];
  return [
    ...troubles.filter((trouble) => trouble.weight === "broken"),
    ...troubles.filter((trouble) => trouble.weight === "attention"),
  ];
}

function ofHost(host: Host, now: number): Trouble[] {
  const { id, name } = host.metadata;
  const { state, stateReason, since, checks, certificate, clockSkewMs } = host.status;
  const target = { kind: "host" as const, id };
  const found: Trouble[] = [];
  if (state === "DISCONNECTED" || state === "REFUSED") {
    const text = state === "REFUSED" ? "trouble.host.refused" : "trouble.host.disconnected";
    found.push({
      key: `host-${id}`,
      weight: "broken",
      text,
      values: { name },
      detail: null,
      raw: stateReason,
      since,
      target,
    });
  }
  if (state !== "READY") return found;
  for (const check of checks.filter((each) => each.outcome === "FAILED")) {
    found.push({
      key: `check-${id}-${check.name}`,
      weight: "broken",
      text: "trouble.host.check",
      values: { name, check: check.name },
      detail: check.fix || check.detail,
      since: null,
      target,
    });
  }
  const daysLeft = certificate ? Math.floor((Date.parse(certificate.notAfter) - now) / DAY_MS) : null;
  if (daysLeft !== null && daysLeft < CERTIFICATE_DAYS) {
    found.push({
      key: `certificate-${id}`,
      weight: "attention",
      text: "trouble.host.certificate",
      values: { name, days: daysLeft },
      detail: null,
      since: null,
      target,
    });
  }
  if (clockSkewMs !== null && Math.abs(clockSkewMs) > CLOCK_SKEW_MS) {
    found.push({
      key: `clock-${id}`,
      weight: "attention",
      text: "trouble.host.clock",
      values: { name, skew: clockSkewMs },
      detail: null,
      since: null,
      target,
    });
  }
  return found;
}

const VM_TROUBLE: Partial<Record<Vm["status"]["powerState"], { weight: Trouble["weight"]; text: MessageKey }>> = {
  CRASHED: { weight: "broken", text: "trouble.vm.crashed" },
  FAILED: { weight: "broken", text: "trouble.vm.failed" },
  UNKNOWN: { weight: "attention", text: "trouble.vm.unknown" },
};

function ofVm(vm: Vm, host: Host | undefined): Trouble[] {
  const { id, name } = vm.metadata;
  const conflict = vm.status.conditions.find((condition) => condition.code === "CONFLICT");
  if (conflict) {
    const { detail, since } = conflict;
    const target = { kind: "vm" as const, id };
    return [
      { key: `conflict-${id}`, weight: "broken", text: "trouble.vm.conflict", values: { name }, detail, since, target },
    ];
  }
  const { powerState, powerStateDetail, since, hostName } = vm.status;
  const trouble = VM_TROUBLE[powerState];
  if (!trouble) return [];
  const values = { name, host: hostName ?? "–" };
  // That the host is silent is in the headline.
  const detail = silenceOf(vm, host) ? null : powerStateDetail;
  return [{ key: `vm-${id}`, ...trouble, values, detail, since, target: { kind: "vm", id } }];
}

function ofPool(pool: Pool): Trouble[] {
  const { id, name } = pool.metadata;
  const { state, usedBytes, capacityBytes, hosts } = pool.status;
  const base = { since: null, target: { kind: "pool" as const, id } };
  const found: Trouble[] = [];
  if (state === "FAILED") {
    found.push({
      ...base,
      key: `pool-${id}`,
      weight: "broken",
      text: "trouble.pool.failed",
      values: { name },
      detail: null,
    });
  }
  const unreachable = hosts.filter((host) => !host.reachable);
  if (state === "READY" && unreachable.length > 0) {
    found.push({
      ...base,
      key: `pool-reach-${id}`,
      weight: "attention",
      text: "trouble.pool.unreachable",
      values: { name, count: unreachable.length },
      detail: null,
      raw: unreachable[0]?.detail,
    });
  }
  if (usedBytes !== null && capacityBytes !== null && capacityBytes > 0 && usedBytes / capacityBytes >= POOL_FULL) {
    const percent = Math.round((usedBytes / capacityBytes) * 100);
    found.push({
      ...base,
      key: `pool-full-${id}`,
      weight: "attention",
      text: "trouble.pool.full",
      values: { name, percent },
      detail: null,
    });
  }
  return found;
}

function ofNetwork(network: Network): Trouble[] {
  const { id, name } = network.metadata;
  const { state, hosts } = network.status;
  if (state !== "FAILED") return [];
  const raw = hosts.find((host) => host.state !== "READY")?.detail;
  const weight = "broken";
  return [
    {
      key: `network-${id}`,
      weight,
      text: "trouble.network",
      values: { name },
      detail: null,
      raw,
      since: null,
      target: { kind: "network", id },
    },
  ];
}

function ofImage(image: Image): Trouble[] {
  const { id, name } = image.metadata;
  if (image.status.state !== "FAILED") return [];
  const detail = image.status.failure?.detail ?? null;
  return [
    {
      key: `image-${id}`,
      weight: "attention",
      text: "trouble.image",
      values: { name },
      detail,
      since: null,
      target: { kind: "image", id },
    },
  ];
}
