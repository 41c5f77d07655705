/**
 * The API's types under the names the console uses. Names, fields and enumerations come from the generated schema; what
 * the manager's description does not tell, whether a field may be null, is said here, and only here.
 */
import type { components } from "./schema";

type Schemas = components["schemas"];

/** The manager sends every field; its description calls all of them optional. */
type Sent<T> = T extends readonly (infer E)[]
  ? Sent<E>[]
  : string extends keyof T
    ? T
    : T extends object
      ? { [K in keyof T]-?: Sent<NonNullable<T[K]>> }
      : T;
type Null<T, K extends keyof T> = Omit<T, K> & { [P in K]: T[P] | null };
type Maybe<T, K extends keyof T> = Omit<T, K> & { [P in K]?: T[P] | null };

interface Metadata {
  id: string;
  name: string;
  labels: Record<string, string>;
  revision: number;
  createdAt: string;
  updatedAt: string;
}

interface Resource<Spec, Status> {
  metadata: Metadata;
  spec: Spec;
  status: Status;
  allowedActions: string[];
}

export type ProblemCause = Maybe<
  Sent<Schemas["Cause"]>,
  "field" | "host" | "check" | "code" | "need" | "free" | "unit"
>;
type ProblemHint = Maybe<Sent<Schemas["Hint"]>, "action">;
/** Also made by the console itself (manager unreachable), hence the fewer fields that must be there. */
export interface Problem extends Pick<Sent<Schemas["Problem"]>, "title" | "status" | "code"> {
  type?: string;
  detail?: string;
  instance?: string;
  causes?: ProblemCause[];
  hints?: ProblemHint[];
  traceId?: string | null;
}

export type Info = Sent<Schemas["SystemInfo"]>;
export type Session = Null<Sent<Schemas["SessionView"]>, "expiresAt">;
export type Role = Session["user"]["role"];
export type Permission = Session["permissions"][number];

export type Cluster = Resource<Sent<Schemas["ClusterSpec"]>, Sent<Schemas["ClusterStatus"]>>;

type CheckOutcome = "OK" | "WARNING" | "FAILED";
export type HostCheck = Omit<Sent<Schemas["HostSelfCheck"]>, "outcome"> & { outcome: CheckOutcome };
export type Host = Resource<
  Sent<Schemas["HostSpec"]>,
  Omit<
    Null<
      Sent<Schemas["HostStatus"]>,
      "memoryUsedMiB" | "cpuUsedMillicores" | "certificate" | "lastSeenAt" | "clockSkewMs"
    >,
    "checks"
  > & { checks: HostCheck[] }
>;
export type HostState = Host["status"]["state"];

export type JoinToken = Null<Sent<Schemas["JoinTokenView"]>, "usedAt" | "usedByHostId" | "note">;
/** The only time the token and its command are shown. */
export type NewJoinToken = Sent<Schemas["JoinTokenNewJoinToken"]>;

export type Pool = Resource<
  Sent<Schemas["PoolSpec"]>,
  Null<Sent<Schemas["PoolStatus"]>, "capacityBytes" | "usedBytes">
>;
export type Network = Resource<
  Null<Sent<Schemas["NetworkSpec"]>, "subnetCidr" | "gateway" | "rangeStart" | "rangeEnd">,
  Omit<Null<Sent<Schemas["NetworkStatus"]>, "addressesTotal">, "state"> & { state: "READY" | "APPLYING" | "FAILED" }
>;
export type Image = Resource<
  Omit<Null<Sent<Schemas["ImageSpec"]>, "sha256">, "source"> & {
    source: Null<Sent<Schemas["ImageSourceView"]>, "url">;
  },
  Null<Sent<Schemas["ImageStatus"]>, "failure" | "sha256" | "sizeBytes" | "uploadUrl" | "virtualSizeBytes">
>;
export type ImageState = Image["status"]["state"];

export type Ranked = Sent<Schemas["PlacementReportRanked"]>;
type Refusal = Null<Sent<Schemas["PlacementReportReason"]>, "need" | "free" | "unit">;
export type Refused = Omit<Sent<Schemas["PlacementReportRefused"]>, "refusals"> & { refusals: Refusal[] };
type Placement = Omit<Null<Sent<Schemas["PlacementReport"]>, "hostId">, "refused"> & { refused: Refused[] };

type VmSpec = Omit<Null<Sent<Schemas["VmSpec"]>, "imageId" | "cloudInit">, "nics"> & {
  nics: Null<Sent<Schemas["VmNicView"]>, "networkId" | "address">[];
};
type VmStatus = Omit<
  Null<
    Sent<Schemas["VmStatus"]>,
    | "hostId"
    | "hostName"
    | "lastHostId"
    | "cpuModel"
    | "cpuUsedMillicores"
    | "memoryResidentMiB"
    | "dataAt"
    | "activeTaskId"
  >,
  "placement"
> & { placement: Placement | null };
export type Vm = Resource<VmSpec, VmStatus>;
export type PowerState = Vm["status"]["powerState"];

export type TaskStep = Null<Sent<Schemas["TaskStep"]>, "startedAt" | "endedAt">;
export type StepState = TaskStep["state"];
export type Task = Omit<
  Null<Sent<Schemas["TaskView"]>, "parentId" | "startedAt" | "endedAt" | "traceId">,
  "steps" | "failure" | "result" | "progress" | "metadata"
> & {
  metadata: Metadata;
  steps: TaskStep[];
  failure: Problem | null;
  result: Record<string, unknown> | null;
  progress: Maybe<Sent<Schemas["TaskProgress"]>, "bytesDone" | "bytesTotal" | "bytesPerSecond">;
};
export type TaskState = Task["state"];

export type Migration = Null<
  Sent<Schemas["MigrationHistoryView"]>,
  | "endedAt"
  | "totalMs"
  | "downtimeMs"
  | "transferredBytes"
  | "taskId"
  | "sourceHostId"
  | "targetHostId"
  | "sourceHostName"
  | "targetHostName"
>;

export interface Plan {
  ranked: Ranked[];
  refused: Refused[];
  chosenHostId: string | null;
}

export interface DryRun {
  wouldSucceed: boolean;
  violations: { code: string; detail: string; causes: ProblemCause[] }[];
  plan: Plan | null;
}

export type User = Null<Sent<Schemas["User"]>, "lastLoginAt">;
export type Token = Maybe<Null<Sent<Schemas["TokensTokenInfo"]>, "expiresAt" | "lastUsedAt">, "secret">;
export type ManagerInstance = Sent<Schemas["ManagersManager"]>;
export type AuditEntry = Null<Sent<Schemas["AuditEntry"]>, "actor" | "address" | "object" | "detail">;

export interface ChangeEvent {
  id: string;
  type: string;
  subject: string;
  time: string;
  data: {
    revision: number;
    kind: string;
    id: string;
    name: string;
    change: "CREATED" | "CHANGED" | "DELETED";
    object: unknown;
  };
}

/** The kinds of object that the event stream carries, with the type of each. */
export interface ObjectOfKind {
  cluster: Cluster;
  host: Host;
  vm: Vm;
  network: Network;
  pool: Pool;
  image: Image;
  task: Task;
}
export type Kind = keyof ObjectOfKind;

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  totalCount: number;
}
