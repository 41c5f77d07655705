import { useSyncExternalStore } from "react";

const MINUTE_MS = 60_000;

function subscribe(listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    timer = setTimeout(
      () => {
        listener();
        wait();
      },
      MINUTE_MS - (Date.now() % MINUTE_MS),
    );
  };
  wait();
  return () => clearTimeout(timer);
}

/** The present minute. Redraws what depends on the time of day; asks the manager nothing. */
export function useMinute(): number {
  const minute = useSyncExternalStore(subscribe, () => Math.floor(Date.now() / MINUTE_MS));
  return (minute + 1) * MINUTE_MS - 1;
}

export function useNow(): Date {
  return new Date(useMinute());
}
