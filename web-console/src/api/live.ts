/**
 * Keeps the collections true: one event stream for the whole window. It opens the stream first and lists afterwards, so
 * nothing falls between; after a break it resumes from the last position, and lists again only if the manager asks for
 * it (`resync`). Silence is noticed because the manager pings every 10 s.
 */
import { to, type Call } from "./calls";
import { API_PATH, listAll, problemOf, send } from "./http";
import { isStored, KINDS, objects, samples } from "./objects";
import { permitted } from "./permitted";
import { SseParser, type SseMessage } from "./sse";
import type { ChangeEvent, Kind, ObjectOfKind } from "./types";

export type StreamPhase = "OFF" | "CONNECTING" | "LIVE" | "DOWN";

export interface StreamState {
  phase: StreamPhase;
  /** When the manager was last heard; what is on the screen is as old as this. */
  heardAt: number | null;
  /** Whether every kind has been listed once. Before, an empty table means "loading". */
  listed: boolean;
  retryAt: number | null;
}

const SILENCE_MS = 25_000;
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** Older tasks are read by the page that shows them. */
const TASKS_AT_START = 200;
type ListQuery = { cursor?: string; limit: number };
const LISTS: { [K in Kind]: (query: ListQuery) => Call<{ items: ObjectOfKind[K][]; nextCursor: string | null }> } = {
  cluster: (query) => to.get("/clusters", { query }),
  host: (query) => to.get("/hosts", { query }),
  vm: (query) => to.get("/vms", { query }),
  network: (query) => to.get("/networks", { query }),
  pool: (query) => to.get("/pools", { query }),
  image: (query) => to.get("/images", { query }),
  task: (query) => to.get("/tasks", { query: { ...query, sort: "-createdAt" } }),
};

const EVENTS_KEPT = 500;

class LiveFeed {
  private recent: readonly ChangeEvent[] = [];
  private readonly recentListeners = new Set<() => void>();
  private state: StreamState = { phase: "OFF", heardAt: null, listed: false, retryAt: null };
  private readonly listeners = new Set<() => void>();
  private running: AbortController | null = null;
  private lastEventId: string | null = null;
  private wake: (() => void) | null = null;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  current = (): StreamState => this.state;

  /** The changes seen since this window opened, newest first. */
  recentEvents = (): readonly ChangeEvent[] => this.recent;

  subscribeRecent = (listener: () => void): (() => void) => {
    this.recentListeners.add(listener);
    return () => this.recentListeners.delete(listener);
  };

  start(): void {
    if (this.running) return;
    this.running = new AbortController();
    addEventListener("online", this.retryNow);
    void this.run(this.running.signal);
  }

  /** Ends the stream; with `forget`, at log-out, also drops what was seen. */
  stop(forget: boolean): void {
    this.running?.abort();
    this.running = null;
    removeEventListener("online", this.retryNow);
    if (forget) {
      for (const kind of KINDS) objects[kind].clear();
      samples.clear();
      this.lastEventId = null;
      this.recent = [];
    }
    this.set({ phase: "OFF", retryAt: null, ...(forget ? { heardAt: null, listed: false } : {}) });
  }

  retryNow = (): void => this.wake?.();

  private set(change: Partial<StreamState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  private async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    for (;;) {
      this.set({ phase: this.state.listed ? this.state.phase : "CONNECTING", retryAt: null });
      const before = this.state.heardAt;
      try {
        await this.readOnce(signal);
      } catch {
        // Every way a stream can break has the same answer: say so, wait, resume.
      }
      if (signal.aborted) return;
      failures = this.state.heardAt === before ? failures + 1 : 1;
      const pause = RETRY_MS[Math.min(failures - 1, RETRY_MS.length - 1)] ?? 8_000;
      this.set({ phase: "DOWN", retryAt: Date.now() + pause });
      await this.pause(pause, signal);
    }
  }

