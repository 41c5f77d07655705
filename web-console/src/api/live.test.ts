// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { onSessionExpired } from "./http";
import { live } from "./live";
import { objects } from "./objects";
import { holdPermissions } from "./permitted";

interface Connection {
  headers: Headers;
  send: (text: string) => void;
  end: () => void;
}

/** A manager of one VM: lists answer at once, streams stay open until the test ends them. */
class FakeManager {
  readonly connections: Connection[] = [];
  readonly listed: string[] = [];
  status = 200;
  revision = 1;

  fetch = (input: string, init: RequestInit = {}): Promise<Response> => {
    const path = input.replace("/api/v1", "");
    if (!path.startsWith("/events")) {
      this.listed.push(path);
      const items = path.startsWith("/vms") ? [vm(this.revision)] : [];
      return Promise.resolve(Response.json({ items, nextCursor: null, totalCount: items.length }));
    }
    if (this.status !== 200)
      return Promise.resolve(Response.json({ code: "UNAUTHENTICATED" }, { status: this.status }));
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        init.signal?.addEventListener("abort", () => controller.error(new Error("aborted")));
        this.connections.push({
          headers: new Headers(init.headers),
          send: (text) => controller.enqueue(encoder.encode(text)),
          end: () => controller.close(),
        });
      },
    });
    return Promise.resolve(new Response(body));
  };

  get last(): Connection {
    const connection = this.connections.at(-1);
    if (!connection) throw new Error("nobody has connected");
    return connection;
  }
}

function vm(revision: number) {
  return { metadata: { id: "vm-1", name: "demo", revision }, allowedActions: ["start"], marker: `r${revision}` };
}

const HELLO = 'event: hello\ndata: {"position":"40"}\n\n';
const changed = (id: number, revision: number, change = "CHANGED") => {
  const data = {
    revision,
    kind: "vm",
    id: "vm-1",
    name: "demo",
    change,
    object: change === "DELETED" ? null : vm(revision),
  };
  return `id: ${id}\nevent: io.atoll.vm.changed.v1\ndata: ${JSON.stringify({ id: String(id), data })}\n\n`;
};
const marker = () => (objects.vm.get("vm-1") as { marker?: string } | undefined)?.marker;

describe("LiveFeed", () => {
  let manager: FakeManager;
  beforeEach(() => {
    manager = new FakeManager();
    vi.stubGlobal("fetch", manager.fetch);
    holdPermissions(["VM_OPERATE"]);
    live.start();
  });
  afterEach(() => {
    live.stop(true);
    vi.unstubAllGlobals();
  });

  async function connected(): Promise<void> {
    await vi.waitFor(() => expect(manager.connections).toHaveLength(1));
    manager.last.send(HELLO);
    await vi.waitFor(() => expect(live.current()).toMatchObject({ phase: "LIVE", listed: true }));
  }

  it("listens first and lists then, so that nothing falls between", async () => {
    await vi.waitFor(() => expect(manager.connections).toHaveLength(1));
    expect(manager.listed).toEqual([]);
    manager.last.send(HELLO + changed(41, 7));
    await vi.waitFor(() => expect(live.current().phase).toBe("LIVE"));
    expect(manager.listed.map((path) => path.split("?")[0]).sort()).toEqual(
      ["/clusters", "/hosts", "/images", "/networks", "/pools", "/tasks", "/vms"].sort(),
    );
    // The listing came later but is older: revision 1 does not undo revision 7.
    expect(marker()).toBe("r7");
  });

  it("asks for nothing more while events come", async () => {
    await connected();
    const asked = manager.listed.length;
    manager.last.send(changed(41, 2) + changed(42, 3, "DELETED"));
    await vi.waitFor(() => expect(marker()).toBeUndefined());
    expect(manager.listed).toHaveLength(asked);
    expect(manager.connections).toHaveLength(1);
  });

  it("resumes after a break where it was, without listing again", async () => {
    await connected();
    manager.last.send(changed(41, 2));
    await vi.waitFor(() => expect(marker()).toBe("r2"));
    const asked = manager.listed.length;
    manager.last.end();
    await vi.waitFor(() => expect(live.current().phase).toBe("DOWN"));
    expect(live.current().heardAt).not.toBeNull();
    live.retryNow();
    await vi.waitFor(() => expect(manager.connections).toHaveLength(2));
    expect(manager.last.headers.get("Last-Event-ID")).toBe("41");
    manager.last.send(HELLO + changed(42, 3));
    await vi.waitFor(() => expect(marker()).toBe("r3"));
    expect(live.current().phase).toBe("LIVE");
    expect(manager.listed).toHaveLength(asked);
  });

  it("resumes from the greeting's position if it broke before the first change", async () => {
    await connected();
    manager.last.end();
    await vi.waitFor(() => expect(live.current().phase).toBe("DOWN"));
    live.retryNow();
    await vi.waitFor(() => expect(manager.connections).toHaveLength(2));
    expect(manager.last.headers.get("Last-Event-ID")).toBe("40");
  });

  it("lists again when the manager says that too much was missed", async () => {
    await connected();
    manager.revision = 9;
    manager.last.send("event: resync\ndata: {}\n\n");
    await vi.waitFor(() => expect(marker()).toBe("r9"));
  });

  it("tells the session when the manager no longer knows it", async () => {
    await connected();
    const expired = vi.fn();
    const forget = onSessionExpired(expired);
    manager.status = 401;
    manager.last.end();
    await vi.waitFor(() => expect(live.current().phase).toBe("DOWN"));
    live.retryNow();
    await vi.waitFor(() => expect(expired).toHaveBeenCalled());
    forget();
  });
});
