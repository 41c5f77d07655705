import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { to } from "../api/calls";
import { useObjects, useRecentEvents } from "../api/hooks";
import { send } from "../api/http";
import { useDebounced } from "../ui/useDebounced";

const SETTLE_MS = 300;
const MINUTE_MS = 60_000;
/** The steps of the manager's tasks for power saving. */
const TASKS = ["dpm.park", "dpm.wake"];

/**
 * Power saving of a cluster: settings, its hosts, and what is recommended. Read anew each minute, as often as the manager
 * looks at the cluster, and when a task of power saving begins or ends.
 */
export function usePower(clusterId: string) {
  const news = useDebounced(useNews(clusterId), SETTLE_MS);
  const client = useQueryClient();
  const often = { refetchInterval: MINUTE_MS, placeholderData: <T>(before: T | undefined) => before };
  const dpm = useQuery({
    queryKey: ["dpm", clusterId, "state", news],
    queryFn: ({ signal }) => send(to.get("/clusters/{id}/dpm", { id: clusterId }), signal),
    ...often,
  });
  const hosts = useQuery({
    queryKey: ["dpm", clusterId, "hosts", news],
    queryFn: ({ signal }) => send(to.get("/clusters/{id}/dpm/hosts", { id: clusterId }), signal),
    ...often,
  });
  const proposals = useQuery({
    queryKey: ["dpm", clusterId, "proposals", news],
    queryFn: ({ signal }) =>
      send(
        to.get("/clusters/{id}/dpm/recommendations", { id: clusterId }, { query: { filter: 'state == "OPEN"' } }),
        signal,
      ),
    ...often,
  });
  return { dpm, hosts, proposals, changed: () => void client.invalidateQueries({ queryKey: ["dpm", clusterId] }) };
}

/** Spans in which hosts slept or were on their way, from then until now. */
export function useSpans(clusterId: string, fromIso: string) {
  return useQuery({
    queryKey: ["dpm", clusterId, "history", fromIso],
    queryFn: ({ signal }) =>
      send(to.get("/clusters/{id}/dpm/history", { id: clusterId }, { query: { from: fromIso } }), signal),
    placeholderData: (before) => before,
  });
}

/** What the sleep of hosts has saved from then until now. */
export function useSavings(clusterId: string, fromIso: string) {
  return useQuery({
    queryKey: ["dpm", clusterId, "savings", fromIso],
    queryFn: ({ signal }) =>
      send(to.get("/clusters/{id}/dpm/savings", { id: clusterId }, { query: { from: fromIso } }), signal),
    placeholderData: (before) => before,
  });
}

function useNews(clusterId: string): string {
  const recent = useRecentEvents();
  const tasks = useObjects("task");
  return useMemo(() => {
    const word = recent.find(
      ({ data }) =>
        (data.kind === "dpm" && data.id === clusterId) ||
        (data.kind.startsWith("dpm-") && (data.object as { clusterId?: string } | null)?.clusterId === clusterId),
    );
    const known = tasks.filter(({ kind }) => TASKS.includes(kind));
    return `${word?.id ?? ""} ${known.length} ${known.filter(({ endedAt }) => endedAt !== null).length}`;
  }, [recent, tasks, clusterId]);
}
