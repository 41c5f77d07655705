import { describe, expect, it } from "vitest";
import { seed } from "../../dev/mock/seed";
import { findTroubles } from "./problems";

const NOW = Date.now();

function inventory() {
  const { objects } = seed(0).world;
  return {
    hosts: [...objects.host.values()],
    vms: [...objects.vm.values()],
    pools: [...objects.pool.values()],
    networks: [...objects.network.values()],
    images: [...objects.image.values()],
    now: NOW,
  };
}

describe("findTroubles", () => {
  it("puts what is broken before what wants a look", () => {
    expect(findTroubles(inventory()).map(({ text, values }) => `${text} ${String(values.name)}`)).toEqual([
      "trouble.host.disconnected n4",
      "trouble.vm.crashed legacy-erp-with-a-rather-long-name-that-someone-once-found-good",
      "trouble.vm.unknown cache-1",
      "trouble.pool.unreachable shared",
    ]);
  });

  it("makes no headline and no sentence of what a library said", () => {
    const all = inventory();
    const raw = "The agent at n4:7443 cannot be reached: finishConnect(..) failed with error(-111).";
    const lost = all.hosts.find((host) => host.status.state === "DISCONNECTED");
    if (!lost) throw new Error("the seed has a lost host");
    lost.status.stateReason = raw;
    const trouble = findTroubles(all).find(({ key }) => key === `host-${lost.metadata.id}`);
    expect(trouble).toMatchObject({ text: "trouble.host.disconnected", detail: null, raw });
  });

  it("warns of a certificate two weeks before its end, a full pool and a wrong clock", () => {
    const all = inventory();
    const host = all.hosts[0];
    const pool = all.pools[0];
    if (!host?.status.certificate || !pool) throw new Error("the seed has a host with a certificate, and a pool");
    host.status.certificate.notAfter = new Date(NOW + 13.5 * 86_400_000).toISOString();
    host.status.clockSkewMs = -1500;
    pool.status.usedBytes = 85;
    pool.status.capacityBytes = 100;
    const texts = findTroubles(all).map(({ text, values }) => `${text} ${JSON.stringify(values)}`);
    expect(texts).toContain('trouble.host.certificate {"name":"n1","days":13}');
    expect(texts).toContain('trouble.host.clock {"name":"n1","skew":-1500}');
    expect(texts).toContain('trouble.pool.full {"name":"shared","percent":85}');
  });
});
