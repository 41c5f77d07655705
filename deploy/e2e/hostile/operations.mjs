// A good request for every operation that takes a body: hostile values replace one field of it at a time. Whatever the
// manager's description lists and this table does not, fails the suite.

import assert from "node:assert/strict";
import { ALARM, CHANNEL } from "./context.mjs";

/** @typedef {import("./context.mjs").Context} Context */
/**
 * @typedef {{ path: (c: Context) => string, body: (c: Context) => any, dryRun?: boolean, as?: "stranger",
 *   undo?: (c: Context, json: any) => Promise<unknown>, restore?: (c: Context) => any }} Target
 * dryRun: what would come of it is too big to be undone after each try. as: without credentials. undo: removes what was
 * made. restore: the body that puts a changed object back.
 */

/** What HA is to do for a VM that nobody ever said anything about. */
const HA_OFF = {
  protected: false,
  priority: "MEDIUM",
  restartAfter: [],
  isolationPolicy: "KEEP_RUNNING",
  storageLossPolicy: "RESTART_ELSEWHERE",
  healthPolicy: "PROCESS_ENDS_OR_GUEST_CRASHES",
};

/** The id of nobody: what is asked of it is refused at the latest for that. */
const NOBODY = "00000000-0000-7000-8000-000000000000";

const HEX = "0123456789abcdef".repeat(4);

/** @param {string} kind @param {string} [query] */
const remover =
  (kind, query = "") =>
  async (/** @type {Context} */ c, /** @type {any} */ json) => {
    const path = `/api/v1/${kind}/${json.id ?? json.metadata.id}${query}`;
    const answer = await c.admin.delete(path);
    assert.ok(answer.status < 300, `cannot be removed again: ${answer.status} ${answer.text}`);
  };