  private pause(forMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(done, forMs);
      this.wake = done;
      signal.addEventListener("abort", done, { once: true });
    });
  }

  /** One connection: returns or throws when it ends. */
  private async readOnce(signal: AbortSignal): Promise<void> {
    const connection = new AbortController();
    const abort = () => connection.abort();
    signal.addEventListener("abort", abort, { once: true });
    let silence = setTimeout(abort, SILENCE_MS);
    try {
      const headers = new Headers({ Accept: "text/event-stream" });
      if (this.lastEventId) headers.set("Last-Event-ID", this.lastEventId);
      const response = await fetch(`${API_PATH}/events`, { headers, signal: connection.signal, cache: "no-store" });
      if (!response.ok || !response.body) throw await problemOf(response, "/events");
      const parser = new SseParser();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(silence);
        silence = setTimeout(abort, SILENCE_MS);
        this.state = { ...this.state, heardAt: Date.now() };
        for (const message of parser.push(value)) this.take(message, connection);
      }
    } finally {
      clearTimeout(silence);
      signal.removeEventListener("abort", abort);
    }
  }

  private take(message: SseMessage, connection: AbortController): void {
    if (message.id !== null) this.lastEventId = message.id;
    if (message.event === "hello") {
      // The first connection has no position of its own yet: a break before the first change would lose what follows.
      this.lastEventId ??= (JSON.parse(message.data) as { position: string }).position;
      if (this.state.listed) this.set({ phase: "LIVE" });
      else void this.list(connection);
    } else if (message.event === "resync") {
      void this.list(connection);
    } else if (message.event === "io.atoll.samples.v1") {
      takeSamples(JSON.parse(message.data) as SampleMessage);
    } else {
      const event = JSON.parse(message.data) as ChangeEvent;
      takeChange(event);
      this.recent = [event, ...this.recent].slice(0, EVENTS_KEPT);
      for (const listener of this.recentListeners) listener();
    }
  }

  private async list(connection: AbortController): Promise<void> {
    try {
      await Promise.all(KINDS.map((kind) => relist(kind, connection.signal)));
      this.set({ phase: "LIVE", listed: true });
    } catch {
      // Half a picture is no picture: start over with a fresh connection.
      connection.abort();
    }
  }
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- K ties the collection to what goes in
async function relist<K extends Kind>(kind: K, signal: AbortSignal): Promise<void> {
  const collection = objects[kind];
  const list = LISTS[kind];
  const before = collection.ids();
  if (kind === "task") {
    // The newest tasks are merged: older ones that a page has read stay.
    const page = await send(list({ limit: TASKS_AT_START }), signal);
    collection.replace(page.items, new Set());
    return;
  }
  const listed = await listAll(list, signal);
  collection.replace(
    listed.map((object) => permitted(kind, object)),
    before,
  );
}

function takeChange({ data: { kind, id, change, revision, object } }: ChangeEvent): void {
  if (!isKind(kind)) return;
  if (change === "DELETED" || object === null) objects[kind].remove(id, revision);
  else keep(kind, object);
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- K ties the collection to what goes in
function keep<K extends Kind>(kind: K, object: unknown): void {
  if (isStored(kind, object)) objects[kind].put(permitted(kind, object));
}

const isKind = (kind: string): kind is Kind => kind in objects;

interface SampleMessage {
  hosts?: { id: string; cpuUsedMillicores: number | null; memoryUsedMiB: number }[];
  vms?: { id: string; cpuUsedMillicores: number | null; memoryResidentMiB: number }[];
}

function takeSamples(message: SampleMessage | { data: SampleMessage }): void {
  const { hosts = [], vms = [] } = "data" in message ? message.data : message;
  for (const { id, cpuUsedMillicores, memoryUsedMiB } of hosts) samples.add(id, { cpuUsedMillicores, memoryUsedMiB });
  for (const { id, cpuUsedMillicores, memoryResidentMiB } of vms) {
    samples.add(id, { cpuUsedMillicores, memoryUsedMiB: memoryResidentMiB });
  }
}

export const live = new LiveFeed();
