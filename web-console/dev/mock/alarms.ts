/** Some alarms, definitions and channels of the mock world. */
import type { Alarm, AlarmDefinition, NotificationChannel } from "../../src/api/types";
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

/** What the lists of alarms answer; null: it is none of them. */
export function alarmItems(head: string, query: URLSearchParams): unknown[] | null {
  if (head === "alarm-definitions") return [DEFINITION];
  if (head === "notification-channels") return [CHANNEL];
  if (head !== "alarms") return null;
  const over = query.get("filter")?.includes('== "CLEARED"') ?? false;
  return ALARMS.filter(({ state }) => (state === "CLEARED") === over);
}
