import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { to } from "../api/calls";
import { useObject, useObjects, useRecentEvents } from "../api/hooks";
import { send } from "../api/http";
import { samples } from "../api/objects";
import { useDebounced } from "../ui/useDebounced";

const SETTLE_MS = 300;
/** As many live samples of a host come in a minute, which is how often a balanced cluster is looked at. */
const SAMPLES_PER_ROUND = 30;
const MOST_UNDECIDED = 500;
const HISTORY_PAGE = 50;

/** What waits for somebody or is under way. */
const UNDER_WAY = 'state in ("OPEN", "SNOOZED", "ACCEPTED", "MOVING")';
const ENDED = 'state in ("MOVED", "FAILED")';

/**
 * What DRS knows of a cluster. Read anew when the event stream says that settings, a recommendation or the running plan
 * changed, and as often as live samples say that there can be a new round.
 */
export function useBalance(clusterId: string) {
  const news = useDebounced(useNews(clusterId), SETTLE_MS);
  const round = useRoundBeat(clusterId);
  const client = useQueryClient();
  const drs = useQuery({
    queryKey: ["drs", clusterId, "state", news, round],
    queryFn: ({ signal }) => send(to.get("/clusters/{id}/drs", { id: clusterId }), signal),
    placeholderData: (before) => before,
  });
  const plan = useObject("task", drs.data?.status.taskId);
  const planNews = plan ? plan.state : "";
  const under = useQuery({
    queryKey: ["drs", clusterId, "under-way", news, round, planNews],
    queryFn: ({ signal }) =>
      send(
        to.get(
          "/clusters/{id}/drs/recommendations",
          { id: clusterId },
          { query: { filter: UNDER_WAY, sort: "wave", limit: MOST_UNDECIDED } },
        ),
        signal,
      ),
    placeholderData: (before) => before,
  });
  return { drs, under, changed: () => void client.invalidateQueries({ queryKey: ["drs", clusterId] }) };
}

/** The newest rounds, oldest first. */
export function useRounds(clusterId: string, count: number, lastRoundAt: string | undefined) {
  return useQuery({
    queryKey: ["drs", clusterId, "rounds", count, lastRoundAt],
    queryFn: async ({ signal }) => {
      const page = await send(
        to.get("/clusters/{id}/drs/rounds", { id: clusterId }, { query: { limit: count } }),
        signal,
      );
      return page.items.reverse();
    },
    placeholderData: (before) => before,
  });
}

/** Migrations that were made or failed, newest first. */
export function useHistory(clusterId: string) {
  const news = useDebounced(useNews(clusterId), SETTLE_MS);
  return useInfiniteQuery({
    queryKey: ["drs", clusterId, "history", news],
    queryFn: ({ pageParam, signal }) =>
      send(
        to.get(
          "/clusters/{id}/drs/recommendations",
          { id: clusterId },
          { query: { filter: ENDED, limit: HISTORY_PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
        ),
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
}

/** VMs that are never moved. A VM joins them by an event of its recommendation. */
export function useKept(clusterId: string) {
  const news = useDebounced(useNews(clusterId), SETTLE_MS);
  return useQuery({
    queryKey: ["drs", clusterId, "kept", news],
    queryFn: ({ signal }) => send(to.get("/clusters/{id}/drs/exclusions", { id: clusterId }), signal),
    placeholderData: (before) => before,
  });
}

/** The newest replay of the cluster's load, running or ended. */
export function useReplay(clusterId: string) {
  const tasks = useObjects("task");
  return useMemo(
    () =>
      tasks
        .filter(({ kind, objects }) => kind === "drs.replay" && objects.some(({ id }) => id === clusterId))
        .reduce<(typeof tasks)[number] | undefined>(
          (newest, task) => (!newest || task.createdAt > newest.createdAt ? task : newest),
          undefined,
        ),
    [tasks, clusterId],
  );
}

/** Changes with each word about the cluster's settings, recommendations and plans. */
function useNews(clusterId: string): string {
  const recent = useRecentEvents();
  const plans = useObjects("task");
  return useMemo(() => {
    const word = recent.find(
      ({ data }) =>
        (data.kind === "drs" && data.id === clusterId) ||
        ((data.kind === "drs-recommendation" || data.kind === "drs-round") &&
          (data.object as { clusterId?: string } | null)?.clusterId === clusterId),
    );
    const ended = plans.filter(
      ({ kind, endedAt, objects }) =>
        kind === "drs.apply" && endedAt !== null && objects.some(({ id }) => id === clusterId),
    );
    return `${word?.id ?? ""} ${ended.length}`;
  }, [recent, plans, clusterId]);
}

/** Counts on once a minute while the cluster's hosts are heard, by their samples. */
function useRoundBeat(clusterId: string): number {
  const hosts = useObjects("host");
  const heard = hosts.find(({ spec, status }) => spec.clusterId === clusterId && status.state === "READY");
  const id = heard?.metadata.id;
  const [beat, setBeat] = useState(0);
  useEffect(() => {
    if (!id) return;
    let count = 0;
    return samples.subscribe(id, () => {
      count += 1;
      if (count % SAMPLES_PER_ROUND === 0) setBeat((before) => before + 1);
    });
  }, [id]);
  return beat;
}
