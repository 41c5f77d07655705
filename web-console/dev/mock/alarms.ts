/** Some alarms, definitions and channels of the mock world. */
import type { Alarm, AlarmDefinition, Delivery, NotificationChannel } from "../../src/api/types";
import { page, refuse, type Answer } from "./api";
import { newId } from "./world";

const AT = "2026-11-21T03:12:00Z";

const alarm = (object: Partial<Alarm>): Alarm => ({
  id: newId(),
  revision: 0,
  state: "RAISED",
  severity: "WARNING",
  worstSeverity: "WARNING",
  definitionId: null,
  definitionName: "pool-used",
  objectKind: "POOL",
  objectId: newId(),
  objectName: "shared",
  objectLabels: {},
  clusterId: null,
  code: "METRIC_ABOVE",
  parameters: { object: "shared", figure: "usedPercent", value: "83.4", threshold: "80", unit: "%" },
  detail: "usedPercent of pool shared is 83.4 %, at or above the limit of 80 %.",
  value: 83.4,
  threshold: 80,
  unit: "%",
  raisedAt: AT,
  changedAt: AT,
  noDataSince: null,
  clearsByItself: true,
  acknowledgement: null,
  clearing: null,
  allowedActions: ["acknowledge"],
  ...object,
});

const ALARMS: Alarm[] = [
  alarm({
    severity: "CRITICAL",
    worstSeverity: "CRITICAL",
    definitionName: "host-disconnected",
    objectKind: "HOST",
    objectName: "host-3",
    code: "STATE",
    parameters: { object: "host-3", property: "connectionState", state: "DISCONNECTED" },
    clearsByItself: false,
    allowedActions: ["acknowledge", "clear"],
  }),
  alarm({ noDataSince: AT, acknowledgement: { at: AT, by: "root-admin", note: "new disks on Monday" } }),
  alarm({ state: "CLEARED", clearing: { at: AT, cause: "CONDITION_OVER", by: "", note: "" }, allowedActions: [] }),
];

const metadata = (name: string) => ({ id: newId(), name, labels: {}, revision: 0, createdAt: AT, updatedAt: AT });

const DEFINITION: AlarmDefinition = {
  metadata: metadata("pool-used"),
  spec: {
    description: "A storage pool fills up.",
    enabled: true,
    objectKind: "POOL",
    target: { clusterId: null, objectIds: [], labels: {} },
    condition: {
      type: "METRIC",
      figure: "usedPercent",
      operator: "ABOVE",
      warning: 80,
      critical: 92,
      clearMargin: 2,
      property: null,
      values: [],
      severity: null,
      forSeconds: 60,
      clearForSeconds: 60,
    },
  },
  status: { builtin: "pool-used", objects: 3, objectsWithoutData: 1, alarmsStanding: 1 },
  allowedActions: ["edit", "delete"],
};

const CHANNEL: NotificationChannel = {
  metadata: metadata("on-call"),
  spec: {
    description: "",
    enabled: true,
    type: "WEBHOOK",
    webhook: { url: "https://hooks.example.org/atoll", caPem: null },
    mail: null,
    filter: { leastSeverity: "CRITICAL", changes: [], objectKinds: [], clusterId: null, labels: {} },
  },
  status: { pending: 0, dead: 1, lastDeliveredAt: AT, hasPassword: false, previousSecretUntil: null },
  allowedActions: ["edit", "delete", "test", "rotate-secret"],
};

const delivery = (object: Partial<Delivery>): Delivery => ({
  id: newId(),
  alarmId: newId(),
  change: "RAISED",
  state: "DELIVERED",
  attempts: 1,
  lastError: null,
  createdAt: AT,
  nextAttemptAt: null,
  endedAt: AT,
  ...object,
});

type Body = Record<string, unknown>;

/** Alarms, and the definitions and channels that are made and changed in the mock. */
export class MockAlarms {
  private definitions: AlarmDefinition[] = [DEFINITION];
  private channels: NotificationChannel[] = [CHANNEL];
  private deliveries: Delivery[] = [
    delivery({
      state: "PENDING",
      attempts: 3,
      lastError: "The server answered 503 Service Unavailable.",
      nextAttemptAt: AT,
      endedAt: null,
    }),
    delivery({ change: "CLEARED" }),
    delivery({ state: "DEAD", attempts: 14, lastError: "hooks.example.org did not answer within 10 s." }),
  ];

  /** Null: it is about none of them. */
  route(method: string, path: string[], query: URLSearchParams, body: Body): Answer | null {
    const [head = "", id, sub, verb] = path;
    switch (head) {
      case "alarms": {
        const over = query.get("filter")?.includes('== "CLEARED"') ?? false;
        return { status: 200, body: page(ALARMS.filter(({ state }) => (state === "CLEARED") === over)) };
      }
      case "alarm-definitions":
        return this.definition(method, id, body);
      case "notification-channels":
        return this.channel(method, id, sub === "actions" ? verb : sub, body);
      default:
        return null;
    }
  }

