/**
 * The names of an enumeration of the API, in the order in which they are shown. Written as an object with all of them, it
 * stops the build when the API has a new one, and when one is gone.
 */
export function keysOf<K extends string>(all: Record<K, true>): readonly K[] {
  return Object.keys(all) as K[];
}
