/** The API's types under the names the console uses. All come from the generated schema. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
/** What a refusal is shown by: a failed task keeps it too, without the request it answered. */
export type Refusal = Omit<Problem, "type" | "instance">;
export type ProblemCause = Schemas["Cause"];
export type Health = Schemas["SystemHealthView"];
export type Session = Schemas["SessionView"];
export type Role = Session["user"]["role"];
export type Permission = Session["permissions"][number];

export type Cluster = Schemas["ObjectViewClusterSpecClusterStatus"];
export type Host = Schemas["ObjectViewHostSpecHostStatus"];
export type HostCheck = Host["status"]["checks"][number];
export type HostState = Host["status"]["state"];
export type JoinToken = Schemas["JoinTokenView"];
/** The only time the token and its command are shown. */
export type NewJoinToken = Schemas["JoinTokenNewJoinToken"];
export type Pool = Schemas["ObjectViewPoolSpecPoolStatus"];
export type Network = Schemas["ObjectViewNetworkSpecNetworkStatus"];
export type Image = Schemas["ObjectViewImageSpecImageStatus"];
export type ImageState = Image["status"]["state"];
export type Vm = Schemas["ObjectViewVmSpecVmStatus"];
/** One of the snapshots of a VM. */
export type Snapshot = Schemas["SnapshotView"];
export type PowerState = Vm["status"]["powerState"];
export type Ranked = Schemas["PlacementReportRanked"];
export type Refused = Schemas["PlacementReportRefused"];
export type Plan = Schemas["PlacementPlan"];
export type DryRun = Schemas["DryRunPlacementPlan"];
export type BatchPlan = Schemas["VmBatchPlan"];
/** What is to happen to a VM when its host dies, and whether HA would do it now. */
export type VmHa = Vm["spec"]["ha"];
export type HaState = Vm["status"]["ha"]["state"];
export type ClusterHaState = Schemas["ClusterHaStatesStateView"];
export type Forecast = Schemas["HaForecastsForecastView"];
export type Incident = Schemas["IncidentView"];
export type Maintenance = Schemas["MaintenanceView"];
/** What becomes of one VM in a maintenance. */
export type MaintenanceVm = Schemas["MaintenanceVmView"];
/** Several hosts through maintenance. */
export type RollingMaintenance = Schemas["RollingView"];
export type RollingHost = RollingMaintenance["hosts"][number];
export type RollingAction = RollingMaintenance["settings"]["action"];
export type RollingBody = Schemas["RollingMaintenanceRollingBody"];
export type RollingPlan = Schemas["RollingPlan"];
export type EvacuationPlan = Schemas["EvacuationPlansEvacuationPlan"];
export type EvacuationChoice = Schemas["EvacuationPlansVmPlan"]["choice"];
export type ResourcePool = Schemas["ObjectViewResourcePoolSpecResourcePoolStatus"];
/** The root of the tree of resource pools. */
export type ClusterResources = Schemas["ResourcePoolWhole"];
/** The CPU that guests of a cluster see. */
export type CpuBaseline = Schemas["CpuBaselineView"];
export type Rule = Schemas["ObjectViewRuleSpecRuleStatus"];
/** How hard a cluster's live migrations try. */
export type MigrationPolicy = Schemas["MigrationPolicyChangesView"];
/** What one is expected to take. */
export type MigrationForecast = Schemas["MigrationForecastsView"];
/** How a cluster is balanced, and how that stands. */
export type Drs = Schemas["DrsView"];
export type DrsRound = Schemas["DrsRoundView"];
/** A migration that DRS recommends, carries out or made. */
export type Recommendation = Schemas["RecommendationView"];
export type HostEffect = Schemas["EffectHostEffect"];
export type MoveOutcome = Schemas["MoveOutcomeVerdict"];
/** How a cluster saves power, and how that stands. */
export type Dpm = Schemas["DpmView"];
export type PowerHost = Schemas["DpmHostView"];
export type PowerReason = Schemas["DpmReason"];
export type PowerRecommendation = Schemas["DpmRecommendation"];
/** How a host is switched on and off, and what was seen of it. */
export type HostPowerControl = Schemas["PowerHostPowerView"];
export type HostPowerDraft = Schemas["PowerDraft"];
/** What a host draws, and what somebody said that it draws. */
export type HostDraw = Schemas["PowerHostDrawView"];
export type PowerSpan = Schemas["SpanStoreSpanView"];
export type PowerSavings = Schemas["Savings"];
/** Why a VM is where it is, and what was decided before. */
export type VmPlacement = Schemas["VmPlacementsView"];
export type Decision = Schemas["PlacementHistoryDecisionView"];
export type Alarm = Schemas["AlarmView"];
export type AlarmDefinition = Schemas["ObjectViewDefinitionSpecDefinitionStatus"];
export type AlarmDefinitionRequest = Schemas["AlarmDefinitionDefinitionRequest"];
export type NotificationChannel = Schemas["ObjectViewChannelSpecChannelStatus"];
export type NotificationChannelRequest = Schemas["NotificationChannelChannelRequest"];
/** One notification of a channel, and what became of it. */
export type Delivery = Schemas["ChannelDeliveryView"];
export type AlarmChange = Schemas["AlarmChange"];
export type Migration = Schemas["MigrationHistoryView"];

export type Task = Schemas["TaskView"];
export type VmAndTask = Schemas["VmAndTask"];
export type TaskState = Task["state"];
export type TaskStep = Task["steps"][number];
export type StepState = TaskStep["state"];

export type User = Schemas["User"];
export type Token = Schemas["TokensTokenInfo"];
export type AuditEntry = Schemas["AuditEntry"];
export type ChangeEvent = Schemas["CloudEvent"];

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

/** What would become of a cluster. */
export type Simulation = Schemas["SimulationFindings"];
/** One change that is supposed. */
export type Change = Schemas["SimulationDraftChangeDraft"];
