/** How components read the live collections. Each hook redraws only for what it names. */
import { useCallback, useSyncExternalStore } from "react";
import { onRecorded, recordedCalls, type RecordedCall } from "./http";
import { live, type StreamState } from "./live";
import { objects, samples, type Sample } from "./objects";
import type { ChangeEvent, Kind, ObjectOfKind } from "./types";

export function useObject<K extends Kind>(kind: K, id: string | null | undefined): ObjectOfKind[K] | undefined {
  const collection = objects[kind];
  const subscribe = useCallback(
    (listener: () => void) => (id ? collection.subscribeRow(id, listener) : () => undefined),
    [collection, id],
  );
  return useSyncExternalStore(subscribe, () => (id ? collection.get(id) : undefined));
}

export function useObjects<K extends Kind>(kind: K): readonly ObjectOfKind[K][] {
  const collection = objects[kind];
  const subscribe = useCallback((listener: () => void) => collection.subscribeList(listener), [collection]);
  return useSyncExternalStore(subscribe, () => collection.all());
}

export function useSamples(id: string): readonly Sample[] {
  const subscribe = useCallback((listener: () => void) => samples.subscribe(id, listener), [id]);
  return useSyncExternalStore(subscribe, () => samples.of(id));
}

export function useStream(): StreamState {
  return useSyncExternalStore(live.subscribe, live.current);
}

export function useRecordedCalls(): readonly RecordedCall[] {
  return useSyncExternalStore(onRecorded, recordedCalls);
}

export function useRecentEvents(): readonly ChangeEvent[] {
  return useSyncExternalStore(live.subscribeRecent, live.recentEvents);
}
