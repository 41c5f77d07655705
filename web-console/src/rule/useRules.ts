import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { to } from "../api/calls";
import { useObjects, useRecentEvents } from "../api/hooks";
import { send } from "../api/http";
import { useDebounced } from "../ui/useDebounced";

const SETTLE_MS = 1_000;
/** As many as a cluster may have. */
const MOST = 256;

/**
 * The rules of a cluster. They are worked out when they are asked for: anew when one was changed, and when VMs or hosts may
 * mean that one holds or does not hold now.
 */
export function useRules(clusterId: string) {
  const client = useQueryClient();
  const news = useDebounced(useNews(clusterId), SETTLE_MS);
  const query = useQuery({
    queryKey: ["rules", clusterId, news],
    queryFn: ({ signal }) =>
      send(to.get("/clusters/{id}/rules", { id: clusterId }, { query: { limit: MOST } }), signal),
    placeholderData: (before) => before,
  });
  return {
    query,
    rules: query.data?.items ?? [],
    changed: () => void client.invalidateQueries({ queryKey: ["rules", clusterId] }),
  };
}

function useNews(clusterId: string): string {
  const hosts = useObjects("host");
  const vms = useObjects("vm");
  const rule = useRecentEvents().find(({ data }) => data.kind === "rule");
  return useMemo(() => {
    const own = vms.filter((vm) => vm.spec.clusterId === clusterId);
    return [
      rule && `${rule.data.id}@${rule.data.revision}`,
      ...hosts
        .filter((host) => host.spec.clusterId === clusterId)
        .map((host) => `${host.metadata.id}@${host.metadata.revision}`),
      own.length,
      own.reduce((sum, vm) => sum + vm.metadata.revision, 0),
    ].join(" ");
  }, [hosts, vms, rule, clusterId]);
}
