import { useQuery, useQueryClient } from "@tanstack/react-query";
import { to } from "../api/calls";
import { useObjects, useRecentEvents } from "../api/hooks";
import { send } from "../api/http";
import { useDebounced } from "../ui/useDebounced";

const SETTLE_MS = 1_000;
/** What is used changes by itself. */
const AGAIN_EVERY_MS = 15_000;
/** As many as a cluster may have. */
const MOST = 256;

/** The pools of a cluster and the cluster itself, worked out anew when a pool or a VM was changed. */
export function usePools(clusterId: string) {
  const client = useQueryClient();
  const news = useDebounced(useNews(clusterId), SETTLE_MS);
  const query = useQuery({
    queryKey: ["resource-pools", clusterId, news],
    queryFn: async ({ signal }) => {
      const [page, whole] = await Promise.all([
        send(to.get("/clusters/{id}/resource-pools", { id: clusterId }, { query: { limit: MOST } }), signal),
        send(to.get("/clusters/{id}/resources", { id: clusterId }), signal),
      ]);
      return { pools: page.items, whole };
    },
    placeholderData: (before) => before,
    refetchInterval: AGAIN_EVERY_MS,
    enabled: clusterId !== "",
  });
  return {
    query,
    pools: query.data?.pools ?? [],
    whole: query.data?.whole,
    changed: () => void client.invalidateQueries({ queryKey: ["resource-pools", clusterId] }),
  };
}

function useNews(clusterId: string): string {
  const vms = useObjects("vm").filter((vm) => vm.spec.clusterId === clusterId);
  const pool = useRecentEvents().find(({ data }) => data.kind === "resource-pool");
  return [
    pool && `${pool.data.id}@${pool.data.revision}`,
    vms.length,
    vms.reduce((sum, vm) => sum + vm.metadata.revision, 0),
  ].join(" ");
}