  private definition(method: string, id: string | undefined, body: Body): Answer {
    if (!id && method === "GET") return { status: 200, body: page(this.definitions) };
    const spec = (body.spec ?? {}) as Partial<AlarmDefinition["spec"]>;
    const { warning, critical, operator } = spec.condition ?? {};
    if (typeof warning === "number" && typeof critical === "number" && operator === "ABOVE" && critical <= warning) {
      const detail = `spec.condition.critical (${critical}) must be above spec.condition.warning (${warning}).`;
      throw refuse(422, "VALIDATION_FAILED", detail, { causes: [{ field: "spec.condition.critical", detail }] });
    }
    if (!id) {
      const blank = { description: "", enabled: true, objectKind: "HOST", target: DEFINITION.spec.target } as const;
      const made: AlarmDefinition = {
        metadata: metadata(String(body.name)),
        spec: filled({ ...blank, condition: NO_CONDITION }, spec),
        status: { builtin: null, objects: 0, objectsWithoutData: 0, alarmsStanding: 0 },
        allowedActions: ["edit", "delete"],
      };
      this.definitions = [...this.definitions, made];
      return { status: 201, body: made };
    }
    const definition = this.definitions.find((each) => each.metadata.id === id);
    if (!definition) throw refuse(404, "ALARM_DEFINITION_NOT_FOUND", `There is no alarm definition ${id}.`);
    if (method === "DELETE") {
      this.definitions = this.definitions.filter((each) => each !== definition);
      return { status: 204 };
    }
    if (method === "PATCH") rename(definition, body).spec = filled(definition.spec, spec);
    return { status: 200, body: definition };
  }

  private channel(method: string, id: string | undefined, verb: string | undefined, body: Body): Answer {
    if (!id && method === "GET") return { status: 200, body: page(this.channels) };
    const { mail, webhook, filter, ...spec } = (body.spec ?? {}) as Partial<NotificationChannel["spec"]>;
    const parts: Partial<NotificationChannel["spec"]> = {
      ...spec,
      ...(mail && { mail: { ...NO_MAIL, ...mail } }),
      ...(webhook && { webhook: { ...NO_WEBHOOK, ...webhook } }),
      ...(filter && { filter: { ...NO_FILTER, ...filter } }),
    };
    if (!id) {
      const blank = { ...CHANNEL.spec, webhook: null, filter: NO_FILTER, description: "" };
      const type = spec.type ?? "WEBHOOK";
      const made: NotificationChannel = {
        metadata: metadata(String(body.name)),
        spec: { ...blank, ...parts },
        status: { pending: 0, dead: 0, lastDeliveredAt: null, hasPassword: false, previousSecretUntil: null },
        allowedActions: ["edit", "delete", "test", ...(type === "WEBHOOK" ? ["rotate-secret"] : [])],
      };
      this.channels = [...this.channels, made];
      return { status: 201, body: { channel: made, secret: type === "WEBHOOK" ? SECRET : null } };
    }
    const channel = this.channels.find((each) => each.metadata.id === id);
    if (!channel) throw refuse(404, "NOTIFICATION_CHANNEL_NOT_FOUND", `There is no notification channel ${id}.`);
    if (verb === "deliveries")
      return { status: 200, body: page(channel.metadata.id === CHANNEL.metadata.id ? this.deliveries : []) };
    if (verb === "rotate-secret")
      return { status: 200, body: { secret: SECRET, previousUntil: "2026-11-22T03:12:00Z" } };
    if (verb === "test") {
      const test = delivery({ change: "TEST", alarmId: null, createdAt: new Date().toISOString() });
      this.deliveries = [test, ...this.deliveries];
      return { status: 202, body: test };
    }
    if (method === "DELETE") {
      this.channels = this.channels.filter((each) => each !== channel);
      return { status: 204 };
    }
    if (method === "PATCH") Object.assign(rename(channel, body).spec, parts);
    return { status: 200, body: channel };
  }
}

const SECRET = "whsec_bW9jay1zZWNyZXQtb2YtdGhlLW1vY2std29ybGQ=";
const EVERYTHING: AlarmDefinition["spec"]["target"] = { clusterId: null, objectIds: [], labels: {} };
const NO_WEBHOOK = { url: "", caPem: null };
const NO_FILTER = { ...CHANNEL.spec.filter, leastSeverity: "WARNING" } as const;
const NO_MAIL: NonNullable<NotificationChannel["spec"]["mail"]> = {
  host: "",
  port: 587,
  security: "STARTTLS",
  username: null,
  from: "",
  to: [],
  caPem: null,
};
const NO_CONDITION: AlarmDefinition["spec"]["condition"] = {
  ...DEFINITION.spec.condition,
  figure: null,
  operator: null,
  warning: null,
  critical: null,
  clearMargin: 0,
};

/** Target and condition are replaced as a whole, as the manager does it. */
function filled(before: AlarmDefinition["spec"], { target, condition, ...more }: Partial<AlarmDefinition["spec"]>) {
  return {
    ...before,
    ...more,
    ...(target && { target: { ...EVERYTHING, ...target } }),
    ...(condition && { condition: { ...NO_CONDITION, ...condition } }),
  };
}

function rename<T extends AlarmDefinition | NotificationChannel>(object: T, { name }: Body): T {
  if (typeof name === "string") object.metadata.name = name;
  object.metadata.revision += 1;
  return object;
}
