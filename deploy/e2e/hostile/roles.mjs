// Who may call what: written down once more here, so that a permission that slips is seen.

/** From nobody to everything. */
export const ROLES = ["ANYBODY", "VIEWER", "OPERATOR", "ADMIN"];

/** @param {string} least @param {string} operations */
const may = (least, operations) => operations.split(/\s+/).map((id) => [id, least]);

/** The least role that may call an operation. @type {Record<string, string>} */
export const LEAST_ROLE = Object.fromEntries([
  ...may("ANYBODY", "enrolHost logIn setUp getInfo getEnrolScript"),
  ...may("VIEWER", "currentSession logOut getHealth getOpenApi listManagers listTokens createToken deleteToken"),
  ...may("VIEWER", "listClusters getCluster getClusterCpuBaseline listHosts getHost listImages getImage"),
  ...may("VIEWER", "listNetworks getNetwork"),
  ...may("VIEWER", "listPools getPool listVms getVm listVmMigrations listTasks getTask listEvents"),
  ...may("VIEWER", "getClusterHa forecastHostFailure listHaIncidents getHaIncident getHostPower getHostPowerModel"),
  ...may("OPERATOR", "createCluster updateCluster deleteCluster updateHost createImage updateImage deleteImage"),
  ...may("OPERATOR", "uploadImage createNetwork updateNetwork deleteNetwork createPool updatePool deletePool"),
  ...may("OPERATOR", "createVm updateVm deleteVm startVm stopVm shutdownVm resetVm pauseVm resumeVm migrateVm"),
  ...may("OPERATOR", "createVmBatch addVmDisk growVmDisk limitVmDisk removeVmDisk addVmNic removeVmNic"),
  ...may("VIEWER", "listVmSnapshots getVmSnapshot"),
  ...may("OPERATOR", "createVmSnapshot updateVmSnapshot deleteVmSnapshot revertVmToSnapshot"),
  ...may("VIEWER", "getVmPlacement listRules getRule simulateCluster getHostSamples getVmSamples"),
  ...may("OPERATOR", "createRule updateRule deleteRule"),
  ...may("VIEWER", "listResourcePools getResourcePool getClusterResources getVmResources"),
  ...may("OPERATOR", "createResourcePool updateResourcePool deleteResourcePool"),
  ...may(
    "OPERATOR",
    "createConsoleTicket cancelTask testHostPower powerOnHost powerOffHost powerCycleHost testHostWake",
  ),
  ...may("OPERATOR", "getVmScreenshot sendVmKeys typeVmText stopVmTyping"),
  ...may("VIEWER", "listAlarms getAlarm listAlarmDefinitions getAlarmDefinition"),
  ...may("OPERATOR", "acknowledgeAlarm clearAlarm"),
  ...may("ADMIN", "createAlarmDefinition updateAlarmDefinition deleteAlarmDefinition listNotificationChannels"),
  ...may("ADMIN", "getNotificationChannel createNotificationChannel updateNotificationChannel"),
  ...may("ADMIN", "deleteNotificationChannel testNotificationChannel rotateNotificationSecret"),
  ...may("ADMIN", "listNotificationDeliveries"),
  ...may("VIEWER", "getMigrationPolicy"),
  ...may("OPERATOR", "updateMigrationPolicy"),
  ...may("VIEWER", "getDrs listDrsRounds listDrsRecommendations getDrsRecommendation listDrsExclusions"),
  ...may("OPERATOR", "updateDrs runDrs replayDrs excludeFromDrs includeInDrs acceptAllDrsRecommendations"),
  ...may("OPERATOR", "acceptDrsRecommendation snoozeDrsRecommendation neverMoveByDrs"),
  ...may("VIEWER", "listMaintenances getMaintenance getRollingMaintenance listRollingMaintenances"),
  ...may("VIEWER", "getDpm listDpmRounds listDpmHosts getDpmSavings getDpmHistory listDpmRecommendations"),
  ...may("VIEWER", "getDpmRecommendation"),
  ...may("OPERATOR", "updateDpm runDpm wakeDpmHost acceptDpmRecommendation"),
  ...may("OPERATOR", "enterMaintenance exitMaintenance pauseMaintenance resumeMaintenance cancelMaintenance"),
  ...may("OPERATOR", "retryMaintenanceVm proveMaintenance startRollingMaintenance pauseRollingMaintenance"),
  ...may("OPERATOR", "resumeRollingMaintenance cancelRollingMaintenance"),
  ...may("ADMIN", "createJoinToken listJoinTokens deleteJoinToken deleteHost recheckHost revokeHost confirmHostDead"),
  ...may("ADMIN", "rotateHostCertificate listAudit listUsers getUser createUser changeUser deleteUser"),
  ...may("ADMIN", "setUserPassword setHostPower deleteHostPower setHostPowerModel deleteHostPowerModel"),
  ["getAgentBundle", "JOIN TOKEN"],
]);

/** The path with the id wherever it wants one; disks and network cards are numbered. @param {string} path @param {string} id */
export const filled = (path, id) => path.replace("{index}", "0").replace(/\{\w+\}/g, id);

/**
 * An id of the kind that the path wants.
 *
 * @param {import("./context.mjs").Context} c @param {string} path
 */
export function idFor(c, path) {
  const ids = /** @type {Record<string, string>} */ ({
    "alarm-definitions": c.own.alarmDefinitionId,
    "notification-channels": c.own.notificationChannelId,
    clusters: c.own.clusterId,
    hosts: c.own.hostId,
    images: c.own.imageId,
    networks: c.own.networkId,
    pools: c.own.poolId,
    users: c.own.userId,
    vms: c.own.vmId,
  });
  return ids[path.split("/")[3] ?? ""] ?? "00000000-0000-7000-8000-000000000000";
}
