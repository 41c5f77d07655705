/** The REST contract over the mock world: routes, session, lists, the event stream. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type {
  AuditEntry,
  Health,
  JoinToken,
  Kind,
  Permission,
  Problem,
  Role,
  Session,
  Token,
  User,
} from "../../src/api/types";
import { MockAlarms } from "./alarms";
import { MockDpm } from "./dpm";
import { cpuBaseline } from "./cpu";
import { MockDrs } from "./drs";
import { MockHa } from "./ha";
import { MockHostPower } from "./hostPower";
import { Operations } from "./operations";
import { MockResourcePools } from "./resourcePools";
import { MockRules } from "./rules";
import { seed } from "./seed";
import { usageOf } from "./usage";
import { newId, type World } from "./world";

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

export function refuse(status: number, code: string, detail: string, more: Partial<Problem> = {}): Refused {
  return new Refused({
    type: `/docs/problems/${code}`,
    title: code,
    status,
    detail,
    instance: null,
    code,
    causes: [],
    hints: [],
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    ...more,
  });
}

const ALL: Permission[] = [
  "INFO_READ",
  "INVENTORY_READ",
  "VM_OPERATE",
  "VM_CONSOLE",
  "INVENTORY_WRITE",
  "HOST_ENROL",
  "HOST_POWER",
  "TASK_READ",
  "TASK_CANCEL",
  "EVENT_READ",
  "ALARM_READ",
  "ALARM_ACKNOWLEDGE",
  "ALARM_DEFINE",
  "AUDIT_READ",
  "IDENTITY_READ",
  "IDENTITY_WRITE",
];

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

const KIND_OF: Record<string, Kind> = {
  clusters: "cluster",
  hosts: "host",
  vms: "vm",
  networks: "network",
  pools: "pool",
  images: "image",
  tasks: "task",
};

export class MockApi {
  readonly world: World;
  private readonly operations: Operations;
  private readonly ha: MockHa;
  private readonly resourcePools: MockResourcePools;
  private readonly rules: MockRules;
  private readonly alarms = new MockAlarms();
  private readonly dpm: MockDpm;
  private readonly hostPower: MockHostPower;
  private readonly drs: MockDrs;
  private loggedIn = true;
  private setupRequired: boolean;
  private readonly users: User[] = [
    {
      id: newId(),
      username: "admin",
      displayName: "Admin",
      role: "ADMIN",
      disabled: false,
      revision: 1,
      updatedAt: "2026-11-01T08:00:00Z",
      createdAt: "2026-11-01T08:00:00Z",
      lastLoginAt: new Date().toISOString(),
    },
    {
      id: newId(),
      username: "wei",
      displayName: "魏 敏",
      role: "OPERATOR",
      disabled: false,
      revision: 1,
      updatedAt: "2026-11-01T08:00:00Z",
      createdAt: "2026-11-03T08:00:00Z",
      lastLoginAt: null,
    },
  ];
  private tokens: Token[] = [
    {
      id: newId(),
      name: "terraform",
      username: "admin",
      role: "OPERATOR",
      createdAt: "2026-11-04T08:00:00Z",
      expiresAt: "2027-02-01T00:00:00Z",
      lastUsedAt: new Date().toISOString(),
      secret: null,
    },
  ];
  private joinTokens: JoinToken[] = [];
  readonly tickets = new Set<string>();
  private streams = new Set<ServerResponse>();

  constructor(extraVms: number, setup: boolean) {
    const { world, cluster } = seed(extraVms);
    this.world = world;
    this.operations = new Operations(world, cluster);
    this.ha = new MockHa(world, cluster);
    this.resourcePools = new MockResourcePools(cluster);
    this.rules = new MockRules(world, cluster);
    this.dpm = new MockDpm(world, cluster);
    this.hostPower = new MockHostPower(world);
    this.drs = new MockDrs(world, cluster);
    this.setupRequired = setup;
    this.loggedIn = !setup;
    setInterval(() => this.sample(), 2000).unref();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://mock");
    const path = url.pathname.replace("/api/v1/", "").split("/");
    try {
      if (path[0] === "events" && request.headers.accept?.includes("event-stream")) {
        this.stream(request, response);
        return;
      }
      const upload = request.headers["content-type"] === "application/octet-stream";
      const text = upload ? await drain(request) : await read(request);
      const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
      const answer = this.route(request.method ?? "GET", path, url.searchParams, body);
      response.writeHead(answer.status, { "Content-Type": "application/json", ...answer.headers });
      response.end(answer.body === undefined ? "" : JSON.stringify(answer.body));
    } catch (failure) {
      const problem = failure instanceof Refused ? failure.problem : refuse(500, "MOCK_FAULT", String(failure)).problem;
      response.writeHead(problem.status, { "Content-Type": "application/problem+json" });
      response.end(JSON.stringify(problem));
    }
  }

  private route(method: string, path: string[], query: URLSearchParams, body: Record<string, unknown>): Answer {
    const [head = "", id, sub, verb] = path;
    if (head === "info")
      return {
        status: 200,
        body: { name: "Atoll", version: "0.1.0", setupRequired: this.setupRequired, apiVersion: "v1" },
      };
    if (head === "setup") return this.setup(body);
    if (head === "sessions") return this.session(method, body);
    if (!this.loggedIn) throw refuse(401, "UNAUTHENTICATED", "Log in first.");
    const dryRun = query.get("dryRun") === "true";
    if (head === "users") return this.userRoute(method, id, sub, body);
    if (head === "tokens") return this.tokenRoute(method, id, body);
    if (head === "join-tokens") return this.joinTokenRoute(method, id);
    if (head === "audit") return { status: 200, body: page(audited([...this.world.objects.vm.keys()][0] ?? "")) };
    if (head === "health") return { status: 200, body: HEALTH };
    if (head === "events")
      return {
        status: 200,
        body: page(
          this.world.log
            .map(({ event }) => event)
            .reverse()
            .slice(0, 100),
        ),
      };
    if (head === "managers")
      return {
        status: 200,
        body: page([
          { id: "m1", address: "10.66.0.1:8443", leader: true, since: "2026-11-21T02:00:00Z", version: "0.1.0" },
        ]),
      };
    const alarms = this.alarms.route(method, path, query, body);
    if (alarms) return alarms;
    if (head === "ha-incidents") return this.ha.incident(id);
    if (head === "clusters" && id && sub === "ha") return this.ha.ofCluster(id, verb, query);
    const kind = KIND_OF[head];
    if (!kind) throw refuse(404, "NOT_FOUND", `No such path: ${path.join("/")}`);
    if (head === "clusters" && sub === "join-tokens") return this.newJoinToken(body);
    if (!id) {
      if (method === "GET") return { status: 200, body: list([...this.world.objects[kind].values()], query) };
      return this.operations.create(kind, body, dryRun);
    }
    const cluster = this.world.objects.cluster.get(id);
    if (cluster && sub === "dpm") return this.dpm.route(method, path.slice(3), body);
    if (cluster && sub === "drs") return this.drs.route(method, path.slice(3), query, body);
    if (cluster && sub === "migration-policy")
      return {
        status: 200,
        body: {
          clusterId: id,
          revision: 1,
          spec: { bandwidthMiBPerSecond: 0, pauseLadderMs: [100, 150, 250, 500], autoConverge: true },
        },
      };
    if (cluster && sub === "cpu-baseline")
      return { status: 200, body: cpuBaseline(cluster, [...this.world.objects.host.values()]) };
    if (cluster && sub === "resources") return { status: 200, body: this.resourcePools.whole };
    if (cluster && sub === "resource-pools") return this.resourcePools.route(method, cluster, verb, body);
    if (cluster && sub === "rules") return this.rules.route(method, cluster, verb, body);
    const host = this.world.objects.host.get(id);
    if (host && sub === "power") return this.hostPower.route(method, host, path.slice(3), body);
    if (host && verb === "power-test") return this.hostPower.task("host.power-test", host);
    const vm = this.world.objects.vm.get(id);
    if (vm && sub === "resources") return { status: 200, body: this.resourcePools.ofVm(vm) };
    if (vm && sub === "placement") return { status: 200, body: this.rules.whyHere(vm, query.get("host")) };
    const object = this.world.objects[kind].get(id);
    if (!object) throw refuse(404, `${kind.toUpperCase()}_NOT_FOUND`, `There is no ${kind} ${id}.`);
    if (sub === "actions" && verb === "type-text") {
      const count = Array.from((body as { text?: string }).text ?? "").length;
      return { status: 200, body: { typedCharacters: count, characters: count, ending: "COMPLETE" } };
    }
    if (sub === "actions" && verb === "stop-typing") return { status: 200, body: { wasTyping: false } };
    if (sub === "actions" && verb === "confirm-dead") return this.ha.confirmDead(id, body, dryRun);
    if (sub === "actions" && verb) return this.operations.act(kind, id, verb, body, dryRun);
    if (sub === "snapshots") {
      return { status: 200, body: { items: [], currentId: null, chainDepth: 1, mergeDebtBytes: 0 } };
    }
    if (sub === "migrations") return { status: 200, body: page(this.operations.migrations(id)) };
    if (sub === "samples") return { status: 200, body: usageOf(kind === "host" ? "host" : "vm") };
    if (sub === "content") return this.operations.upload(id);
    if (sub === "console-tickets") {
      const ticket = Math.random().toString(36).slice(2);
      this.tickets.add(`${ticket}/${String(body.kind)}/${object.metadata.name}`);
      return {
        status: 201,
        body: { ticket, expiresAt: new Date(Date.now() + 30_000).toISOString(), path: "/api/v1/console" },
      };
    }
    if (method === "GET") return { status: 200, body: object, headers: { ETag: `"${object.metadata.revision}"` } };
    if (method === "DELETE") return this.operations.remove(kind, id);
    return this.operations.change(kind, id, body);
  }

  private setup(body: Record<string, unknown>): Answer {
    if (!this.setupRequired) throw refuse(409, "SETUP_DONE", "This installation is set up already.");
    if (body.setupToken !== "mock-setup-token") throw refuse(401, "SETUP_TOKEN_INVALID", "The setup token is wrong.");
    this.setupRequired = false;
    return { status: 201, body: this.users[0] };
  }

  private session(method: string, body: Record<string, unknown>): Answer {
    if (method === "POST") {
      if (body.password === "wrong") throw refuse(401, "UNAUTHENTICATED", "User name or password is wrong.");
      this.loggedIn = true;
      return { status: 201, body: this.currentSession() };
    }
    if (method === "DELETE") {
      this.expire();
      return { status: 204 };
    }
    if (!this.loggedIn) throw refuse(401, "UNAUTHENTICATED", "Log in first.");
    return { status: 200, body: this.currentSession() };
  }

  /** Ends the session and its streams, as the manager does. */
  expire(): void {
    this.loggedIn = false;
    for (const stream of this.streams) stream.end();
  }

  private currentSession(): Session {
    const user = this.users[0];
    if (!user) throw new Error("the mock has a user");
    const { id, username, displayName, role } = user;
    return {
      user: { id, username, displayName, role },
      permissions: ALL,
      expiresAt: new Date(Date.now() + 8 * 3_600_000).toISOString(),
    };
  }

  private userRoute(
    method: string,
    id: string | undefined,
    sub: string | undefined,
    body: Record<string, unknown>,
  ): Answer {
    if (!id && method === "GET") return { status: 200, body: page(this.users) };
    if (!id) {
      const { username, displayName = "", role } = body as { username: string; displayName?: string; role: Role };
      if (this.users.some((user) => user.username === username))
        throw refuse(409, "NAME_TAKEN", `A user ${username} exists already.`);
      const user: User = {
        id: newId(),
        username,
        displayName,
        role,
        disabled: false,
        revision: 1,
        updatedAt: "2026-11-01T08:00:00Z",
        createdAt: new Date().toISOString(),
        lastLoginAt: null,
      };
      this.users.push(user);
      return { status: 201, body: user };
    }
    const index = this.users.findIndex((user) => user.id === id);
    const user = this.users[index];
    if (!user) throw refuse(404, "USER_NOT_FOUND", `There is no user ${id}.`);
    if (sub === "actions") return { status: 204 };
    if (method === "DELETE") {
      this.users.splice(index, 1);
      return { status: 204 };
    }
    Object.assign(user, body);
    return { status: 200, body: user };
  }

  private tokenRoute(method: string, id: string | undefined, body: Record<string, unknown>): Answer {
    if (method === "GET") return { status: 200, body: page(this.tokens) };
    if (method === "DELETE") {
      this.tokens = this.tokens.filter((token) => token.id !== id);
      return { status: 204 };
    }
    const token = {
      id: newId(),
      role: "ADMIN" as const,
      expiresAt: null,
      ...body,
      createdAt: new Date().toISOString(),
      lastUsedAt: null,
    } as Token;
    this.tokens.push(token);
    return { status: 201, body: { ...token, secret: "atk_7Qm2vXk9sYt4Lr8pWd3nZf6hBc1jGa5e" } };
  }

  private joinTokenRoute(method: string, id: string | undefined): Answer {
    if (method === "DELETE") this.joinTokens = this.joinTokens.filter((token) => token.id !== id);
    return method === "DELETE" ? { status: 204 } : { status: 200, body: page(this.joinTokens) };
  }

  private newJoinToken(body: Record<string, unknown>): Answer {
    const token = "ajt_bXk3d9Qz7Lm1.sha256-6f1ed002ab5595859014ebf0951522d9";
    const created: JoinToken = {
      clusterId: "",
      createdBy: "admin",
      usedByHostId: null,
      id: newId(),
      createdAt: new Date().toISOString(),
      expiresAt: new Date(Date.now() + Number(body.ttlSeconds ?? 3600) * 1000).toISOString(),
      usedAt: null,
      note: (body.note as string | undefined) ?? "",
    };
    this.joinTokens.push(created);
    setTimeout(() => this.operations.enrol(), 6000).unref();
    const command = `curl -fsS --pinnedpubkey 'sha256//b3YxZDAwMmFiNTU5NTg1OTAxNGViZjA5NTE1MjJkOQ==' -k https://10.66.0.1:8443/enrol | sudo sh -s -- ${token}`;
    const { id, expiresAt } = created;
    const url = "https://10.66.0.1:8443";
    return { status: 201, body: { id, expiresAt, token, command, url, caFingerprintSha256: "6f1ed002ab559585…" } };
  }

  private stream(request: IncomingMessage, response: ServerResponse): void {
    if (!this.loggedIn) {
      response.writeHead(401, { "Content-Type": "application/problem+json" });
      response.end(JSON.stringify(refuse(401, "UNAUTHENTICATED", "Log in first.").problem));
      return;
    }
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    const write = (id: number, event: unknown, type: string) =>
      response.write(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`);
    response.write(
      `event: hello\ndata: ${JSON.stringify({ position: String(this.world.position()), serverTime: new Date().toISOString() })}\n\n`,
    );
    const last = Number(request.headers["last-event-id"] ?? NaN);
    for (const { id, event } of this.world.log) if (id > last) write(id, event, event.type);
    this.streams.add(response);
    const unsubscribe = this.world.subscribe((id, event) => write(id, event, event.type));
    const ping = setInterval(() => response.write(": ping\n\n"), 10_000);
    response.on("close", () => {
      unsubscribe();
      clearInterval(ping);
      this.streams.delete(response);
    });
  }

  private sample(): void {
    const hosts = [...this.world.objects.host.values()]
      .filter((host) => host.status.state === "READY")
      .map((host, index) => ({
        id: host.metadata.id,
        cpuUsedMillicores: Math.round(500 + 300 * index + 250 * Math.random()),
        memoryUsedMiB: Math.round(2100 + 700 * index + 40 * Math.random()),
      }));
    const vms = [...this.world.objects.vm.values()]
      .filter((vm) => vm.status.powerState === "RUNNING")
      .slice(0, 200)
      .map((vm) => ({
        id: vm.metadata.id,
        cpuUsedMillicores: Math.round(vm.spec.vcpuCount * (60 + 200 * Math.random() ** 3)),
        memoryResidentMiB: Math.round(vm.spec.memoryMiB * (0.4 + 0.02 * Math.random())),
      }));
    for (const stream of this.streams)
      stream.write(`event: io.atoll.samples.v1\ndata: ${JSON.stringify({ hosts, vms })}\n\n`);
  }
}

export function page<T>(items: T[]): { items: T[]; nextCursor: null; totalCount: number } {
  return { items, nextCursor: null, totalCount: items.length };
}

function list(items: object[], query: URLSearchParams) {
  const limit = Number(query.get("limit") ?? "200");
  const from = Number(query.get("cursor") ?? "0");
  const sorted = query.get("sort") === "-createdAt" ? [...items].reverse() : items;
  const end = from + limit;
  return {
    items: sorted.slice(from, end),
    nextCursor: end < items.length ? String(end) : null,
    totalCount: items.length,
  };
}

const HEALTH: Health = {
  status: "UP",
  checks: [
    { name: "database", status: "UP", detail: "answers" },
    { name: "zookeeper", status: "UP", detail: "connected" },
  ],
};

const audited = (vmId: string): AuditEntry[] => [
  {
    position: 2,
    time: new Date().toISOString(),
    actor: "admin",
    address: "10.66.0.200",
    action: "vm.migrate",
    object: `vm/${vmId}`,
    outcome: "OK",
    detail: "",
  },
  {
    position: 1,
    time: new Date(Date.now() - 600_000).toISOString(),
    actor: "",
    address: "10.66.0.201",
    action: "session.create",
    object: "",
    outcome: "UNAUTHENTICATED",
    detail: "POST /api/v1/sessions",
  },
];

function read(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.on("error", reject);
  });
}

function drain(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    request.on("data", () => undefined);
    request.on("end", () => resolve(""));
    request.on("error", reject);
  });
}
