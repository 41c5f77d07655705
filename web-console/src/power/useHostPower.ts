import { useQuery, useQueryClient } from "@tanstack/react-query";
import { to } from "../api/calls";
import { useRecentEvents } from "../api/hooks";
import { ProblemError, send } from "../api/http";
import type { Host } from "../api/types";
import { useDebounced } from "../ui/useDebounced";

const SETTLE_MS = 300;
const MINUTE_MS = 60_000;
const NEWS = new Set(["hostpower", "dpm-host", "dpm-trouble"]);

/** How one host's power is controlled, what it draws, and what power saving thinks of it. Watts are read anew each minute. */
export function useHostPower({ metadata: { id }, spec: { clusterId } }: Host) {
  const recent = useRecentEvents();
  const news = useDebounced(recent.find(({ data }) => NEWS.has(data.kind) && data.id === id)?.id ?? "", SETTLE_MS);
  const client = useQueryClient();
  const often = { refetchInterval: MINUTE_MS, placeholderData: <T>(before: T | undefined) => before };
  const control = useQuery({
    queryKey: ["host-power", id, "control", news],
    queryFn: ({ signal }) => send(to.get("/hosts/{id}/power", { id }), signal).catch(nullWhereNone),
    ...often,
  });
  const model = useQuery({
    queryKey: ["host-power", id, "model", news],
    queryFn: ({ signal }) => send(to.get("/hosts/{id}/power/model", { id }), signal),
    ...often,
  });
  const saving = useQuery({
    queryKey: ["host-power", id, "saving", news],
    queryFn: async ({ signal }) => {
      const hosts = await send(to.get("/clusters/{id}/dpm/hosts", { id: clusterId }), signal);
      return hosts.find(({ hostId }) => hostId === id) ?? null;
    },
    ...often,
  });
  return {
    control,
    model,
    saving,
    changed: () => void client.invalidateQueries({ queryKey: ["host-power", id] }),
  };
}

/** That there is none is an answer. */
function nullWhereNone(failure: unknown): null {
  if (failure instanceof ProblemError && failure.problem.code === "HOST_POWER_NOT_FOUND") return null;
  throw failure;
}
