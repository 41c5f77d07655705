import { useQuery } from "@tanstack/react-query";
import { to } from "../api/calls";
import { useRecentEvents } from "../api/hooks";
import { send } from "../api/http";
import { useDebounced } from "../ui/useDebounced";

const SETTLE_MS = 250;

/** One maintenance with its VMs, read anew when the event stream tells of a change. */
export function useMaintenance(id: string) {
  const newest = useRecentEvents().find(({ data }) => data.kind === "maintenance" && data.id === id);
  const news = useDebounced(newest?.data.revision ?? 0, SETTLE_MS);
  return useQuery({
    queryKey: ["maintenance", id, news],
    queryFn: ({ signal }) => send(to.get("/maintenances/{id}", { id }), signal),
    placeholderData: (before) => before,
  });
}
