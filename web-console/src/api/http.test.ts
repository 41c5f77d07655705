// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import { curlOf } from "./curl";
import { to, type Call } from "./calls";
import { listAll, ProblemError, readPicture, recordedCalls, send } from "./http";

function answering(...responses: Response[]) {
  const fetch = vi.fn((..._: Parameters<typeof globalThis.fetch>) =>
    Promise.resolve(responses.shift() ?? new Response(null, { status: 204 })),
  );
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

const headersOf = (fetch: ReturnType<typeof answering>, at = 0): Headers =>
  new Headers(fetch.mock.calls[at]?.[1]?.headers);

describe("send", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("marks changes as coming from the console, and makes a POST safe to repeat", async () => {
    const fetch = answering(Response.json({}), Response.json({}), Response.json({}));
    await send(to.post("/vms", { body: { name: "a" } }));
    await send(to.post("/vms", { body: { name: "a" } }));
    await send(to.get("/vms"));
    expect(headersOf(fetch).get("X-Atoll-Csrf")).toBe("1");
    expect(headersOf(fetch).get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
    expect(headersOf(fetch, 1).get("Idempotency-Key")).not.toBe(headersOf(fetch).get("Idempotency-Key"));
    expect(headersOf(fetch, 2).get("X-Atoll-Csrf")).toBeNull();
  });

  it("turns a refusal into its problem document", async () => {
    answering(Response.json({ title: "The name is taken", status: 409, code: "NAME_TAKEN" }, { status: 409 }));
    const failure = await send(to.post("/vms", { body: {} })).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(ProblemError);
    expect((failure as ProblemError).problem.code).toBe("NAME_TAKEN");
  });

  it("makes a problem of what is not one: a proxy's page, an unreachable manager", async () => {
    answering(new Response("<html>Bad gateway</html>", { status: 502, statusText: "Bad Gateway" }));
    await expect(send(to.get("/vms"))).rejects.toMatchObject({ problem: { code: "HTTP_502", title: "Bad Gateway" } });
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(send(to.get("/vms"))).rejects.toMatchObject({ problem: { code: "MANAGER_UNREACHABLE", status: 0 } });
  });

  it("reads a list to its end", async () => {
    const fetch = answering(
      Response.json({ items: [1, 2], nextCursor: "c/2", totalCount: 3 }),
      Response.json({ items: [3], nextCursor: null, totalCount: 3 }),
    );
    const numbers = (query: {
      limit: number;
      cursor?: string;
    }): Call<{ items: number[]; nextCursor: string | null }> => {
      const { method, path } = to.get("/vms", { query });
      return { method, path };
    };
    expect(await listAll(numbers)).toEqual([1, 2, 3]);
    expect(fetch.mock.calls.map(([url]) => url)).toEqual([
      "/api/v1/vms?limit=1000",
      "/api/v1/vms?limit=1000&cursor=c%2F2",
    ]);
  });

  it("remembers changes for “Show as API”, but neither readings nor dry runs nor log-ins nor console tickets nor typing", async () => {
    answering(...Array.from({ length: 6 }, () => Response.json({})));
    const before = recordedCalls().length;
    await send(to.get("/vms"));
    await send(to.tryPost("/vms", { body: {} }));
    await send(to.post("/sessions", { body: { username: "a", password: "b" } }));
    await send(to.post("/vms/{id}/console-tickets", { id: "1" }, { body: { kind: "VNC" } }));
    await send(to.post("/vms/{id}/actions/type-text", { id: "1" }, { body: { text: "secret" } }));
    await send(to.delete("/vms/{id}", { id: "1" }, { ifMatch: '"3"' }));
    expect(recordedCalls()).toHaveLength(before + 1);
    expect(recordedCalls()[0]).toMatchObject({ method: "DELETE", path: "/vms/1", status: 200 });
  });
});

describe("readPicture", () => {
  it("asks for a PNG and gives its bytes", async () => {
    const fetch = answering(new Response(new Uint8Array([1, 2, 3]), { headers: { "Content-Type": "image/png" } }));
    const picture = await readPicture(to.get("/vms/{id}/screenshot", { id: "1" }));
    expect(picture.size).toBe(3);
    const [, request] = fetch.mock.calls[0] ?? [];
    expect(new Headers(request?.headers).get("Accept")).toBe("image/png, application/problem+json");
  });
});

describe("to", () => {
  it("fills the template and leaves out what was not said", () => {
    expect(to.get("/vms/{id}", { id: "a/b" }).path).toBe("/vms/a%2Fb");
    expect(to.tryPost("/vms/{id}/actions/migrate", { id: "1" }, { body: { targetHostId: "2" } })).toEqual({
      method: "POST",
      path: "/vms/1/actions/migrate?dryRun=true",
      body: { targetHostId: "2" },
    });
    expect(to.get("/tasks", { query: { sort: "-createdAt", limit: 5 } }).path).toBe("/tasks?sort=-createdAt&limit=5");
  });
});

describe("curlOf", () => {
  it("writes a command that a shell takes literally", () => {
    const command = curlOf({ method: "POST", path: "/vms", body: { name: "it's $HOME" } }, "https://atoll.example");
    expect(command).toContain(`-d '{"name":"it'\\''s $HOME"}'`);
    expect(command).toContain("'https://atoll.example/api/v1/vms'");
    expect(command).toContain('"Authorization: Bearer $ATOLL_TOKEN"');
  });

  it("shows no password", () => {
    const body = { spec: { cloudInit: { users: [{ name: "admin", password: "hunter2" }] } } };
    expect(curlOf({ method: "POST", path: "/vms", body }, "")).not.toContain("hunter2");
    const control = { kind: "IPMI", secret: "hunter2" };
    expect(curlOf({ method: "PUT", path: "/hosts/1/power", body: control }, "")).not.toContain("hunter2");
  });
});
