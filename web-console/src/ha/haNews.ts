/**
 * How HA stands is not in the event stream: the manager works it out when it is asked. So it is asked anew when something
 * in the stream says that the answer may be another now, and when somebody presses "Read again"; never on a timer.
 */
import { useMemo } from "react";
import { useObject, useObjects, useRecentEvents } from "../api/hooks";
import { useDebounced } from "../ui/useDebounced";

const SETTLE_MS = 400;

/** Changes when the answer of the manager about a cluster's HA may have changed. */
export function useHaNews(clusterId: string): string {
  const cluster = useObject("cluster", clusterId);
  const hosts = useObjects("host");
  const vms = useObjects("vm");
  const incident = useNewestIncident();
  const news = useMemo(() => {
    const own = hosts.filter((host) => host.spec.clusterId === clusterId);
    const wanted = vms.filter((vm) => vm.spec.clusterId === clusterId && vm.spec.ha.protected);
    return [
      cluster?.metadata.revision,
      ...own.map((host) => `${host.metadata.id}@${host.metadata.revision}${host.status.state}`),
      wanted.length,
      wanted.reduce((sum, vm) => sum + vm.metadata.revision, 0),
      incident,
    ].join(" ");
  }, [cluster, hosts, vms, incident, clusterId]);
  return useDebounced(news, SETTLE_MS);
}

/** The newest word about incidents, or about the one with this id, that came with the stream. */
export function useNewestIncident(id?: string): string {
  const found = useRecentEvents().find(({ data }) => data.kind === "incident" && (!id || data.id === id));
  return found ? `${found.data.id}@${found.data.revision}` : "";
}