/** @type {Record<string, Target>} */
export const TARGETS = {
  createCluster: {
    path: () => "/api/v1/clusters",
    body: (c) => ({ name: c.name("cluster"), labels: {}, spec: { description: "", cpuOvercommitRatio: 4 } }),
    undo: remover("clusters"),
  },
  updateCluster: {
    path: (c) => `/api/v1/clusters/${c.own.clusterId}`,
    body: () => ({ spec: {} }),
    restore: (c) => ({ labels: { note: null }, spec: { ...c.own.clusterSpec } }),
  },
  createRule: {
    path: (c) => `/api/v1/clusters/${c.own.clusterId}/rules`,
    dryRun: true,
    body: (c) => ({
      name: c.name("rule"),
      labels: {},
      spec: { kind: "KEEP_APART", enforcement: "MUST", enabled: true, vmSelector: "note=hostile", description: "" },
    }),
  },
  updateRule: {
    path: (c) => `/api/v1/clusters/${c.own.clusterId}/rules/${c.own.ruleId}`,
    body: () => ({ spec: {} }),
    restore: () => ({
      labels: { note: null },
      spec: { enforcement: "MUST", enabled: true, vmSelector: "note=hostile", description: "" },
    }),
  },
  createResourcePool: {
    path: (c) => `/api/v1/clusters/${c.own.clusterId}/resource-pools`,
    dryRun: true,
    body: (c) => ({ name: c.name("respool"), labels: {}, spec: { description: "", cpuSharesLevel: "NORMAL" } }),
  },
  updateResourcePool: {
    path: (c) => `/api/v1/clusters/${c.own.clusterId}/resource-pools/${c.own.resourcePoolId}`,
    body: () => ({ spec: {} }),
    restore: () => ({
      labels: { note: null },
      spec: {
        ...{ description: "", cpuSharesLevel: "NORMAL", memorySharesLevel: "NORMAL" },
        ...{ cpuReservationMHz: 0, cpuLimitMHz: 0, cpuExpandable: true },
        ...{ memoryReservationMiB: 0, memoryLimitMiB: 0, memoryExpandable: true },
      },
    }),
  },
  createAlarmDefinition: {
    path: () => "/api/v1/alarm-definitions",
    body: (c) => ({
      name: c.name("alarm"),
      labels: {},
      spec: { ...ALARM, description: "", enabled: false, target: { objectIds: [], labels: {} } },
    }),
    undo: remover("alarm-definitions"),
  },
  updateAlarmDefinition: {
    path: (c) => `/api/v1/alarm-definitions/${c.own.alarmDefinitionId}`,
    body: () => ({ spec: {} }),
    restore: () => ({ labels: { note: null }, spec: { ...ALARM, description: "", enabled: false, target: {} } }),
  },
  // There is no such alarm: what is wrong with the body is said first, or that.
  acknowledgeAlarm: { path: () => `/api/v1/alarms/${NOBODY}/actions/acknowledge`, body: () => ({ note: "" }) },
  clearAlarm: { path: () => `/api/v1/alarms/${NOBODY}/actions/clear`, body: () => ({ note: "x" }) },
  createNotificationChannel: {
    path: () => "/api/v1/notification-channels",
    body: (c) => ({
      name: c.name("channel"),
      labels: {},
      spec: { ...CHANNEL, description: "", enabled: false, filter: { leastSeverity: "CRITICAL", changes: [] } },
    }),
    undo: (c, json) => remover("notification-channels")(c, json.channel),
  },
  updateNotificationChannel: {
    path: (c) => `/api/v1/notification-channels/${c.own.notificationChannelId}`,
    body: () => ({ spec: {} }),
    restore: () => ({ labels: { note: null }, spec: { ...CHANNEL, description: "", enabled: false, filter: {} } }),
  },
  updateDrs: {
    path: (c) => `/api/v1/clusters/${c.own.clusterId}/drs`,
    body: () => ({ spec: {} }),
    restore: () => ({ spec: { mode: "OFF", level: 3, coolDownMinutes: 30, patienceMinutes: 2 } }),
  },
  updateMigrationPolicy: {
    path: (c) => `/api/v1/clusters/${c.own.clusterId}/migration-policy`,
    body: () => ({ spec: { bandwidthMiBPerSecond: 0, pauseLadderMs: [100, 150, 250, 500], autoConverge: true } }),
    restore: () => ({ spec: { bandwidthMiBPerSecond: 0, pauseLadderMs: [100, 150, 250, 500], autoConverge: true } }),
  },
  updateDpm: {
    path: (c) => `/api/v1/clusters/${c.own.clusterId}/dpm`,
    body: () => ({ spec: {} }),
    restore: () => ({
      spec: {
        mode: "OFF",
        lowPercent: 45,
        highPercent: 81,
        wakeMinutes: 5,
        parkMinutes: 40,
        minimumUpMinutes: 30,
        spareHosts: 0,
        timeZone: "UTC",
        schedule: [],
        excludedHostIds: [],
      },
    }),
  },
  replayDrs: {
    path: (c) => `/api/v1/clusters/${c.own.clusterId}/drs/replays`,
    // Each taken one would be a task.
    dryRun: true,
    body: () => ({ days: 7 }),
  },
  snoozeDrsRecommendation: {
    // Nothing is recommended in a cluster without hosts: it is refused for that at the latest.
    path: (c) => `/api/v1/clusters/${c.own.clusterId}/drs/recommendations/${c.own.ruleId}/actions/snooze`,
    dryRun: true,
    body: () => ({ hours: 1 }),
  },
  simulateCluster: {
    path: (c) => `/api/v1/clusters/${c.clusterId}/simulations`,
    body: (c) => ({
      changes: [
        { kind: "HOSTS_DRAINED", hostIds: [c.own.hostId] },
        {
          kind: "RULE_ADDED",
          rule: {
            kind: "BLAST_RADIUS",
            enforcement: "MUST",
            vmSelector: "note=hostile",
            zoneLabel: "rack",
            maxSharePercent: 50,
          },
        },
        {
          kind: "RULE_ADDED",
          rule: {
            kind: "VM_HOST",
            enforcement: "MUST_NOT",
            vmSelector: "note=hostile",
            hostSelector: "note=hostile",
          },
        },
      ],
      balanceLevel: 3,
    }),
  },
  createJoinToken: {
    path: (c) => `/api/v1/clusters/${c.clusterId}/join-tokens`,
    body: () => ({ ttlSeconds: 600, note: "" }),
    undo: remover("join-tokens"),
  },
  enrolHost: {
    path: () => "/api/v1/enrolments",
    as: "stranger",
    body: () => ({
      token: `atoll1.${"A".repeat(107)}`,
      csrPem: "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
      hostname: "hostile-host",
      agentAddress: "127.0.0.1",
      agentPort: 7443,
      clockMs: Date.now(),
      agentVersion: "0.1.0",
    }),
  },
  updateHost: {
    path: (c) => `/api/v1/hosts/${c.own.hostId}`,
    body: () => ({ spec: {} }),
    restore: () => ({ labels: { note: null }, spec: { description: "" } }),
  },
  confirmHostDead: {
    path: (c) => `/api/v1/hosts/${c.own.hostId}/actions/confirm-dead`,
    // What is confirmed cannot be taken back, and the host lives: it is refused for that at the latest.
    dryRun: true,
    body: () => ({ hostName: "not-this-one", note: "" }),
  },
  enterMaintenance: {
    path: (c) => `/api/v1/hosts/${c.own.hostId}/actions/enter-maintenance`,
    // A real one would empty the host.
    dryRun: true,
    body: () => ({
      choices: {},
      stopRemaining: false,
      restartStopped: true,
      pauseBoundMs: 300,
      maxParallel: 4,
      shutdownSeconds: 60,
      note: "",
    }),
  },
  exitMaintenance: {
    path: (c) => `/api/v1/hosts/${c.own.hostId}/actions/exit-maintenance`,
    dryRun: true,
    body: () => ({ bringHome: "NO" }),
  },
  cancelMaintenance: {
    path: () => `/api/v1/maintenances/${NOBODY}/actions/cancel`,
    body: () => ({ bringHome: "NO" }),
  },
  retryMaintenanceVm: {
    path: () => `/api/v1/maintenances/${NOBODY}/vms/${NOBODY}/actions/retry`,
    body: () => ({ choice: "STOP" }),
  },
  startRollingMaintenance: {
    path: (c) => `/api/v1/clusters/${c.own.clusterId}/rolling-maintenances`,
    dryRun: true,
    body: (c) => ({
      hostIds: [c.own.hostId],
      canaryHostId: NOBODY,
      maxHostsOut: 1,
      action: "HOOK",
      hook: "firmware",
      hookSeconds: 60,
      healthSeconds: 60,
      bringHome: "NO",
      stopRemaining: false,
      restartStopped: true,
      pauseBoundMs: 300,
      maxParallel: 4,
      shutdownSeconds: 60,
      note: "",
    }),
  },
  resumeRollingMaintenance: {
    path: () => `/api/v1/rolling-maintenances/${NOBODY}/actions/resume`,
    body: () => ({ skipFailed: false }),
  },
  setHostPower: {
    path: (c) => `/api/v1/hosts/${c.own.hostId}/power`,
    // A host keeps its control, or has none.
    dryRun: true,
    body: () => ({ kind: "REDFISH", address: "10.255.255.1", user: "u", secret: "p", certificateSha256: HEX }),
  },
  powerOffHost: {
    path: (c) => `/api/v1/hosts/${c.own.hostId}/actions/power-off`,
    dryRun: true,
    body: () => ({ mode: "GRACEFUL", force: false }),
  },
  powerCycleHost: {
    path: (c) => `/api/v1/hosts/${c.own.hostId}/actions/power-cycle`,
    dryRun: true,
    body: () => ({ mode: "GRACEFUL", force: false }),
  },
  testHostWake: {
    path: (c) => `/api/v1/hosts/${c.own.hostId}/power/actions/test-wake`,
    dryRun: true,
    body: () => ({ mode: "GRACEFUL" }),
  },
  setHostPowerModel: {
    path: (c) => `/api/v1/hosts/${c.own.hostId}/power/model`,
    dryRun: true,
    body: () => ({ idleWatts: 80, fullWatts: 240 }),
  },
  createImage: {
    path: () => "/api/v1/images",
    body: (c) => ({
      name: c.name("image"),
      labels: {},
      spec: { poolId: c.own.poolId, format: "QCOW2", sha256: HEX, description: "", source: { type: "UPLOAD" } },
    }),
    // Its deletion is a task: the installation is as it was when that has ended.
    undo: remover("images", "?wait=30s"),
  },
  updateImage: {
    path: (c) => `/api/v1/images/${c.own.imageId}`,
    body: () => ({ spec: {} }),
    restore: () => ({ labels: { note: null }, spec: { description: "" } }),
  },
  createNetwork: {
    path: () => "/api/v1/networks",
    body: (c) => ({
      name: c.name("net"),
      labels: {},
      spec: { clusterId: c.clusterId, vlan: 0, addressing: "DHCP", description: "" },
    }),
    undo: remover("networks"),
  },
  updateNetwork: {
    path: (c) => `/api/v1/networks/${c.own.networkId}`,
    body: () => ({ spec: {} }),
    restore: (c) => ({ labels: { note: null }, spec: { ...c.own.networkSpec, description: "" } }),
  },
  createPool: {
    path: () => "/api/v1/pools",
    dryRun: true,
    body: (c) => ({
      name: c.name("pool"),
      labels: {},
      spec: { clusterId: c.clusterId, type: "SHARED_DIRECTORY", path: "/tmp/atoll-hostile-pool", description: "" },
    }),
  },
  updatePool: {
    path: (c) => `/api/v1/pools/${c.own.poolId}`,
    body: () => ({ spec: {} }),
    restore: () => ({ labels: { note: null }, spec: { description: "" } }),
  },
  logIn: {
    path: () => "/api/v1/sessions",
    as: "stranger",
    body: () => ({ username: "hostile-nobody", password: "not-the-password" }),
  },
  setUp: {
    path: () => "/api/v1/setup",
    as: "stranger",
    body: () => ({
      setupToken: "A".repeat(43),
      username: "hostile-admin",
      displayName: "x",
      password: "Long-Enough-Password-1",
    }),
  },
  createToken: {
    path: () => "/api/v1/tokens",
    body: (c) => ({ name: c.name("token"), role: "VIEWER" }),
    undo: remover("tokens"),
  },
  createUser: {
    path: () => "/api/v1/users",
    body: (c) => ({ username: c.name("user"), displayName: "x", role: "VIEWER", password: "Long-Enough-Password-1" }),
    undo: remover("users"),
  },
  changeUser: {
    path: (c) => `/api/v1/users/${c.own.userId}`,
    body: () => ({}),
    restore: () => ({ displayName: "hostile", role: "VIEWER", disabled: false }),
  },
  setUserPassword: {
    path: (c) => `/api/v1/users/${c.own.userId}/actions/set-password`,
    body: () => ({ password: "Long-Enough-Password-2" }),
  },
  createVm: {
    path: () => "/api/v1/vms",
    dryRun: true,
    body: (c) => ({
      name: c.name("vm"),
      labels: {},
      spec: {
        clusterId: c.clusterId,
        imageId: c.imageId,
        vcpuCount: 1,
        memoryMiB: 64,
        start: false,
        networks: [],
        hardware: {
          cpuTopology: { sockets: 1, coresPerSocket: 1, threadsPerCore: 1 },
          nestedVirtualization: false,
          firmware: "BIOS",
          secureBoot: false,
          tpm: false,
          bootOrder: ["DISK"],
        },
      },
    }),
  },
  createVmBatch: {
    path: () => "/api/v1/vm-batches",
    dryRun: true,
    body: (c) => ({
      namePattern: `${c.name("vm")}-{n:02}`,
      first: 1,
      count: 2,
      maxParallel: 2,
      labels: {},
      spec: { clusterId: c.clusterId, imageId: c.imageId, vcpuCount: 1, memoryMiB: 64, start: false, networks: [] },
    }),
  },
  updateVm: {
    path: (c) => `/api/v1/vms/${c.own.vmId}`,
    body: () => ({ spec: {} }),
    restore: () => ({ labels: { note: null }, spec: { description: "", vcpuCount: 1, memoryMiB: 64, ha: HA_OFF } }),
  },
  migrateVm: {
    path: (c) => `/api/v1/vms/${c.own.vmId}/actions/migrate`,
    dryRun: true,
    body: () => ({ pauseLimitMs: 500 }),
  },
  startVm: { path: (c) => `/api/v1/vms/${c.own.vmId}/actions/start`, dryRun: true, body: () => ({}) },
  shutdownVm: {
    path: (c) => `/api/v1/vms/${c.own.vmId}/actions/shutdown`,
    dryRun: true,
    body: () => ({ deadlineSeconds: 30, thenStop: false }),
  },
  createVmSnapshot: {
    path: (c) => `/api/v1/vms/${c.own.vmId}/snapshots`,
    dryRun: true,
    body: (c) => ({ name: c.name("snapshot"), description: "", quiesce: "NONE", quiesceSeconds: 5 }),
  },
  updateVmSnapshot: {
    path: (c) => `/api/v1/vms/${c.own.vmId}/snapshots/${NOBODY}`,
    body: (c) => ({ name: c.name("snapshot"), description: "" }),
  },
  revertVmToSnapshot: {
    path: (c) => `/api/v1/vms/${c.own.vmId}/snapshots/${NOBODY}/actions/revert`,
    dryRun: true,
    body: () => ({ force: false }),
  },
  createConsoleTicket: {
    path: (c) => `/api/v1/vms/${c.own.vmId}/console-tickets`,
    body: () => ({ kind: "VNC" }),
  },
  // Of a VM that is there each try would begin a task.
  addVmDisk: { path: () => `/api/v1/vms/${NOBODY}/disks`, body: () => ({ sizeGiB: 1 }) },
  growVmDisk: { path: () => `/api/v1/vms/${NOBODY}/disks/0/actions/grow`, body: () => ({ sizeGiB: 2 }) },
  limitVmDisk: {
    path: () => `/api/v1/vms/${NOBODY}/disks/0`,
    body: () => ({ iopsLimit: 1000, bytesPerSecondLimit: 10_000_000 }),
  },
  addVmNic: { path: () => `/api/v1/vms/${NOBODY}/nics`, body: () => ({ networkId: NOBODY, address: "10.0.0.9" }) },
  sendVmKeys: {
    path: (c) => `/api/v1/vms/${c.own.vmId}/actions/send-keys`,
    body: () => ({ keys: ["shift"], holdMs: 20 }),
  },
  typeVmText: {
    path: (c) => `/api/v1/vms/${c.own.vmId}/actions/type-text`,
    body: () => ({ text: " ", layout: "us", deadlineSeconds: 10 }),
  },
};
