/** The API's types under the names the console uses. Everything here is an alias: the schema is the only source. */
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];
export type ProblemCause = Schemas["ProblemCause"];
export type Info = Schemas["Info"];
export type Session = Schemas["Session"];
export type Role = Schemas["Role"];
export type Permission = Schemas["Permission"];
export type Cluster = Schemas["Cluster"];
export type Host = Schemas["Host"];
export type HostState = Schemas["HostState"];
export type HostCheck = Schemas["HostCheck"];
export type JoinToken = Schemas["JoinToken"];
export type Pool = Schemas["Pool"];
export type Network = Schemas["Network"];
export type Image = Schemas["Image"];
export type ImageState = Schemas["ImageState"];
export type Vm = Schemas["Vm"];
export type PowerState = Schemas["PowerState"];
export type Ranked = Schemas["Ranked"];
export type Refused = Schemas["Refused"];
export type Plan = Schemas["Plan"];
export type DryRun = Schemas["DryRun"];
export type Task = Schemas["Task"];
export type TaskState = Schemas["TaskState"];
export type TaskStep = Schemas["TaskStep"];
export type StepState = Schemas["StepState"];
export type Migration = Schemas["Migration"];
export type User = Schemas["User"];
export type Token = Schemas["Token"];
export type ManagerInstance = Schemas["Manager"];
export type AuditEntry = Schemas["AuditEntry"];
export type ChangeEvent = Schemas["Event"];

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
