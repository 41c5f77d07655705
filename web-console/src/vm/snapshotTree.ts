import type { Snapshot } from "../api/types";

/** A snapshot with how far it is from the first it came after. */
interface Placed {
  snapshot: Snapshot;
  depth: number;
}

/** Each after the one it was taken after, the older branch first. One whose parent is gone begins anew. */
export function placed(snapshots: readonly Snapshot[]): Placed[] {
  const known = new Set(snapshots.map(({ id }) => id));
  const rows: Placed[] = [];
  const seen = new Set<string>();
  const add = (parent: string | null, depth: number) => {
    for (const snapshot of snapshots) {
      const above = snapshot.parentId !== null && known.has(snapshot.parentId) ? snapshot.parentId : null;
      if (above !== parent || seen.has(snapshot.id)) continue;
      seen.add(snapshot.id);
      rows.push({ snapshot, depth });
      add(snapshot.id, depth + 1);
    }
  };
  add(null, 0);
  return rows;
}
