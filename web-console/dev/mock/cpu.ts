/** The CPU of a cluster's guests in the mock: one host lacks what the others have. */
import type { Cluster, CpuBaseline, Host } from "../../src/api/types";

export function cpuBaseline(cluster: Cluster, hosts: readonly Host[]): CpuBaseline {
  return {
    setting: cluster.spec.cpuBaseline,
    model: "x86-64-v3",
    features: ["aes", "avx", "avx2", "sse4_2"],
    hosts: hosts.map(({ metadata }, index) => ({
      hostId: metadata.id,
      hostName: metadata.name,
      model: "x86-64-v3",
      lacks: index === 0 ? ["rdseed"] : [],
      modelWithoutIt: "x86-64-v3",
      gainedWithoutIt: index === 0 ? ["rdseed"] : [],
      vmsKeptOutCount: 0,
      vmsKeptOut: [],
    })),
  };
}
