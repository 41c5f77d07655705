/** Pools in the order of a tree, each with its depth. */
import type { ResourcePool } from "../api/types";

export interface PoolRow {
  pool: ResourcePool;
  depth: number;
}

/** Children follow their parent, by name. One whose parent is not there stands at the top. */
export function poolTree(pools: readonly ResourcePool[]): PoolRow[] {
  const known = new Set(pools.map(({ metadata }) => metadata.id));
  const parentOf = ({ spec }: ResourcePool) => (spec.parentId && known.has(spec.parentId) ? spec.parentId : null);
  const below = (parent: string | null, depth: number): PoolRow[] =>
    pools
      .filter((pool) => parentOf(pool) === parent)
      .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name))
      .flatMap((pool) => [{ pool, depth }, ...below(pool.metadata.id, depth + 1)]);
  return below(null, 0);
}

/** The pool and all in it: where it cannot be moved. */
export function withDescendants(id: string, pools: readonly ResourcePool[]): Set<string> {
  const inside = new Set([id]);
  for (let grown = true; grown;) {
    const found = pools.filter(
      ({ metadata, spec }) => spec.parentId && inside.has(spec.parentId) && !inside.has(metadata.id),
    );
    found.forEach(({ metadata }) => inside.add(metadata.id));
    grown = found.length > 0;
  }
  return inside;
}
