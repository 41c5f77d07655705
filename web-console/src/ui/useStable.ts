import { useCallback, useEffect, useRef } from "react";

/** A callback whose identity never changes and whose body is always the newest. For event handlers only. */
export function useStable<A extends unknown[], R>(callback: (...values: A) => R): (...values: A) => R {
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  });
  return useCallback((...values: A) => latest.current(...values), []);
}
