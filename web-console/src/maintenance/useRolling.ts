import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { to } from "../api/calls";
import { useRecentEvents } from "../api/hooks";
import { send } from "../api/http";
import { useDebounced } from "../ui/useDebounced";

const SETTLE_MS = 250;
/** Each comes with its hosts. */
const PAGE = 20;

/** The rolling maintenances of a cluster, the newest first, read anew when the event stream tells of a change to one. */
export function useRolling(clusterId: string) {
  const newest = useRecentEvents().find(({ data }) => data.kind === "rolling-maintenance");
  const news = useDebounced(newest ? `${newest.data.id} ${newest.data.revision}` : "", SETTLE_MS);
  const query = useInfiniteQuery({
    queryKey: ["rolling-maintenances", clusterId],
    queryFn: ({ pageParam, signal }) =>
      send(
        to.get(
          "/clusters/{id}/rolling-maintenances",
          { id: clusterId },
          { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
        ),
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });
  const { refetch } = query;
  // All pages that are shown, under the same key: a new one would forget those that were asked for.
  useEffect(() => {
    if (news) void refetch();
  }, [news, refetch]);
  return query;
}
