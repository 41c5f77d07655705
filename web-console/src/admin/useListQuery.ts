import { useQuery, useQueryClient } from "@tanstack/react-query";
import { get } from "../api/http";
import type { Page } from "../api/types";

/** A list that is not in the event stream: read when its page opens, and again after a change made here. */
export function useListQuery<T>(path: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ["list", path],
    queryFn: ({ signal }) => get<Page<T>>(`${path}${path.includes("?") ? "&" : "?"}limit=500`, signal),
  });
  return {
    query,
    items: query.data?.items ?? [],
    changed: () => void client.invalidateQueries({ queryKey: ["list", path] }),
  };
}
