import { useQuery } from "@tanstack/react-query";
import { to } from "../api/calls";
import { useRecentEvents } from "../api/hooks";
import { send } from "../api/http";
import { useDebounced } from "../ui/useDebounced";

const SETTLE_MS = 250;

/** The newest rolling maintenances of a cluster, read anew when the event stream tells of a change to one. */
export function useRolling(clusterId: string) {
  const newest = useRecentEvents().find(({ data }) => data.kind === "rolling-maintenance");
  const news = useDebounced(newest ? `${newest.data.id} ${newest.data.revision}` : "", SETTLE_MS);
  return useQuery({
    queryKey: ["rolling-maintenances", clusterId, news],
    queryFn: ({ signal }) => send(to.get("/clusters/{id}/rolling-maintenances", { id: clusterId }), signal),
    placeholderData: (before) => before,
  });
}
