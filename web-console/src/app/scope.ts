/** The cluster the user looks at. With one cluster there is nothing to choose; links of other clusters still open. */
import { useMemo, useSyncExternalStore } from "react";
import { useObjects } from "../api/hooks";
import type { ObjectOfKind } from "../api/types";

const STORAGE_KEY = "atoll.cluster";
const listeners = new Set<() => void>();
let scope: string | null = sessionStorage.getItem(STORAGE_KEY);

export function chooseCluster(id: string | null): void {
  scope = id;
  if (id) sessionStorage.setItem(STORAGE_KEY, id);
  else sessionStorage.removeItem(STORAGE_KEY);
  for (const listener of listeners) listener();
}

export function useScope(): string | null {
  const chosen = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => scope,
  );
  const clusters = useObjects("cluster");
  return chosen && clusters.some((cluster) => cluster.metadata.id === chosen) ? chosen : null;
}

type InCluster = {
  [K in keyof ObjectOfKind]: ObjectOfKind[K] extends { spec: { clusterId: string } } ? K : never;
}[keyof ObjectOfKind];

/** The objects of a kind in the chosen cluster, or all. */
export function useScoped<K extends InCluster>(kind: K): readonly ObjectOfKind[K][] {
  const all = useObjects(kind);
  const cluster = useScope();
  return useMemo(() => (cluster ? all.filter((object) => object.spec.clusterId === cluster) : all), [all, cluster]);
}

/** Where new things go: the chosen cluster, else the only or first one. */
export function useTargetCluster(): string | null {
  const clusters = useObjects("cluster");
  const cluster = useScope();
  return cluster ?? clusters[0]?.metadata.id ?? null;
}
