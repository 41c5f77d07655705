import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Call } from "../api/calls";
import { send } from "../api/http";

/** A list that is not in the event stream: read when its page opens, and again after a change made here. */
export function useListQuery<T>(list: Call<{ items: T[] }>) {
  const client = useQueryClient();
  const queryKey = ["list", list.path];
  const query = useQuery({ queryKey, queryFn: ({ signal }) => send(list, signal) });
  return {
    query,
    items: query.data?.items ?? [],
    changed: () => void client.invalidateQueries({ queryKey }),
  };
}
