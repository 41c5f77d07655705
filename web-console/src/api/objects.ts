/**
 * What the manager has told us: one collection per kind, fed by the first listing and then by the event stream.
 * Rows subscribe to one object, tables to the collection; both are told at most once per frame, so a storm of 500
 * changes a second costs a redraw per frame and not per change. A change is applied only if its revision is newer, so
 * the order in which a listing and the stream arrive does not matter.
 */
import type { Kind, ObjectOfKind } from "./types";

type Listener = () => void;

/** How long a table waits before it filters and sorts anew: rows redraw at once, order may lag this much. */
const ORDER_LAG_MS = 120;

export interface Stored {
  metadata: { id: string; revision: number };
}

export class ObjectCollection<T extends Stored> {
  private readonly byId = new Map<string, T>();
  private readonly deletedRevision = new Map<string, number>();
  private readonly rowListeners = new Map<string, Set<Listener>>();
  private readonly listListeners = new Set<Listener>();
  private readonly dirtyRows = new Set<string>();
  private snapshot: readonly T[] = [];
  private snapshotStale = false;
  private listTimer: ReturnType<typeof setTimeout> | null = null;
  private frame = false;

  get(id: string): T | undefined {
    return this.byId.get(id);
  }

  /** The same array until something changed, as `useSyncExternalStore` demands. */
  all(): readonly T[] {
    return this.snapshot;
  }

  put(object: T): void {
    const { id, revision } = object.metadata;
    const known = this.byId.get(id)?.metadata.revision ?? this.deletedRevision.get(id);
    if (known !== undefined && known >= revision && !(known === revision && this.byId.has(id))) return;
    this.byId.set(id, object);
    this.deletedRevision.delete(id);
    this.touched(id);
  }

  remove(id: string, revision: number): void {
    const known = this.byId.get(id);
    this.deletedRevision.set(id, revision);
    if (!known) return;
    this.byId.delete(id);
    this.touched(id);
  }

  /** A full listing: takes all of it, and forgets what is not in it unless it arrived after the listing began. */
  replace(objects: readonly T[], knownBefore: ReadonlySet<string>): void {
    const listed = new Set(objects.map((object) => object.metadata.id));
    for (const id of knownBefore) {
      if (!listed.has(id) && this.byId.delete(id)) this.touched(id);
    }
    for (const object of objects) this.put(object);
    this.publish();
  }

  ids(): ReadonlySet<string> {
    return new Set(this.byId.keys());
  }

  clear(): void {
    for (const id of this.byId.keys()) this.touched(id);
    this.byId.clear();
    this.deletedRevision.clear();
    this.publish();
  }

  subscribeRow(id: string, listener: Listener): Listener {
    let listeners = this.rowListeners.get(id);
    if (!listeners) this.rowListeners.set(id, (listeners = new Set()));
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.rowListeners.delete(id);
    };
  }

  subscribeList(listener: Listener): Listener {
    this.listListeners.add(listener);
    return () => this.listListeners.delete(listener);
  }

  private touched(id: string): void {
    this.snapshotStale = true;
    this.dirtyRows.add(id);
    if (!this.frame) {
      this.frame = true;
      nextFrame(() => this.notifyRows());
    }
    this.listTimer ??= setTimeout(() => this.publish(), ORDER_LAG_MS);
  }

  private notifyRows(): void {
    this.frame = false;
    const rows = [...this.dirtyRows];
    this.dirtyRows.clear();
    for (const id of rows) for (const listener of this.rowListeners.get(id) ?? []) listener();
  }

  private publish(): void {
    if (this.listTimer) clearTimeout(this.listTimer);
    this.listTimer = null;
    if (!this.snapshotStale) return;
    this.snapshotStale = false;
    this.snapshot = [...this.byId.values()];
    for (const listener of this.listListeners) listener();
  }
}

/** Frames stop in a hidden tab; its title and its task tray must still follow. */
function nextFrame(then: () => void): void {
  if (document.hidden) setTimeout(then, 200);
  else requestAnimationFrame(then);
}

/** Live figures of hosts and VMs with the last two minutes of each. They come every 2 s and have no revision. */
export interface Sample {
  /** null: not known, as in the first sample of a process. */
  cpuUsedMillicores: number | null;
  memoryUsedMiB: number;
}

const SAMPLES_KEPT = 60;

export class SampleStore {
  private readonly rings = new Map<string, readonly Sample[]>();
  private readonly listeners = new Map<string, Set<Listener>>();

  add(id: string, sample: Sample): void {
    this.rings.set(id, [...(this.rings.get(id) ?? []), sample].slice(-SAMPLES_KEPT));
    for (const listener of this.listeners.get(id) ?? []) listener();
  }

  of(id: string): readonly Sample[] {
    return this.rings.get(id) ?? NO_SAMPLES;
  }

  subscribe(id: string, listener: Listener): Listener {
    let listeners = this.listeners.get(id);
    if (!listeners) this.listeners.set(id, (listeners = new Set()));
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.listeners.delete(id);
    };
  }

  clear(): void {
    this.rings.clear();
  }
}

const NO_SAMPLES: readonly Sample[] = [];

type Collections = { [K in Kind]: ObjectCollection<ObjectOfKind[K]> };

export const objects: Collections = {
  cluster: new ObjectCollection(),
  host: new ObjectCollection(),
  vm: new ObjectCollection(),
  network: new ObjectCollection(),
  pool: new ObjectCollection(),
  image: new ObjectCollection(),
  task: new ObjectCollection(),
};

export const samples = new SampleStore();

export const KINDS = Object.keys(objects) as readonly Kind[];

/** Whether what came with an event is an object that can be kept; the manager's word is taken for its kind. */
export function isStored<K extends Kind>(_kind: K, object: unknown): object is ObjectOfKind[K] {
  return typeof object === "object" && object !== null && "metadata" in object;
}
