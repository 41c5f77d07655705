/* Generated from manager-server/openapi.json by `npm run schema`. Do not edit. */
export interface paths {
    "/agent/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The agent's package, for a host with a join token */
        get: operations["getAgentBundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarm-definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All alarm definitions */
        get: operations["listAlarmDefinitions"];
        put?: never;
        /** Have something watched */
        post: operations["createAlarmDefinition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarm-definitions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alarm definition */
        get: operations["getAlarmDefinition"];
        put?: never;
        post?: never;
        /** Delete an alarm definition; its alarms are cleared */
        delete: operations["deleteAlarmDefinition"];
        options?: never;
        head?: never;
        /** Change an alarm definition; target and condition are replaced as a whole */
        patch: operations["updateAlarmDefinition"];
        trace?: never;
    };
    "/api/v1/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alarms, the newest first; filter by state for those that stand */
        get: operations["listAlarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alarm */
        get: operations["getAlarm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/actions/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that you know; worse news raise it again */
        post: operations["acknowledgeAlarm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/actions/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an alarm about a state, with a reason; it is raised again only after the state was left once */
        post: operations["clearAlarm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All clusters */
        get: operations["listClusters"];
        put?: never;
        /** Make a cluster */
        post: operations["createCluster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{clusterId}/join-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a join token for one new host; shown in this answer only */
        post: operations["createJoinToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One cluster */
        get: operations["getCluster"];
        put?: never;
        post?: never;
        /** Delete an empty cluster */
        delete: operations["deleteCluster"];
        options?: never;
        head?: never;
        /** Change a cluster */
        patch: operations["updateCluster"];
        trace?: never;
    };
    "/api/v1/clusters/{id}/cpu-baseline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The CPU that guests of a cluster see, and what each host takes away from it */
        get: operations["getClusterCpuBaseline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/dpm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a cluster saves power, and what the last round found */
        get: operations["getDpm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Set how a cluster saves power */
        patch: operations["updateDpm"];
        trace?: never;
    };
    "/api/v1/clusters/{id}/dpm/actions/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look at the cluster now instead of at the next full minute */
        post: operations["runDpm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/dpm/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * When hosts slept or were on their way; otherwise they were awake
         * @description `from` and `to` are times such as 2026-05-04T03:02:01Z; without them, the last day; at most 400 days.
         */
        get: operations["getDpmHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/dpm/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which host sleeps, and why each of the others does not */
        get: operations["listDpmHosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/dpm/hosts/{hostId}/actions/wake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Wake a host that sleeps, or let one be that is being emptied */
        post: operations["wakeDpmHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/dpm/recommendations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What power saving recommends, newest first */
        get: operations["listDpmRecommendations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/dpm/recommendations/{recommendationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One recommendation */
        get: operations["getDpmRecommendation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/dpm/recommendations/{recommendationId}/actions/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Park or wake the host, as recommended */
        post: operations["acceptDpmRecommendation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/dpm/rounds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each round found, newest first */
        get: operations["listDpmRounds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/dpm/savings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Energy that hosts drew and that was saved by their sleep, hour by hour
         * @description `from` and `to` are times such as 2026-05-04T03:02:01Z; without them, the last day; at most 400 days.
         */
        get: operations["getDpmSavings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/drs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a cluster is balanced, and what the last round found */
        get: operations["getDrs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Set how a cluster is balanced */
        patch: operations["updateDrs"];
        trace?: never;
    };
    "/api/v1/clusters/{id}/drs/actions/accept-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Carry out all that is recommended now */
        post: operations["acceptAllDrsRecommendations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/drs/actions/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look at the cluster now instead of at the next full minute */
        post: operations["runDrs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/drs/exclusions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** VMs that DRS never moves */
        get: operations["listDrsExclusions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/drs/exclusions/{vmId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Never move this VM by DRS */
        put: operations["excludeFromDrs"];
        post?: never;
        /** Let DRS move this VM again */
        delete: operations["includeInDrs"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/drs/recommendations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What DRS recommends and did, newest first, with reasons, cost, and whether it helped */
        get: operations["listDrsRecommendations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/drs/recommendations/{recommendationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One recommendation */
        get: operations["getDrsRecommendation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/drs/recommendations/{recommendationId}/actions/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Carry it out, with those before it in the plan without which it cannot be */
        post: operations["acceptDrsRecommendation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/drs/recommendations/{recommendationId}/actions/never-move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Never move this VM by DRS */
        post: operations["neverMoveByDrs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/drs/recommendations/{recommendationId}/actions/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave the VM where it is for some hours */
        post: operations["snoozeDrsRecommendation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/drs/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What each level would have done with the load of the last days; the task's result says it */
        post: operations["replayDrs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/drs/rounds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each round found, newest first: imbalance over time */
        get: operations["listDrsRounds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/ha": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How HA stands in a cluster, and what keeps it from being effective */
        get: operations["getClusterHa"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/ha/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which VMs would be restarted where if a host died now */
        get: operations["forecastHostFailure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/migration-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How hard a cluster's live migrations try */
        get: operations["getMigrationPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Set what live migrations may use of the network, and how long guests may stand still for them */
        patch: operations["updateMigrationPolicy"];
        trace?: never;
    };
    "/api/v1/clusters/{id}/resource-pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The resource pools of a cluster, what is reserved in them and what they are entitled to */
        get: operations["listResourcePools"];
        put?: never;
        /** Make a resource pool; one that reserves more than its parent has left is refused */
        post: operations["createResourcePool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/resource-pools/{resourcePoolId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One resource pool */
        get: operations["getResourcePool"];
        put?: never;
        post?: never;
        /** Delete a resource pool that has no pools and VMs in it */
        delete: operations["deleteResourcePool"];
        options?: never;
        head?: never;
        /** Change a resource pool, or move it in the tree */
        patch: operations["updateResourcePool"];
        trace?: never;
    };
    "/api/v1/clusters/{id}/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The root of the tree of resource pools: what the cluster has, and what of it is reserved */
        get: operations["getClusterResources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/rolling-maintenances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rolling maintenances of a cluster, the newest first, with their hosts */
        get: operations["listRollingMaintenances"];
        put?: never;
        /**
         * Take hosts through maintenance one after the other, the canary first
         * @description It stops at the first host that fails, says why, and goes on when it is told to. A host without which HA would not cover the cluster waits, and says so. Without hostIds, hosts that sleep to save power are woken, and those that cannot take part are listed as SKIPPED. A dry run answers the plan.
         */
        post: operations["startRollingMaintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules of a cluster, and where they do not hold now */
        get: operations["listRules"];
        put?: never;
        /** Make a rule; one that cannot be met together with the others is refused */
        post: operations["createRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/rules/{ruleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rule, with what the scheduler says of it */
        get: operations["getRule"];
        put?: never;
        post?: never;
        /** Delete a rule */
        delete: operations["deleteRule"];
        options?: never;
        head?: never;
        /** Change a rule, switch it on or off */
        patch: operations["updateRule"];
        trace?: never;
    };
    "/api/v1/clusters/{id}/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What would become of a cluster if hosts were lost or added, VMs added, rules or limits changed
         * @description Nothing is changed, locked or kept. A search that takes too long ends with what it has, and the answer says so.
         */
        post: operations["simulateCluster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrolments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enrol a host with a join token */
        post: operations["enrolHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List past events, newest first */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ha-incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What HA did, the newest first, without the timelines */
        get: operations["listHaIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ha-incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One incident with its timeline */
        get: operations["getHaIncident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How this manager and the parts it stands on are */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All hosts */
        get: operations["listHosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One host */
        get: operations["getHost"];
        put?: never;
        post?: never;
        /** Remove a host without VMs, and revoke its certificates */
        delete: operations["deleteHost"];
        options?: never;
        head?: never;
        /** Name or label a host */
        patch: operations["updateHost"];
        trace?: never;
    };
    "/api/v1/hosts/{id}/actions/confirm-dead": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give one's word that a host is switched off, so that HA restarts its VMs without another proof
         * @description Needed where time is none: more hosts are silent than the storm guard allows, or a host's slots cannot be read. It ends with the host's next beat. The answer lists what is restarted. Where HA has taken the host over already it is refused with HOST_WRONG_STATE, which says when that was and by which proof.
         */
        post: operations["confirmHostDead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/actions/enter-maintenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Empty a host, and prove that it may be switched off; a dry run answers the plan
         * @description The plan says of every VM where it would go, how long that takes and, where it cannot go, why. Refused with MAINTENANCE_BLOCKED while a VM cannot leave and choices says nothing else for it. The task does not fail over one VM: it waits, and the maintenance says what for.
         */
        post: operations["enterMaintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/actions/exit-maintenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a host back into use, and bring VMs home where that makes the cluster better; a dry run answers the plan */
        post: operations["exitMaintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/actions/power-cycle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch a host off, and on again once it is confirmed to be off; wait until its agent answers */
        post: operations["powerCycleHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/actions/power-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch a host off, until it is confirmed to be off */
        post: operations["powerOffHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/actions/power-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch a host on and wait until its agent answers */
        post: operations["powerOnHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/actions/power-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the state of a host's power, and change nothing */
        post: operations["testHostPower"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/actions/recheck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a host's self-checks again */
        post: operations["recheckHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/actions/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke a host's certificates, at once */
        post: operations["revokeHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/actions/rotate-certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a host a fresh key and certificate */
        post: operations["rotateHostCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/power": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a host's power is controlled, and what was seen of it last */
        get: operations["getHostPower"];
        /** Say how a host's power is controlled. The secret is never shown again */
        put: operations["setHostPower"];
        post?: never;
        /** Forget how a host's power is controlled, secret and all */
        delete: operations["deleteHostPower"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/power/actions/test-wake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try whether a host without VMs comes back when it is told to, and remember it
         * @description Switches the host off until that is confirmed, switches it on, and waits until its agent answers. How long that took is shown with the host's power, and is what power saving counts with. Refused while VMs run on the host or may be running there.
         */
        post: operations["testHostWake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/power/model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a host draws now, and from where that is known */
        get: operations["getHostPowerModel"];
        /** Say what a host draws idle and full, for where no management controller measures it */
        put: operations["setHostPowerModel"];
        post?: never;
        /** Forget what somebody said that a host draws */
        delete: operations["deleteHostPowerModel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a host used over a time
         * @description `from` and `to` are times such as 2026-05-04T03:02:01Z; without them, the last hour. `resolution` is 20s, 1m, 5m, 15m, 1h, 2h, 6h, 1d, or auto: the finest that gives at most 600 points and reaches back so far. A step of which nothing is known is null, never zero; the newest may not be written yet.
         */
        get: operations["getHostSamples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All images */
        get: operations["listImages"];
        put?: never;
        /** Make an image: by URL (202 with a task), or to be uploaded (201 with its uploadUrl) */
        post: operations["createImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One image */
        get: operations["getImage"];
        put?: never;
        post?: never;
        /** Delete an image no disk is cloned from */
        delete: operations["deleteImage"];
        options?: never;
        head?: never;
        /** Name or label an image */
        patch: operations["updateImage"];
        trace?: never;
    };
    "/api/v1/images/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Upload an image's bytes */
        put: operations["uploadImage"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Name and version, and whether the first administrator is still missing */
        get: operations["getInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/join-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List join tokens, the newest first, without their secrets */
        get: operations["listJoinTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/join-tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a join token at once */
        delete: operations["deleteJoinToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Maintenances, the newest first, without their VMs */
        get: operations["listMaintenances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenances/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One maintenance with what becomes of each VM, and the proof */
        get: operations["getMaintenance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenances/{id}/actions/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a drain off: the host is in use again; VMs that have moved come home or stay */
        post: operations["cancelMaintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenances/{id}/actions/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin nothing new; what is under way goes on to its end */
        post: operations["pauseMaintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenances/{id}/actions/prove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look again whether the host may be switched off */
        post: operations["proveMaintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenances/{id}/actions/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on after a pause */
        post: operations["resumeMaintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenances/{id}/vms/{vmId}/actions/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try one VM again, or choose something else for it: MOVE, STOP or SKIP */
        post: operations["retryMaintenanceVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/managers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the managers, and which of them leads */
        get: operations["listManagers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/networks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All networks */
        get: operations["listNetworks"];
        put?: never;
        /** Make a network on all hosts of a cluster */
        post: operations["createNetwork"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/networks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One network */
        get: operations["getNetwork"];
        put?: never;
        post?: never;
        /** Delete a network no VM uses */
        delete: operations["deleteNetwork"];
        options?: never;
        head?: never;
        /** Change a network */
        patch: operations["updateNetwork"];
        trace?: never;
    };
    "/api/v1/notification-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All notification channels, without their secrets */
        get: operations["listNotificationChannels"];
        put?: never;
        /** Have somebody told of alarms; a webhook's secret is in this answer only */
        post: operations["createNotificationChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notification-channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One notification channel */
        get: operations["getNotificationChannel"];
        put?: never;
        post?: never;
        /** Delete a notification channel, with what it was not told yet */
        delete: operations["deleteNotificationChannel"];
        options?: never;
        head?: never;
        /** Change a notification channel; webhook, mail and filter are replaced as a whole */
        patch: operations["updateNotificationChannel"];
        trace?: never;
    };
    "/api/v1/notification-channels/{id}/actions/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret for a webhook, in this answer only; for a day both sign */
        post: operations["rotateNotificationSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notification-channels/{id}/actions/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test; how it went is in the channel's deliveries */
        post: operations["testNotificationChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notification-channels/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a channel was told, is to be told, or could not be told; the newest first */
        get: operations["listNotificationDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All storage pools */
        get: operations["listPools"];
        put?: never;
        /** Make a storage pool of a directory all hosts share */
        post: operations["createPool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pools/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One storage pool */
        get: operations["getPool"];
        put?: never;
        post?: never;
        /** Forget an empty storage pool; its directory stays */
        delete: operations["deletePool"];
        options?: never;
        head?: never;
        /** Name or label a storage pool */
        patch: operations["updatePool"];
        trace?: never;
    };
    "/api/v1/rolling-maintenances/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rolling maintenance with its hosts */
        get: operations["getRollingMaintenance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rolling-maintenances/{id}/actions/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call it off; hosts that are out come back into use */
        post: operations["cancelRollingMaintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rolling-maintenances/{id}/actions/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin with no further host */
        post: operations["pauseRollingMaintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rolling-maintenances/{id}/actions/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on after a pause or a failure; hosts that failed are tried again, or left out */
        post: operations["resumeRollingMaintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in; the session is a cookie */
        post: operations["logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I, and what may I do */
        get: operations["currentSession"];
        put?: never;
        post?: never;
        /** Log out */
        delete: operations["logOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create the first administrator with the one-time setup token */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tasks, the newest first */
        get: operations["listTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One task with its steps */
        get: operations["getTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/actions/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a task to end at its next safe point and to be undone */
        post: operations["cancelTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your API tokens; an administrator sees everybody's */
        get: operations["listTokens"];
        put?: never;
        /** Create an API token; the secret is in this answer only */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw an API token at once */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users by name */
        get: operations["listUsers"];
        put?: never;
        /** Create a user */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /** Delete a user, their sessions and their tokens */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /** Change a user's display name, role, or whether they may log in */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/v1/users/{id}/actions/set-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a user's password; their sessions end */
        post: operations["setUserPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vm-batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make up to 200 VMs that differ by the number in their names */
        post: operations["createVmBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All VMs */
        get: operations["listVms"];
        put?: never;
        /** Make a VM and, unless told otherwise, start it */
        post: operations["createVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One VM */
        get: operations["getVm"];
        put?: never;
        post?: never;
        /** Delete a stopped VM and its disks */
        delete: operations["deleteVm"];
        options?: never;
        head?: never;
        /** Name, label, resize or protect a VM, or change its hardware, resource pool and shares */
        patch: operations["updateVm"];
        trace?: never;
    };
    "/api/v1/vms/{id}/actions/migrate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a running VM where it fits best, or to the host asked for */
        post: operations["migrateVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/actions/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a guest stand still */
        post: operations["pauseVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/actions/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reset a VM, as by its reset button */
        post: operations["resetVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/actions/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a paused guest go on */
        post: operations["resumeVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/actions/send-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Press keys of the VM's keyboard together, hold them and let them go */
        post: operations["sendVmKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/actions/shutdown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the guest to shut down */
        post: operations["shutdownVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/actions/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a VM where it fits best, or on the host asked for */
        post: operations["startVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/actions/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a VM at once, as if its power was cut */
        post: operations["stopVm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/actions/stop-typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop what is being typed into the VM, whoever types it
         * @description The request that types answers with the ending GIVEN_UP.
         */
        post: operations["stopVmTyping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/actions/type-text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Type a text on the VM's keyboard
         * @description Some thirty letters a second, twenty with shift; the answer comes when all is typed. Characters that the layout does not have are all named, and nothing is typed then. Not to be repeated when no answer comes: part of the text is there already.
         */
        post: operations["typeVmText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/console-tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a ticket that opens the VM's console once, within 30 s */
        post: operations["createConsoleTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/disks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a VM an empty disk more */
        post: operations["addVmDisk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/disks/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a disk from a VM, and delete what is on it */
        delete: operations["removeVmDisk"];
        options?: never;
        head?: never;
        /** Limit what a disk may use of its storage; what is missing stays, 0 is no limit */
        patch: operations["limitVmDisk"];
        trace?: never;
    };
    "/api/v1/vms/{id}/disks/{index}/actions/grow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a disk larger; partitions and file systems are grown inside the guest */
        post: operations["growVmDisk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/migrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest 200 moves of a VM */
        get: operations["listVmMigrations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/nics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a VM a network card more */
        post: operations["addVmNic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/nics/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a network card from a VM */
        delete: operations["removeVmNic"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/placement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a VM is where it is; with host, why it is not on that one, as things are now */
        get: operations["getVmPlacement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a VM is entitled to now, and whether its host does anything about it */
        get: operations["getVmResources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a VM used over a time
         * @description `from` and `to` are times such as 2026-05-04T03:02:01Z; without them, the last hour. `resolution` is 20s, 1m, 5m, 15m, 1h, 2h, 6h, 1d, or auto: the finest that gives at most 600 points and reaches back so far. A step of which nothing is known is null, never zero; the newest may not be written yet.
         */
        get: operations["getVmSamples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/screenshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of the VM's display now
         * @description Of a VM with a process, whether its guest runs or stands still; at most two a second of one VM. Refused with DISPLAY_TOO_LARGE above 8192 pixels on a side, 16777216 pixels or 16 MiB.
         */
        get: operations["getVmScreenshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The snapshots of a VM, the oldest first */
        get: operations["listVmSnapshots"];
        put?: never;
        /** Keep a VM's disks as they are now, while it runs or is off; its memory is not kept */
        post: operations["createVmSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vms/{id}/snapshots/{snapshotId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One snapshot of a VM */
        get: operations["getVmSnapshot"];
        put?: never;
        post?: never;
        /** Delete a snapshot; its files are merged, while the VM runs on or is off */
        delete: operations["deleteVmSnapshot"];
        options?: never;
        head?: never;
        /** Name or describe a snapshot; what is missing stays */
        patch: operations["updateVmSnapshot"];
        trace?: never;
    };
    "/api/v1/vms/{id}/snapshots/{snapshotId}/actions/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a VM's disks what they were at a snapshot; what was written since is lost. The VM is off afterwards */
        post: operations["revertVmToSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The script that installs the agent on a host and enrols it */
        get: operations["getEnrolScript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AlarmAcknowledgement: {
            /** Format: date-time */
            at: string;
            by: string;
            note: string;
        };
        /** @enum {string} */
        AlarmChange: "RAISED" | "ESCALATED" | "EASED" | "ACKNOWLEDGED" | "CLEARED";
        /** @enum {string} */
        AlarmClearCause: "CONDITION_OVER" | "NOT_APPLICABLE" | "OBJECT_GONE" | "NOT_TARGETED" | "DEFINITION_DISABLED" | "DEFINITION_GONE" | "BY_HAND";
        AlarmClearing: {
            /** Format: date-time */
            at: string;
            by: string;
            cause: components["schemas"]["AlarmClearCause"];
            note: string;
        };
        AlarmDefinitionDefinitionRequest: {
            labels?: {
                [key: string]: string | null;
            } | null;
            name?: string | null;
            spec?: components["schemas"]["AlarmDefinitionSpecRequest"] | null;
        };
        AlarmDefinitionSpecRequest: {
            condition?: components["schemas"]["DefinitionDraftConditionDraft"] | null;
            description?: string | null;
            enabled?: boolean | null;
            objectKind?: components["schemas"]["AlarmObjectKind"] | null;
            target?: components["schemas"]["DefinitionDraftTargetDraft"] | null;
        };
        AlarmNoteRequest: {
            note?: string | null;
        };
        /** @enum {string} */
        AlarmObjectKind: "HOST" | "VM" | "POOL" | "CLUSTER" | "TASK";
        /** @enum {string} */
        AlarmSeverity: "WARNING" | "CRITICAL";
        /** @enum {string} */
        AlarmState: "RAISED" | "ACKNOWLEDGED" | "CLEARED";
        AlarmView: {
            acknowledgement: components["schemas"]["AlarmAcknowledgement"] | null;
            allowedActions: string[];
            /** Format: date-time */
            changedAt: string;
            clearing: components["schemas"]["AlarmClearing"] | null;
            clearsByItself: boolean;
            /** Format: uuid */
            clusterId: string | null;
            /** @enum {string} */
            code: "METRIC_ABOVE" | "METRIC_BELOW" | "STATE" | "HA_CONCERN";
            /**
             * Format: uuid
             * @description Null: the definition was deleted
             */
            definitionId: string | null;
            definitionName: string;
            /** @description The same in English */
            detail: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description Nothing is known of the object since: the alarm stays as it is
             */
            noDataSince: string | null;
            /** Format: uuid */
            objectId: string;
            objectKind: components["schemas"]["AlarmObjectKind"];
            /** @description As they were when it was raised */
            objectLabels: {
                [key: string]: string;
            };
            objectName: string;
            /** @description What the code's words are made of */
            parameters: {
                [key: string]: string;
            };
            /** Format: date-time */
            raisedAt: string;
            /** Format: int64 */
            revision: number;
            severity: components["schemas"]["AlarmSeverity"];
            state: components["schemas"]["AlarmState"];
            /** Format: double */
            threshold: number | null;
            unit: string;
            /**
             * Format: double
             * @description When it was raised or last changed its severity
             */
            value: number | null;
            /** @description The worst it has been */
            worstSeverity: components["schemas"]["AlarmSeverity"];
        };
        AuditEntry: {
            action: string;
            actor: string;
            address: string;
            detail: string;
            object: string;
            outcome: string;
            /** Format: int64 */
            position: number;
            /** Format: date-time */
            time: string;
        };
        /** @enum {string} */
        BalanceRoundVerdict: "EVEN" | "WAITS" | "NOTHING_HELPS" | "MENDS" | "EVENS";
        /** @enum {string} */
        BringHome: "IF_BETTER" | "NO";
        Cause: {
            check?: string;
            code?: string;
            detail: string;
            field?: string;
            /** Format: int64 */
            free?: number;
            host?: string;
            /** Format: int64 */
            need?: number;
            unit?: string;
        };
        /** @enum {string} */
        Change: "CREATED" | "CHANGED" | "DELETED";
        /** @enum {string} */
        ChannelDeliveryState: "PENDING" | "DELIVERED" | "DEAD";
        ChannelDeliveryView: {
            /** Format: uuid */
            alarmId: string | null;
            /** Format: int32 */
            attempts: number;
            /** @enum {string} */
            change: "RAISED" | "ESCALATED" | "EASED" | "ACKNOWLEDGED" | "CLEARED" | "TEST";
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
            /** Format: uuid */
            id: string;
            lastError: string | null;
            /**
             * Format: date-time
             * @description Null: it is over
             */
            nextAttemptAt: string | null;
            state: components["schemas"]["ChannelDeliveryState"];
        };
        ChannelDraftFilterDraft: {
            changes?: (string | null)[] | null;
            clusterId?: string | null;
            labels?: {
                [key: string]: string | null;
            } | null;
            leastSeverity?: components["schemas"]["AlarmSeverity"] | null;
            objectKinds?: (string | null)[] | null;
        };
        ChannelDraftMailDraft: {
            caPem?: string | null;
            from?: string | null;
            host?: string | null;
            password?: string | null;
            /** Format: int32 */
            port?: number | null;
            security?: components["schemas"]["ChannelMailSecurity"] | null;
            to?: (string | null)[] | null;
            username?: string | null;
        };
        ChannelDraftWebhookDraft: {
            caPem?: string | null;
            url?: string | null;
        };
        ChannelFilter: {
            changes: components["schemas"]["AlarmChange"][];
            /** Format: uuid */
            clusterId: string | null;
            /** @description Labels that the alarm's object must have */
            labels: {
                [key: string]: string;
            };
            /** @description The worst an alarm has been must be this bad */
            leastSeverity: components["schemas"]["AlarmSeverity"];
            objectKinds: components["schemas"]["AlarmObjectKind"][];
        };
        ChannelMail: {
            caPem: string | null;
            from: string;
            host: string;
            /** Format: int32 */
            port: number;
            security: components["schemas"]["ChannelMailSecurity"];
            to: string[];
            username: string | null;
        };
        /** @enum {string} */
        ChannelMailSecurity: "STARTTLS" | "TLS" | "NONE";
        ChannelSpec: {
            description: string;
            enabled: boolean;
            filter: components["schemas"]["ChannelFilter"];
            mail: components["schemas"]["ChannelMail"] | null;
            type: components["schemas"]["ChannelType"];
            webhook: components["schemas"]["ChannelWebhook"] | null;
        };
        ChannelStatus: {
            /**
             * Format: int64
             * @description Given up within the last 30 days
             */
            dead: number;
            hasPassword: boolean;
            /** Format: date-time */
            lastDeliveredAt: string | null;
            /** Format: int64 */
            pending: number;
            /**
             * Format: date-time
             * @description Until when the secret before the last rotation signs too
             */
            previousSecretUntil: string | null;
        };
        /** @enum {string} */
        ChannelType: "WEBHOOK" | "MAIL";
        ChannelWebhook: {
            /** @description Certificates that the server's must come from; null: those the Java runtime trusts */
            caPem: string | null;
            url: string;
        };
        /** @enum {string} */
        Choice: "MOVE" | "STOP" | "SKIP";
        CloudEvent: {
            data: components["schemas"]["CloudEventObjectChange"];
            id: string;
            source: string;
            specversion: string;
            subject: string;
            /** Format: date-time */
            time: string;
            type: string;
        };
        CloudEventObjectChange: {
            change: components["schemas"]["Change"];
            id: string;
            kind: string;
            name: string;
            object: {
                [key: string]: unknown;
            } | null;
            /** Format: int64 */
            revision: number;
        };
        CloudInitDraft: {
            hostname?: string | null;
            userData?: string | null;
            users?: (components["schemas"]["CloudInitDraftUserDraft"] | null)[] | null;
        };
        CloudInitDraftUserDraft: {
            name?: string | null;
            password?: string | null;
            sshKeys?: (string | null)[] | null;
        };
        /** @enum {string} */
        ClusterHaAdmissionPolicy: "REFUSE" | "WARN";
        ClusterHaDraft: {
            admissionPolicy?: string | null;
            armed?: boolean | null;
            enabled?: boolean | null;
            figures?: components["schemas"]["ClusterHaDraftFiguresDraft"] | null;
            /** Format: int32 */
            firstRetryPauseSeconds?: number | null;
            /** Format: int32 */
            flapFailures?: number | null;
            /** Format: int32 */
            flapWindowMinutes?: number | null;
            /** Format: int32 */
            guestSilenceSeconds?: number | null;
            /** Format: int32 */
            hostFailuresToTolerate?: number | null;
            /** Format: int32 */
            longestRetryPauseSeconds?: number | null;
            /** Format: int32 */
            quarantineMinutes?: number | null;
            /** Format: int32 */
            restartAttempts?: number | null;
            /** Format: int32 */
            storageLossDelaySeconds?: number | null;
        };
        ClusterHaDraftFiguresDraft: {
            /** Format: int32 */
            acknowledgeMs?: number | null;
            /** Format: int32 */
            freezeMs?: number | null;
            /** Format: int32 */
            killBoundMs?: number | null;
            /** Format: int32 */
            leaseMs?: number | null;
            /** Format: int32 */
            marginMs?: number | null;
            /** Format: int32 */
            renewMs?: number | null;
            /** Format: int32 */
            singleChannelLeaseMs?: number | null;
            /** Format: int32 */
            startsPerHost?: number | null;
            /** Format: int32 */
            stormPercent?: number | null;
            /** Format: int32 */
            windowMs?: number | null;
        };
        ClusterHaStatesAlarmView: {
            blocking: boolean;
            code: string;
            detail: string;
            /** Format: uuid */
            hostId: string | null;
        };
        ClusterHaStatesHostView: {
            agentConnected: boolean;
            /** Format: int64 */
            beatAgeMs: number | null;
            evidence: string | null;
            fenced: boolean;
            /** Format: uuid */
            hostId: string;
            known: boolean;
            name: string;
            notCapable: string[];
            slotPoolIds: string[];
        };
        ClusterHaStatesStateView: {
            alarms: components["schemas"]["ClusterHaStatesAlarmView"][];
            armed: boolean;
            /** Format: uuid */
            clusterId: string;
            effective: boolean;
            enabled: boolean;
            failuresTolerated: boolean;
            /** Format: int32 */
            hostFailuresToTolerate: number;
            hosts: components["schemas"]["ClusterHaStatesHostView"][];
            /** Format: uuid */
            leaderHostId: string | null;
            vms: components["schemas"]["ClusterHaStatesVmCounts"];
        };
        ClusterHaStatesVmCounts: {
            /** Format: int32 */
            protectedNow: number;
            /** Format: int32 */
            restarting: number;
            /** Format: int32 */
            unprotected: number;
            /** Format: int32 */
            wanted: number;
        };
        ClusterHaView: {
            admissionPolicy: components["schemas"]["ClusterHaAdmissionPolicy"];
            armed: boolean;
            enabled: boolean;
            figures: components["schemas"]["HaFigures"];
            /** Format: int32 */
            firstRetryPauseSeconds: number;
            /** Format: int32 */
            flapFailures: number;
            /** Format: int32 */
            flapWindowMinutes: number;
            /** Format: int32 */
            guestSilenceSeconds: number;
            /** Format: int32 */
            hostFailuresToTolerate: number;
            /** Format: int32 */
            longestRetryPauseSeconds: number;
            /** Format: int32 */
            quarantineMinutes: number;
            /** Format: int32 */
            restartAttempts: number;
            /** Format: int32 */
            storageLossDelaySeconds: number;
        };
        ClusterMemory: {
            /** Format: int64 */
            capacity: number;
            /** Format: int64 */
            committed: number;
        };
        ClusterRequest: {
            labels?: {
                [key: string]: string | null;
            } | null;
            name?: string | null;
            spec?: components["schemas"]["ClusterSpecRequest"] | null;
        };
        ClusterSpec: {
            cpuBaseline: string;
            /** Format: double */
            cpuOvercommitRatio: number;
            description: string;
            ha: components["schemas"]["ClusterHaView"];
        };
        ClusterSpecRequest: {
            cpuBaseline?: string | null;
            /** Format: double */
            cpuOvercommitRatio?: number | null;
            description?: string | null;
            ha?: components["schemas"]["ClusterHaDraft"] | null;
        };
        ClusterStatus: {
            effectiveCpuBaseline: string;
            /** Format: int32 */
            hostCount: number;
            memoryMiB: components["schemas"]["ClusterMemory"];
            /** Format: int32 */
            vmCount: number;
        };
        /** @enum {string} */
        ComputePoolLevel: "LOW" | "NORMAL" | "HIGH" | "CUSTOM";
        Condition: {
            /** Format: int32 */
            clearForSeconds: number;
            /**
             * Format: double
             * @description How far beyond its limit a figure must be before the alarm clears
             */
            clearMargin: number;
            /** Format: double */
            critical: number | null;
            figure: string | null;
            /**
             * Format: int32
             * @description For how long it must hold without a break before the alarm is raised
             */
            forSeconds: number;
            operator: components["schemas"]["ConditionOperator"] | null;
            property: string | null;
            severity: components["schemas"]["AlarmSeverity"] | null;
            type: components["schemas"]["ConditionType"];
            values: string[];
            /** Format: double */
            warning: number | null;
        };
        /** @enum {string} */
        ConditionOperator: "ABOVE" | "BELOW";
        /** @enum {string} */
        ConditionType: "METRIC" | "STATE";
        ConsoleTicketTicketRequest: {
            kind?: string | null;
        };
        ConsoleTicketTicketView: {
            /** Format: date-time */
            expiresAt: string;
            path: string;
            ticket: string;
        };
        CpuBaselineHostView: {
            gainedWithoutIt: string[];
            /** Format: uuid */
            hostId: string;
            hostName: string;
            lacks: string[];
            model: string;
            modelWithoutIt: string;
            vmsKeptOut: string[];
            /** Format: int32 */
            vmsKeptOutCount: number;
        };
        CpuBaselineView: {
            features: string[];
            hosts: components["schemas"]["CpuBaselineHostView"][];
            model: string;
            setting: string;
        };
        /** @enum {string} */
        DayOfWeek: "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY";
        DefinitionDraftConditionDraft: {
            /** Format: int32 */
            clearForSeconds?: number | null;
            /** Format: double */
            clearMargin?: number | null;
            /** Format: double */
            critical?: number | null;
            figure?: string | null;
            /** Format: int32 */
            forSeconds?: number | null;
            operator?: components["schemas"]["ConditionOperator"] | null;
            property?: string | null;
            severity?: components["schemas"]["AlarmSeverity"] | null;
            type: components["schemas"]["ConditionType"];
            values?: (string | null)[] | null;
            /** Format: double */
            warning?: number | null;
        };
        DefinitionDraftTargetDraft: {
            clusterId?: string | null;
            labels?: {
                [key: string]: string | null;
            } | null;
            objectIds?: (string | null)[] | null;
        };
        DefinitionSpec: {
            condition: components["schemas"]["Condition"];
            description: string;
            enabled: boolean;
            objectKind: components["schemas"]["AlarmObjectKind"];
            target: components["schemas"]["Target"];
        };
        DefinitionStatus: {
            /** Format: int64 */
            alarmsStanding: number;
            builtin: string | null;
            /** Format: int32 */
            objects: number;
            /** Format: int32 */
            objectsWithoutData: number;
        };
        DpmBody: {
            spec?: components["schemas"]["DpmSpecBody"] | null;
        };
        /** @enum {string} */
        DpmHostHostState: "AWAKE" | "DRAINING" | "SWITCHING_OFF" | "ASLEEP" | "WAKING" | "EXITING" | "FAILED" | "AWAY";
        DpmHostView: {
            allowedActions: string[];
            excluded: boolean;
            /** Format: uuid */
            hostId: string;
            hostName: string;
            /** Format: int32 */
            idleWatts: number | null;
            /** Format: int64 */
            learnedWakeSeconds: number | null;
            powerControlled: boolean;
            powerState: components["schemas"]["PowerReadingState"];
            proven: boolean;
            provenDetail: string;
            reason: components["schemas"]["DpmReason"] | null;
            /** Format: date-time */
            since: string;
            state: components["schemas"]["DpmHostHostState"];
            /** Format: uuid */
            taskId: string | null;
            /** Format: int32 */
            watts: number | null;
            wattsSource: components["schemas"]["PowerDrawSource"];
            why: string;
        };
        DpmHours: {
            days: components["schemas"]["DayOfWeek"][];
            from: string;
            to: string;
        };
        DpmHoursBody: {
            days?: (string | null)[] | null;
            /** @example 18:00 */
            from?: string | null;
            /** @example 07:00 */
            to?: string | null;
        };
        /** @enum {string} */
        DpmMode: "OFF" | "RECOMMEND" | "APPLY";
        DpmReason: {
            code: string;
            parameters: {
                [key: string]: string;
            };
            text: string;
        };
        DpmRecommendation: {
            /** Format: uuid */
            clusterId: string;
            /** Format: date-time */
            createdAt: string;
            decidedBy: string;
            detail: string;
            /** Format: date-time */
            endedAt: string | null;
            /** Format: uuid */
            hostId: string;
            hostName: string;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["RecommendationBookKind"];
            reason: components["schemas"]["DpmReason"];
            /** Format: int64 */
            revision: number;
            state: components["schemas"]["RecommendationBookState"];
            /** Format: uuid */
            taskId: string | null;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @enum {string} */
        DpmRoundDpmVerdict: "RESTS" | "WAKES" | "PARKS";
        DpmRoundHostReason: {
            /** Format: uuid */
            hostId: string;
            reason: components["schemas"]["DpmReason"];
        };
        DpmRoundView: {
            /** Format: int32 */
            asleepHosts: number;
            /** Format: date-time */
            at: string;
            /** Format: int32 */
            awakeHosts: number;
            /** Format: uuid */
            clusterId: string;
            detail: string;
            hosts: components["schemas"]["DpmRoundHostReason"][] | null;
            /** Format: uuid */
            id: string;
            /** Format: double */
            loadPercent: number | null;
            /** Format: date-time */
            steadySince: string | null;
            /** Format: int64 */
            tookMs: number;
            verdict: components["schemas"]["DpmRoundDpmVerdict"];
        };
        DpmSpec: {
            excludedHostIds: string[];
            /** Format: int32 */
            highPercent: number;
            /** Format: int32 */
            lowPercent: number;
            /** Format: int32 */
            minimumUpMinutes: number;
            mode: components["schemas"]["DpmMode"];
            /** Format: int32 */
            parkMinutes: number;
            schedule: components["schemas"]["DpmHours"][];
            /** Format: int32 */
            spareHosts: number;
            timeZone: string;
            /** Format: int32 */
            wakeMinutes: number;
        };
        DpmSpecBody: {
            excludedHostIds?: (string | null)[] | null;
            /** Format: int32 */
            highPercent?: number | null;
            /** Format: int32 */
            lowPercent?: number | null;
            /** Format: int32 */
            minimumUpMinutes?: number | null;
            /** @enum {string|null} */
            mode?: "OFF" | "RECOMMEND" | "APPLY" | null;
            /** Format: int32 */
            parkMinutes?: number | null;
            schedule?: (components["schemas"]["DpmHoursBody"] | null)[] | null;
            /** Format: int32 */
            spareHosts?: number | null;
            timeZone?: string | null;
            /** Format: int32 */
            wakeMinutes?: number | null;
        };
        DpmStatus: {
            /** Format: int32 */
            asleepHosts: number;
            /** Format: int32 */
            failedHosts: number;
            lastRound: components["schemas"]["DpmRoundView"] | null;
            maySleepNow: boolean;
            /** Format: int32 */
            movingHosts: number;
            /** Format: int32 */
            openRecommendations: number;
        };
        DpmView: {
            /** Format: uuid */
            clusterId: string;
            /** Format: int64 */
            revision: number;
            spec: components["schemas"]["DpmSpec"];
            status: components["schemas"]["DpmStatus"];
        };
        /** @enum {string} */
        DrsMode: "OFF" | "RECOMMEND" | "APPLY";
        DrsReplayRequest: {
            /** Format: int32 */
            days?: number | null;
            /** Format: int32 */
            level?: number | null;
        };
        DrsRequest: {
            spec?: components["schemas"]["DrsSpecRequest"] | null;
        };
        DrsRoundView: {
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            clusterId: string;
            /** Format: int64 */
            copiedMiB: number;
            /** Format: int32 */
            hotHosts: number;
            /** Format: uuid */
            id: string;
            /** Format: double */
            imbalance: number;
            /** Format: int32 */
            level: number;
            /** Format: int32 */
            migrations: number;
            /** Format: int64 */
            tookMs: number;
            /** Format: date-time */
            unevenSince: string | null;
            /** Format: double */
            unservedMillicores: number;
            verdict: components["schemas"]["BalanceRoundVerdict"];
            /** Format: int32 */
            vmsWithoutSamples: number;
        };
        DrsSpec: {
            /** Format: int32 */
            coolDownMinutes: number;
            /** Format: int32 */
            level: number;
            mode: components["schemas"]["DrsMode"];
            /** Format: int32 */
            patienceMinutes: number;
        };
        DrsSpecRequest: {
            /** Format: int32 */
            coolDownMinutes?: number | null;
            /** Format: int32 */
            level?: number | null;
            /** @enum {string|null} */
            mode?: "OFF" | "RECOMMEND" | "APPLY" | null;
            /** Format: int32 */
            patienceMinutes?: number | null;
        };
        DrsStatus: {
            lastRound: components["schemas"]["DrsRoundView"] | null;
            /** Format: int32 */
            openRecommendations: number;
            /** Format: double */
            targetImbalance: number | null;
            /** Format: uuid */
            taskId: string | null;
            /** Format: double */
            triggerImbalance: number | null;
        };
        DrsView: {
            /** Format: uuid */
            clusterId: string;
            /** Format: int64 */
            revision: number;
            spec: components["schemas"]["DrsSpec"];
            status: components["schemas"]["DrsStatus"];
        };
        DryRunAlarmView: {
            plan: components["schemas"]["AlarmView"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunChannelDeliveryView: {
            plan: components["schemas"]["ChannelDeliveryView"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunDpmView: {
            plan: components["schemas"]["DpmView"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunDrsView: {
            plan: components["schemas"]["DrsView"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunEvacuationPlansEvacuationPlan: {
            plan: components["schemas"]["EvacuationPlansEvacuationPlan"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunExitPlanView: {
            plan: components["schemas"]["ExitPlanView"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunHaForecastsForecastView: {
            plan: components["schemas"]["HaForecastsForecastView"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunHostEnrolmentEnrolled: {
            plan: components["schemas"]["HostEnrolmentEnrolled"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunMaintenanceView: {
            plan: components["schemas"]["MaintenanceView"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunMigrationPlan: {
            plan: components["schemas"]["MigrationPlan"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunMigrationPolicyChangesView: {
            plan: components["schemas"]["MigrationPolicyChangesView"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunObject: {
            plan: unknown;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunObjectViewChannelSpecChannelStatus: {
            plan: components["schemas"]["ObjectViewChannelSpecChannelStatus"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunObjectViewClusterSpecClusterStatus: {
            plan: components["schemas"]["ObjectViewClusterSpecClusterStatus"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunObjectViewDefinitionSpecDefinitionStatus: {
            plan: components["schemas"]["ObjectViewDefinitionSpecDefinitionStatus"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunObjectViewHostSpecHostStatus: {
            plan: components["schemas"]["ObjectViewHostSpecHostStatus"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunObjectViewImageSpecImageStatus: {
            plan: components["schemas"]["ObjectViewImageSpecImageStatus"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunObjectViewNetworkSpecNetworkStatus: {
            plan: components["schemas"]["ObjectViewNetworkSpecNetworkStatus"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunObjectViewPoolSpecPoolStatus: {
            plan: components["schemas"]["ObjectViewPoolSpecPoolStatus"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunObjectViewResourcePoolSpecResourcePoolStatus: {
            plan: components["schemas"]["ObjectViewResourcePoolSpecResourcePoolStatus"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunObjectViewRuleSpecRuleStatus: {
            plan: components["schemas"]["ObjectViewRuleSpecRuleStatus"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunObjectViewVmSpecVmStatus: {
            plan: components["schemas"]["ObjectViewVmSpecVmStatus"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunPlacementPlan: {
            plan: components["schemas"]["PlacementPlan"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunPoolAndTask: {
            plan: components["schemas"]["PoolAndTask"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunRecommendationView: {
            plan: components["schemas"]["RecommendationView"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunRollingPlan: {
            plan: components["schemas"]["RollingPlan"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunRollingView: {
            plan: components["schemas"]["RollingView"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunSnapshotView: {
            plan: components["schemas"]["SnapshotView"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunTaskView: {
            plan: components["schemas"]["TaskView"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunUser: {
            plan: components["schemas"]["User"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        DryRunViolation: {
            causes: components["schemas"]["Cause"][];
            code: string;
            detail: string;
        };
        DryRunVmBatchPlan: {
            plan: components["schemas"]["VmBatchPlan"] | null;
            violations: components["schemas"]["DryRunViolation"][];
            wouldSucceed: boolean;
        };
        Effect: {
            /** Format: int64 */
            copiedMiB: number;
            /** Format: int64 */
            expectedPauseMs: number | null;
            hosts: components["schemas"]["EffectHostEffect"][];
            /** Format: double */
            imbalanceAfter: number;
            /** Format: double */
            imbalanceBefore: number;
            insteadOfIt: string | null;
            rejected: components["schemas"]["EffectRejected"][];
            /** Format: double */
            seconds: number;
        };
        EffectHostEffect: {
            /** Format: double */
            cpuShareAfter: number;
            /** Format: double */
            cpuShareBefore: number;
            hostName: string;
            /** Format: double */
            memoryShareAfter: number;
            /** Format: double */
            memoryShareBefore: number;
        };
        EffectRejected: {
            because: string;
            hostName: string;
        };
        EnrolmentRequest: {
            agentAddress?: string | null;
            /** Format: int32 */
            agentPort?: number | null;
            agentVersion?: string | null;
            /** Format: int64 */
            clockMs?: number | null;
            csrPem?: string | null;
            hostname?: string | null;
            token?: string | null;
        };
        EnterBody: {
            /** @description By the id of the VM: MOVE, STOP or SKIP */
            choices?: {
                [key: string]: string | null;
            } | null;
            /**
             * Format: int32
             * @description How many VMs may be on their way at once; 4 by default
             */
            maxParallel?: number | null;
            note?: string | null;
            /**
             * Format: int32
             * @description How long a guest may stand still when it moves; 300 by default
             */
            pauseBoundMs?: number | null;
            /** @description Start VMs again afterwards that were shut down; true by default */
            restartStopped?: boolean | null;
            /**
             * Format: int32
             * @description How long a guest may take to shut down; 120 by default
             */
            shutdownSeconds?: number | null;
            /** @description Shut down VMs that cannot move without asking; false by default */
            stopRemaining?: boolean | null;
        };
        Estimate: {
            basis: components["schemas"]["EstimateBasis"];
            /** Format: int64 */
            bytesPerSecond: number | null;
            /** Format: int32 */
            migrationCount: number;
        };
        /** @enum {string} */
        EstimateBasis: "MEASURED" | "ASSUMED";
        EvacuationPlansEvacuationPlan: {
            /** Format: int32 */
            blockedCount: number;
            /** Format: int64 */
            bytes: number;
            estimate: components["schemas"]["Estimate"];
            ha: components["schemas"]["HaOutlook"];
            /** Format: uuid */
            hostId: string;
            hostName: string;
            /** Format: int32 */
            moveCount: number;
            /** Format: double */
            seconds: number;
            vms: components["schemas"]["EvacuationPlansVmPlan"][];
            /** Format: int32 */
            waveCount: number;
        };
        EvacuationPlansVmPlan: {
            blocker: string | null;
            /** Format: int64 */
            bytes: number | null;
            choice: components["schemas"]["Choice"];
            choices: components["schemas"]["Choice"][];
            /** Format: int64 */
            expectedPauseMs: number | null;
            makesRoom: boolean;
            /** Format: int64 */
            memoryMiB: number;
            note: string;
            powerState: string;
            /** Format: double */
            seconds: number | null;
            /** Format: uuid */
            targetHostId: string | null;
            targetHostName: string;
            /** Format: uuid */
            vmId: string;
            vmName: string;
            /** Format: int32 */
            wave: number | null;
        };
        Evidence: {
            /** Format: date-time */
            at: string;
            check: string;
            detail: string;
            holds: boolean;
        };
        ExclusionStoreView: {
            requestedBy: string;
            /** Format: date-time */
            since: string;
            /** Format: uuid */
            vmId: string;
            vmName: string;
        };
        ExitPlanMoveView: {
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            expectedPauseMs: number;
            /** Format: double */
            seconds: number;
            /** Format: uuid */
            sourceHostId: string;
            /** Format: uuid */
            targetHostId: string;
            targetHostName: string;
            /** Format: uuid */
            vmId: string;
            vmName: string;
            /** Format: int32 */
            wave: number;
        };
        ExitPlanView: {
            brokenRules: string[];
            /** Format: int64 */
            bytes: number;
            estimate: components["schemas"]["Estimate"];
            /** Format: double */
            imbalanceAfter: number;
            /** Format: double */
            imbalanceBefore: number;
            moves: components["schemas"]["ExitPlanMoveView"][];
            /** Format: double */
            seconds: number;
        };
        /** @enum {string} */
        GuestConsoleEnding: "COMPLETE" | "DEADLINE" | "GIVEN_UP" | "NOT_RUNNING";
        GuestFacts: {
            cloudInit: components["schemas"]["GuestFactsCloudInitState"];
            cloudInitDetail: string;
            fileSystems: components["schemas"]["GuestFactsFileSystem"][];
            hostName: string;
            kernel: string;
            machine: string;
            osId: string;
            osName: string;
            osVersion: string;
        };
        /** @enum {string} */
        GuestFactsCloudInitState: "UNKNOWN" | "RUNNING" | "DONE" | "FAILED";
        GuestFactsFileSystem: {
            mountPoint: string;
            /** Format: int64 */
            totalBytes: number | null;
            type: string;
            /** Format: int64 */
            usedBytes: number | null;
        };
        HaDraft: {
            healthPolicy?: string | null;
            isolationPolicy?: string | null;
            priority?: string | null;
            protected?: boolean;
            restartAfter?: (string | null)[] | null;
            storageLossPolicy?: string | null;
        };
        HaFigures: {
            /** Format: int32 */
            acknowledgeMs: number;
            /** Format: int32 */
            freezeMs: number;
            /** Format: int32 */
            killBoundMs: number;
            /** Format: int32 */
            leaseMs: number;
            /** Format: int32 */
            marginMs: number;
            /** Format: int32 */
            renewMs: number;
            /** Format: int32 */
            singleChannelLeaseMs: number;
            /** Format: int32 */
            startsPerHost: number;
            /** Format: int32 */
            stormPercent: number;
            /** Format: int32 */
            windowMs: number;
        };
        HaForecastsForecastView: {
            acting: boolean;
            doubt: string | null;
            /** Format: uuid */
            hostId: string;
            hostName: string;
            notRestarted: components["schemas"]["HaForecastsLeftView"][];
            restarts: components["schemas"]["HaForecastsRestartView"][];
            unprotected: components["schemas"]["HaForecastsLeftView"][];
        };
        HaForecastsLeftView: {
            reason: string;
            /** Format: uuid */
            vmId: string;
            vmName: string;
        };
        HaForecastsRestartView: {
            after: string[];
            priority: components["schemas"]["HaIntentPriority"];
            /** Format: uuid */
            targetHostId: string;
            targetHostName: string;
            /** Format: uuid */
            vmId: string;
            vmName: string;
        };
        /** @enum {string} */
        HaIntentHealthPolicy: "PROCESS_ENDS" | "PROCESS_ENDS_OR_GUEST_CRASHES" | "GUEST_STOPS_ANSWERING";
        /** @enum {string} */
        HaIntentIsolationPolicy: "KEEP_RUNNING" | "RESTART_ELSEWHERE";
        /** @enum {string} */
        HaIntentPriority: "HIGHEST" | "HIGH" | "MEDIUM" | "LOW" | "LOWEST";
        /** @enum {string} */
        HaIntentStorageLossPolicy: "KEEP_PAUSED" | "RESTART_ELSEWHERE";
        HaOutlook: {
            detail: string;
            /** Format: int32 */
            hostFailuresToTolerate: number;
            survivable: boolean;
            watched: boolean;
        };
        HaStatus: {
            reasons: components["schemas"]["HaStatusHaReason"][];
            state: components["schemas"]["HaStatusState"];
        };
        HaStatusHaReason: {
            code: string;
            detail: string;
        };
        /** @enum {string} */
        HaStatusState: "OFF" | "NOT_RUNNING" | "PROTECTED" | "UNPROTECTED" | "RESTARTING";
        HardwareDraft: {
            bootOrder?: (string | null)[] | null;
            cpuTopology?: components["schemas"]["HardwareDraftTopologyDraft"] | null;
            firmware?: string | null;
            nestedVirtualization?: boolean | null;
            secureBoot?: boolean | null;
            tpm?: boolean | null;
        };
        HardwareDraftTopologyDraft: {
            /** Format: int32 */
            coresPerSocket?: number | null;
            /** Format: int32 */
            sockets?: number | null;
            /** Format: int32 */
            threadsPerCore?: number | null;
        };
        HealthCheck: {
            detail: string;
            name: string;
            status: components["schemas"]["SystemStatus"];
        };
        Hint: {
            action?: string;
            text: string;
        };
        HostCertificateView: {
            /** Format: date-time */
            notAfter: string;
            serial: string;
        };
        HostDeathDeathRequest: {
            hostName: string;
            note?: string | null;
        };
        HostEnrolmentEnrolled: {
            caPem: string;
            certificatePem: string;
            clusterId: string;
            crlPem: string;
            hostId: string;
            installationId: string;
            /** Format: int64 */
            serverTimeMs: number;
            zookeeperConnect: string;
        };
        HostHa: {
            beatRenewed: boolean;
            capable: boolean;
            cgroupV2: boolean;
            /** Format: int32 */
            enforcers: number;
            hardwareWatchdog: boolean;
            leaseHeld: boolean;
            /** Format: int32 */
            leaseMs: number;
            leasePhase: components["schemas"]["HostHaLeasePhase"];
            /** Format: int32 */
            marginMs: number;
            /** Format: date-time */
            quarantinedUntil: string | null;
            reasons: components["schemas"]["HostHaReason"][];
            slotPoolIds: string[];
        };
        /** @enum {string} */
        HostHaLeasePhase: "IDLE" | "PREPARING" | "HOLDING" | "FROZEN" | "KILLED" | "RELEASED" | "UNKNOWN";
        HostHaReason: {
            code: string;
            detail: string;
        };
        HostMaintenance: {
            attention: string;
            /** Format: uuid */
            id: string;
            note: string;
            paused: boolean;
            requestedBy: string;
            safeToPowerOff: boolean;
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            state: "ENTERING" | "IN_MAINTENANCE" | "LEAVING";
        };
        HostMaintenanceExitBody: {
            /** @enum {string|null} */
            bringHome?: "IF_BETTER" | "NO" | null;
        };
        /** @enum {string} */
        HostPhase: "CONNECTING" | "READY" | "DISCONNECTED" | "UNKNOWN" | "REVOKED" | "REFUSED";
        HostPoolAtHost: {
            detail: string;
            /** Format: uuid */
            poolId: string;
            reachable: boolean;
        };
        HostPowerModelPowerModelRequest: {
            /** Format: int32 */
            fullWatts: number;
            /** Format: int32 */
            idleWatts: number;
        };
        HostPowerPowerOffRequest: {
            force?: boolean | null;
            mode?: string | null;
        };
        HostPowerSaving: {
            reason: string;
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            state: "DRAINING" | "SWITCHING_OFF" | "ASLEEP" | "WAKING" | "EXITING" | "FAILED";
        };
        HostPowerWakeTestRequest: {
            mode?: string | null;
        };
        HostRequest: {
            labels?: {
                [key: string]: string | null;
            } | null;
            name?: string | null;
            spec?: components["schemas"]["HostSpecRequest"] | null;
        };
        HostSelfCheck: {
            detail: string;
            fix: string;
            name: string;
            /** @enum {string} */
            outcome: "OK" | "WARNING" | "FAILED";
        };
        HostSpec: {
            /** Format: uuid */
            clusterId: string;
            description: string;
        };
        HostSpecRequest: {
            description?: string | null;
        };
        HostStatus: {
            accelerator: string;
            acceleratorReason: string;
            address: string;
            agentVersion: string;
            capabilities: string[];
            certificate: components["schemas"]["HostCertificateView"] | null;
            checks: components["schemas"]["HostSelfCheck"][];
            /** Format: int64 */
            clockSkewMs: number | null;
            /** Format: int32 */
            cpuCount: number;
            cpuModel: string;
            /** Format: int64 */
            cpuUsedMillicores: number | null;
            guestCpuModels: string[];
            ha: components["schemas"]["HostHa"] | null;
            /** Format: date-time */
            lastSeenAt: string | null;
            maintenance: components["schemas"]["HostMaintenance"] | null;
            /** Format: int64 */
            memoryMiB: number;
            /** Format: int64 */
            memoryUsedMiB: number | null;
            networkMode: string;
            pools: components["schemas"]["HostPoolAtHost"][];
            /** Format: int32 */
            port: number;
            powerSaving: components["schemas"]["HostPowerSaving"] | null;
            qemuVersion: string;
            /** Format: date-time */
            since: string;
            state: components["schemas"]["HostPhase"];
            stateReason: string;
            /** Format: int32 */
            vmCount: number;
            warnings: string[];
        };
        ImageAndTask: {
            image: components["schemas"]["ObjectViewImageSpecImageStatus"] | null;
            task: components["schemas"]["TaskView"];
        };
        ImageFailureView: {
            code: string;
            detail: string;
        };
        /** @enum {string} */
        ImageFormat: "QCOW2" | "RAW";
        ImagePatch: {
            labels?: {
                [key: string]: string | null;
            } | null;
            name?: string | null;
            spec?: components["schemas"]["ImageSpecPatch"] | null;
        };
        ImageRequest: {
            labels?: {
                [key: string]: string | null;
            } | null;
            name?: string | null;
            spec?: components["schemas"]["ImageSpecRequest"] | null;
        };
        ImageSourceRequest: {
            sha256?: string | null;
            type?: string | null;
            url?: string | null;
        };
        /** @enum {string} */
        ImageSourceType: "UPLOAD" | "URL";
        ImageSourceView: {
            type: components["schemas"]["ImageSourceType"];
            url: string | null;
        };
        ImageSpec: {
            /** Format: uuid */
            clusterId: string;
            description: string;
            format: components["schemas"]["ImageFormat"];
            osHint: string;
            /** Format: uuid */
            poolId: string;
            sha256: string | null;
            source: components["schemas"]["ImageSourceView"];
        };
        ImageSpecPatch: {
            description?: string | null;
        };
        ImageSpecRequest: {
            description?: string | null;
            format?: string | null;
            osHint?: string | null;
            poolId?: string | null;
            sha256?: string | null;
            source?: components["schemas"]["ImageSourceRequest"] | null;
        };
        /** @enum {string} */
        ImageState: "AWAITING_UPLOAD" | "UPLOADING" | "IMPORTING" | "READY" | "FAILED" | "DELETING";
        ImageStatus: {
            failure: components["schemas"]["ImageFailureView"] | null;
            sha256: string | null;
            /** Format: int64 */
            sizeBytes: number | null;
            state: components["schemas"]["ImageState"];
            uploadUrl: string | null;
            verified: boolean;
            /** Format: int64 */
            virtualSizeBytes: number | null;
        };
        IncidentMoment: {
            /** Format: date-time */
            at: string;
            text: string;
            what: string;
        };
        IncidentNamedObject: {
            /** Format: uuid */
            id: string;
            kind: string;
            name: string;
        };
        IncidentView: {
            /** Format: uuid */
            clusterId: string | null;
            ended: boolean;
            /** Format: uuid */
            hostId: string | null;
            hostName: string;
            /** Format: uuid */
            id: string;
            kind: string;
            /** Format: date-time */
            lastAt: string;
            /** Format: int32 */
            leftOut: number;
            /** Format: int32 */
            momentCount: number;
            names: components["schemas"]["IncidentNamedObject"][];
            proof: string;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            startedAt: string;
            timeline: components["schemas"]["IncidentMoment"][];
        };
        /** @enum {string} */
        ItemState: "WAITING" | "BLOCKED" | "MOVING" | "MOVED" | "STOPPING" | "STOPPED" | "STARTING" | "STARTED" | "SKIPPED" | "FAILED" | "GONE";
        JoinTokenNewJoinToken: {
            caFingerprintSha256: string;
            command: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            token: string;
            url: string;
        };
        JoinTokenRequest: {
            note?: string | null;
            /** Format: int32 */
            ttlSeconds?: number | null;
        };
        JoinTokenView: {
            /** Format: uuid */
            clusterId: string;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            note: string;
            /** Format: date-time */
            usedAt: string | null;
            /** Format: uuid */
            usedByHostId: string | null;
        };
        MaintenanceAgainBody: {
            /** @enum {string|null} */
            choice?: "MOVE" | "STOP" | "SKIP" | null;
        };
        MaintenanceCancelBody: {
            /** @enum {string|null} */
            bringHome?: "IF_BETTER" | "NO" | null;
        };
        MaintenanceProgress: {
            /** Format: int64 */
            bytesMoved: number;
            /** Format: int32 */
            left: number;
            /** Format: int64 */
            longestPauseMs: number | null;
            /** Format: int32 */
            needSomebody: number;
            /** Format: int64 */
            secondsLeft: number | null;
            /** Format: int32 */
            total: number;
            /** Format: int32 */
            underWay: number;
        };
        /** @enum {string} */
        MaintenanceState: "ENTERING" | "IN_MAINTENANCE" | "LEAVING" | "LEFT" | "CANCELLED";
        MaintenanceView: {
            allowedActions: string[];
            attention: string;
            /** Format: uuid */
            clusterId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
            /** Format: uuid */
            enterTaskId: string;
            /** Format: uuid */
            exitTaskId: string | null;
            /** Format: uuid */
            hostId: string;
            hostName: string;
            /** Format: uuid */
            id: string;
            note: string;
            paused: boolean;
            progress: components["schemas"]["MaintenanceProgress"];
            proof: components["schemas"]["Evidence"][];
            requestedBy: string;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            safeAt: string | null;
            safeToPowerOff: boolean;
            state: components["schemas"]["MaintenanceState"];
            /** Format: date-time */
            stateSince: string;
            terms: components["schemas"]["Terms"];
            /** Format: date-time */
            updatedAt: string;
            vms: components["schemas"]["MaintenanceVmView"][] | null;
        };
        MaintenanceVmView: {
            /** Format: int32 */
            attempts: number;
            /** Format: date-time */
            begunAt: string | null;
            /** Format: int64 */
            bytes: number | null;
            choice: components["schemas"]["Choice"];
            /** Format: date-time */
            endedAt: string | null;
            /** Format: int64 */
            memoryMiB: number;
            /** Format: int64 */
            pauseMs: number | null;
            purpose: components["schemas"]["Purpose"];
            reason: string;
            /** Format: date-time */
            retryAt: string | null;
            state: components["schemas"]["ItemState"];
            /** Format: uuid */
            targetHostId: string | null;
            targetHostName: string;
            /** Format: uuid */
            taskId: string | null;
            /** Format: int64 */
            totalMs: number | null;
            /** Format: uuid */
            vmId: string;
            vmName: string;
            /** Format: int32 */
            wave: number;
        };
        ManagersManager: {
            address: string;
            /** Format: uuid */
            id: string;
            leader: boolean;
            /** Format: date-time */
            since: string;
            version: string;
        };
        ManagersManagerList: {
            items: components["schemas"]["ManagersManager"][];
        };
        Metadata: {
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            id: string;
            labels: {
                [key: string]: string;
            };
            name: string;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @enum {string} */
        MigrationForecastsBandwidthBasis: "MEASURED" | "POLICY" | "ASSUMED";
        MigrationForecastsView: {
            bandwidthBasis: components["schemas"]["MigrationForecastsBandwidthBasis"];
            /** Format: int64 */
            bandwidthBytesPerSecond: number;
            /** Format: int64 */
            bytes: number;
            /** Format: double */
            copySeconds: number;
            /** Format: int64 */
            dirtyBytesPerSecond: number | null;
            fits: boolean;
            /** Format: int64 */
            memoryBytes: number;
            note: string;
            /** Format: int32 */
            passes: number;
            /** Format: int32 */
            pauseLimitMs: number;
            /** Format: int64 */
            pauseMs: number;
            /** Format: int32 */
            throttlePercent: number;
        };
        MigrationHistoryView: {
            detail: string;
            /** Format: int64 */
            downtimeMs: number | null;
            /** Format: date-time */
            endedAt: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            outcome: "SUCCEEDED" | "FAILED";
            /** Format: uuid */
            sourceHostId: string;
            sourceHostName: string;
            /** Format: date-time */
            startedAt: string;
            /** Format: uuid */
            targetHostId: string;
            targetHostName: string;
            /** Format: uuid */
            taskId: string;
            /** Format: int64 */
            totalMs: number | null;
            /** Format: int64 */
            transferredBytes: number | null;
        };
        MigrationPlan: {
            /** Format: uuid */
            chosenHostId: string | null;
            forecast: components["schemas"]["MigrationForecastsView"] | null;
            ranked: components["schemas"]["PlacementReportRanked"][];
            refused: components["schemas"]["PlacementReportRefused"][];
        };
        MigrationPolicyChangesSpec: {
            autoConverge: boolean;
            /** Format: int32 */
            bandwidthMiBPerSecond: number;
            pauseLadderMs: number[];
        };
        MigrationPolicyChangesView: {
            /** Format: uuid */
            clusterId: string;
            /** Format: int64 */
            revision: number;
            spec: components["schemas"]["MigrationPolicyChangesSpec"];
        };
        MigrationPolicyRequest: {
            spec?: components["schemas"]["MigrationPolicySpec"] | null;
        };
        MigrationPolicySpec: {
            autoConverge?: boolean | null;
            /** Format: int32 */
            bandwidthMiBPerSecond?: number | null;
            pauseLadderMs?: (number | null)[] | null;
        };
        /** @enum {string} */
        MoveOutcomeVerdict: "HELPED" | "NO_DIFFERENCE" | "WORSE" | "UNKNOWN";
        /** @enum {string} */
        NetworkAddressMode: "DHCP" | "STATIC";
        NetworkHostOfNetwork: {
            detail: string;
            /** Format: uuid */
            hostId: string;
            /** @enum {string} */
            state: "READY" | "APPLYING" | "FAILED";
        };
        NetworkRequest: {
            labels?: {
                [key: string]: string | null;
            } | null;
            name?: string | null;
            spec?: components["schemas"]["NetworkSpecRequest"] | null;
        };
        NetworkSpec: {
            addressing: components["schemas"]["NetworkAddressMode"];
            antiSpoofing: boolean;
            /** Format: uuid */
            clusterId: string;
            description: string;
            dnsServers: string[];
            gateway: string | null;
            /** Format: int32 */
            mtuBytes: number;
            rangeEnd: string | null;
            rangeStart: string | null;
            subnetCidr: string | null;
            /** Format: int32 */
            vlan: number;
        };
        NetworkSpecRequest: {
            addressing?: string | null;
            antiSpoofing?: boolean | null;
            clusterId?: string | null;
            description?: string | null;
            dnsServers?: (string | null)[] | null;
            gateway?: string | null;
            /** Format: int32 */
            mtuBytes?: number | null;
            rangeEnd?: string | null;
            rangeStart?: string | null;
            subnetCidr?: string | null;
            /** Format: int32 */
            vlan?: number | null;
        };
        NetworkStatus: {
            /** Format: int64 */
            addressesTotal: number | null;
            /** Format: int64 */
            addressesUsed: number;
            hosts: components["schemas"]["NetworkHostOfNetwork"][];
            /** @enum {string} */
            state: "READY" | "APPLYING" | "FAILED";
        };
        NotificationChannelChannelRequest: {
            labels?: {
                [key: string]: string | null;
            } | null;
            name?: string | null;
            spec?: components["schemas"]["NotificationChannelChannelSpecRequest"] | null;
        };
        NotificationChannelChannelSpecRequest: {
            description?: string | null;
            enabled?: boolean | null;
            filter?: components["schemas"]["ChannelDraftFilterDraft"] | null;
            mail?: components["schemas"]["ChannelDraftMailDraft"] | null;
            type?: components["schemas"]["ChannelType"] | null;
            webhook?: components["schemas"]["ChannelDraftWebhookDraft"] | null;
        };
        NotificationChannelCreatedChannel: {
            channel: components["schemas"]["ObjectViewChannelSpecChannelStatus"];
            /** @description Signs what the webhook is told; null for mail */
            secret: string | null;
        };
        NotificationChannelNewSecret: {
            /** Format: date-time */
            previousUntil: string;
            secret: string;
        };
        ObjectViewChannelSpecChannelStatus: {
            allowedActions: string[];
            metadata: components["schemas"]["Metadata"];
            spec: components["schemas"]["ChannelSpec"];
            status: components["schemas"]["ChannelStatus"];
        };
        ObjectViewClusterSpecClusterStatus: {
            allowedActions: string[];
            metadata: components["schemas"]["Metadata"];
            spec: components["schemas"]["ClusterSpec"];
            status: components["schemas"]["ClusterStatus"];
        };
        ObjectViewDefinitionSpecDefinitionStatus: {
            allowedActions: string[];
            metadata: components["schemas"]["Metadata"];
            spec: components["schemas"]["DefinitionSpec"];
            status: components["schemas"]["DefinitionStatus"];
        };
        ObjectViewHostSpecHostStatus: {
            allowedActions: string[];
            metadata: components["schemas"]["Metadata"];
            spec: components["schemas"]["HostSpec"];
            status: components["schemas"]["HostStatus"];
        };
        ObjectViewImageSpecImageStatus: {
            allowedActions: string[];
            metadata: components["schemas"]["Metadata"];
            spec: components["schemas"]["ImageSpec"];
            status: components["schemas"]["ImageStatus"];
        };
        ObjectViewNetworkSpecNetworkStatus: {
            allowedActions: string[];
            metadata: components["schemas"]["Metadata"];
            spec: components["schemas"]["NetworkSpec"];
            status: components["schemas"]["NetworkStatus"];
        };
        ObjectViewPoolSpecPoolStatus: {
            allowedActions: string[];
            metadata: components["schemas"]["Metadata"];
            spec: components["schemas"]["PoolSpec"];
            status: components["schemas"]["PoolStatus"];
        };
        ObjectViewResourcePoolSpecResourcePoolStatus: {
            allowedActions: string[];
            metadata: components["schemas"]["Metadata"];
            spec: components["schemas"]["ResourcePoolSpec"];
            status: components["schemas"]["ResourcePoolStatus"];
        };
        ObjectViewRuleSpecRuleStatus: {
            allowedActions: string[];
            metadata: components["schemas"]["Metadata"];
            spec: components["schemas"]["RuleSpec"];
            status: components["schemas"]["RuleStatus"];
        };
        ObjectViewVmSpecVmStatus: {
            allowedActions: string[];
            metadata: components["schemas"]["Metadata"];
            spec: components["schemas"]["VmSpec"];
            status: components["schemas"]["VmStatus"];
        };
        PageAlarmView: {
            items: components["schemas"]["AlarmView"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageAuditEntry: {
            items: components["schemas"]["AuditEntry"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageChannelDeliveryView: {
            items: components["schemas"]["ChannelDeliveryView"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageCloudEvent: {
            items: components["schemas"]["CloudEvent"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageDpmRecommendation: {
            items: components["schemas"]["DpmRecommendation"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageDpmRoundView: {
            items: components["schemas"]["DpmRoundView"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageDrsRoundView: {
            items: components["schemas"]["DrsRoundView"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageIncidentView: {
            items: components["schemas"]["IncidentView"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageJoinTokenView: {
            items: components["schemas"]["JoinTokenView"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageMaintenanceView: {
            items: components["schemas"]["MaintenanceView"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageObjectViewChannelSpecChannelStatus: {
            items: components["schemas"]["ObjectViewChannelSpecChannelStatus"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageObjectViewClusterSpecClusterStatus: {
            items: components["schemas"]["ObjectViewClusterSpecClusterStatus"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageObjectViewDefinitionSpecDefinitionStatus: {
            items: components["schemas"]["ObjectViewDefinitionSpecDefinitionStatus"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageObjectViewHostSpecHostStatus: {
            items: components["schemas"]["ObjectViewHostSpecHostStatus"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageObjectViewImageSpecImageStatus: {
            items: components["schemas"]["ObjectViewImageSpecImageStatus"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageObjectViewNetworkSpecNetworkStatus: {
            items: components["schemas"]["ObjectViewNetworkSpecNetworkStatus"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageObjectViewPoolSpecPoolStatus: {
            items: components["schemas"]["ObjectViewPoolSpecPoolStatus"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageObjectViewResourcePoolSpecResourcePoolStatus: {
            items: components["schemas"]["ObjectViewResourcePoolSpecResourcePoolStatus"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageObjectViewRuleSpecRuleStatus: {
            items: components["schemas"]["ObjectViewRuleSpecRuleStatus"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageObjectViewVmSpecVmStatus: {
            items: components["schemas"]["ObjectViewVmSpecVmStatus"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageRecommendationView: {
            items: components["schemas"]["RecommendationView"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageRollingView: {
            items: components["schemas"]["RollingView"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageTaskView: {
            items: components["schemas"]["TaskView"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageTokensTokenInfo: {
            items: components["schemas"]["TokensTokenInfo"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        PageUser: {
            items: components["schemas"]["User"][];
            nextCursor: string | null;
            /** Format: int64 */
            totalCount: number;
        };
        /** @enum {string} */
        ParkedState: "DRAINING" | "SWITCHING_OFF" | "ASLEEP" | "WAKING" | "EXITING" | "FAILED";
        /** @enum {string} */
        Permission: "INFO_READ" | "INVENTORY_READ" | "INVENTORY_WRITE" | "VM_OPERATE" | "VM_CONSOLE" | "HOST_ENROL" | "HOST_MAINTAIN" | "HOST_POWER" | "TASK_READ" | "TASK_CANCEL" | "EVENT_READ" | "ALARM_READ" | "ALARM_ACKNOWLEDGE" | "ALARM_DEFINE" | "AUDIT_READ" | "IDENTITY_READ" | "IDENTITY_WRITE";
        /** @enum {string} */
        PlacementHistoryDecisionCause: "CREATE" | "START" | "MIGRATE" | "RETRY" | "HA_RESTART";
        PlacementHistoryDecisionView: {
            cause: components["schemas"]["PlacementHistoryDecisionCause"];
            /** Format: date-time */
            decidedAt: string;
            /** Format: uuid */
            hostId: string;
            hostName: string;
            ranked: components["schemas"]["PlacementReportRanked"][];
            reason: string;
            refused: components["schemas"]["PlacementReportRefused"][];
            requestedBy: string;
            /** Format: uuid */
            taskId: string | null;
        };
        PlacementPlan: {
            /** Format: uuid */
            chosenHostId: string | null;
            ranked: components["schemas"]["PlacementReportRanked"][];
            refused: components["schemas"]["PlacementReportRefused"][];
        };
        PlacementReport: {
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            hostId: string | null;
            ranked: components["schemas"]["PlacementReportRanked"][];
            reason: string;
            refused: components["schemas"]["PlacementReportRefused"][];
        };
        PlacementReportPart: {
            /** Format: double */
            cost: number;
            detail: string;
            name: string;
            rule: string | null;
        };
        PlacementReportRanked: {
            /** Format: uuid */
            hostId: string;
            hostName: string;
            parts: components["schemas"]["PlacementReportPart"][];
            reasons: string[];
            /** Format: double */
            score: number;
        };
        PlacementReportReason: {
            check: string;
            detail: string;
            /** Format: int64 */
            free: number | null;
            /** Format: int64 */
            need: number | null;
            unit: string | null;
        };
        PlacementReportRefused: {
            /** Format: uuid */
            hostId: string;
            hostName: string;
            refusals: components["schemas"]["PlacementReportReason"][];
        };
        /** @enum {string} */
        PlacementRuleEnforcement: "MUST" | "SHOULD" | "MUST_NOT";
        /** @enum {string} */
        PlacementRuleKind: "KEEP_TOGETHER" | "KEEP_APART" | "VM_HOST" | "ZONE_SPREAD" | "BLAST_RADIUS";
        PoolAndTask: {
            pool: components["schemas"]["ObjectViewPoolSpecPoolStatus"] | null;
            task: components["schemas"]["TaskView"];
        };
        PoolHostOfPool: {
            detail: string;
            /** Format: uuid */
            hostId: string;
            reachable: boolean;
        };
        PoolRequest: {
            labels?: {
                [key: string]: string | null;
            } | null;
            name?: string | null;
            spec?: components["schemas"]["PoolSpecRequest"] | null;
        };
        PoolSpec: {
            /** Format: uuid */
            clusterId: string;
            description: string;
            path: string;
            type: components["schemas"]["PoolType"];
        };
        PoolSpecRequest: {
            clusterId?: string | null;
            description?: string | null;
            path?: string | null;
            type?: string | null;
        };
        /** @enum {string} */
        PoolState: "CREATING" | "READY" | "FAILED" | "DELETING";
        PoolStatus: {
            /** Format: int64 */
            capacityBytes: number | null;
            hosts: components["schemas"]["PoolHostOfPool"][];
            state: components["schemas"]["PoolState"];
            stateDetail: string;
            /** Format: int64 */
            usedBytes: number | null;
        };
        /** @enum {string} */
        PoolType: "SHARED_DIRECTORY";
        PowerDraft: {
            address?: string | null;
            caCertificatePem?: string | null;
            certificateSha256?: string | null;
            /** Format: int32 */
            cipherSuite?: number | null;
            kind?: string | null;
            mac?: string | null;
            /** Format: int32 */
            port?: number | null;
            secret?: string | null;
            session?: boolean | null;
            /** Format: int32 */
            shutdownSeconds?: number | null;
            /** Format: int32 */
            switchSeconds?: number | null;
            systemPath?: string | null;
            user?: string | null;
            /** Format: int32 */
            wakeSeconds?: number | null;
        };
        PowerDraw: {
            /** Format: date-time */
            at: string | null;
            detail: string;
            source: components["schemas"]["PowerDrawSource"];
            /** Format: int32 */
            watts: number | null;
        };
        /** @enum {string} */
        PowerDrawSource: "MEASURED" | "MODEL" | "UNKNOWN";
        PowerFailure: {
            code: string;
            detail: string;
        };
        PowerHostDrawView: {
            draw: components["schemas"]["PowerDraw"];
            /** Format: int32 */
            fullWatts: number | null;
            /** Format: uuid */
            hostId: string;
            hostName: string;
            /** Format: int32 */
            idleWatts: number | null;
            /** Format: int64 */
            revision: number;
        };
        PowerHostPowerView: {
            address: string;
            caCertificatePem: string | null;
            certificateSha256: string | null;
            /** Format: int32 */
            cipherSuite: number | null;
            draw: components["schemas"]["PowerDraw"];
            /** Format: uuid */
            hostId: string;
            hostName: string;
            kind: components["schemas"]["PowerKind"];
            lastFailure: components["schemas"]["PowerFailure"] | null;
            lastSeen: components["schemas"]["PowerSeenPower"] | null;
            mac: string | null;
            /** Format: int32 */
            port: number;
            provesOff: boolean;
            /** Format: int64 */
            revision: number;
            secretSet: boolean;
            session: boolean;
            /** Format: int32 */
            shutdownSeconds: number;
            state: components["schemas"]["PowerReadingState"];
            /** Format: date-time */
            stateSince: string | null;
            /** Format: int32 */
            switchSeconds: number;
            systemPath: string | null;
            /** Format: date-time */
            updatedAt: string;
            user: string | null;
            wake: components["schemas"]["PowerWakeView"];
            /** Format: int32 */
            wakeSeconds: number;
        };
        /** @enum {string} */
        PowerKind: "REDFISH" | "IPMI" | "WAKE_ON_LAN";
        /** @enum {string} */
        PowerReadingState: "ON" | "OFF" | "UNKNOWN";
        PowerSeenPower: {
            /** Format: date-time */
            at: string;
            detail: string;
            state: components["schemas"]["PowerReadingState"];
        };
        PowerWakeAttemptView: {
            /** Format: date-time */
            at: string;
            failure: components["schemas"]["PowerFailure"] | null;
            /** Format: int64 */
            seconds: number | null;
            /** Format: uuid */
            taskId: string;
            test: boolean;
        };
        PowerWakeView: {
            attempts: components["schemas"]["PowerWakeAttemptView"][];
            detail: string;
            /** Format: int32 */
            learnedFrom: number;
            /** Format: int64 */
            learnedSeconds: number | null;
            reason: components["schemas"]["WakeabilityReason"] | null;
            wakeable: boolean;
        };
        Problem: {
            causes: components["schemas"]["Cause"][];
            code: string;
            detail: string;
            hints: components["schemas"]["Hint"][];
            instance: string | null;
            /** Format: int32 */
            status: number;
            title: string;
            traceId: string | null;
            type: string;
        };
        /** @enum {string} */
        Purpose: "LEAVE" | "MAKE_ROOM" | "START" | "COME_HOME";
        /** @enum {string} */
        RecommendationBookKind: "PARK" | "WAKE";
        /** @enum {string} */
        RecommendationBookState: "OPEN" | "ACCEPTED" | "DONE" | "FAILED" | "EXPIRED";
        RecommendationMoment: {
            /** Format: double */
            readyShare: number | null;
            /** Format: double */
            sourceCpuShare: number | null;
            /** Format: double */
            targetCpuShare: number | null;
        };
        RecommendationOutcomeFigures: {
            after: components["schemas"]["RecommendationMoment"];
            before: components["schemas"]["RecommendationMoment"];
        };
        RecommendationSnoozeRequest: {
            /** Format: int32 */
            hours?: number | null;
        };
        /** @enum {string} */
        RecommendationState: "OPEN" | "SNOOZED" | "ACCEPTED" | "MOVING" | "MOVED" | "FAILED" | "EXPIRED" | "DECLINED";
        RecommendationView: {
            allowedActions: string[];
            /** Format: uuid */
            clusterId: string;
            /** Format: date-time */
            createdAt: string;
            decidedBy: string;
            detail: string;
            effect: components["schemas"]["Effect"];
            /** Format: date-time */
            endedAt: string | null;
            /** Format: uuid */
            id: string;
            measured: components["schemas"]["VmSubtasksMigrationFigures"] | null;
            /** Format: uuid */
            migrationTaskId: string | null;
            outcome: components["schemas"]["MoveOutcomeVerdict"] | null;
            outcomeFigures: components["schemas"]["RecommendationOutcomeFigures"] | null;
            reason: string;
            reasonKind: string;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            snoozedUntil: string | null;
            /** Format: uuid */
            sourceHostId: string;
            sourceHostName: string;
            state: components["schemas"]["RecommendationState"];
            /** Format: uuid */
            targetHostId: string;
            targetHostName: string;
            /** Format: uuid */
            taskId: string | null;
            /** Format: date-time */
            updatedAt: string;
            /** Format: uuid */
            vmId: string;
            vmName: string;
            /** Format: int32 */
            wave: number;
        };
        /** @enum {string} */
        Resource: "MEMORY" | "CPU" | "VCPUS" | "NETWORK";
        ResourcePoolCpu: {
            /** Format: int64 */
            entitledMHz: number;
            /** Format: int64 */
            reservedMHz: number;
            /** Format: int64 */
            unreservedMHz: number;
            /** Format: int64 */
            usedMHz: number;
        };
        ResourcePoolMemory: {
            /** Format: int64 */
            entitledMiB: number;
            /** Format: int64 */
            reservedMiB: number;
            /** Format: int64 */
            unreservedMiB: number;
            /** Format: int64 */
            usedMiB: number;
        };
        ResourcePoolRequest: {
            labels?: {
                [key: string]: string | null;
            } | null;
            name?: string | null;
            spec?: components["schemas"]["ResourcePoolSpecRequest"] | null;
        };
        ResourcePoolSpec: {
            /** Format: uuid */
            clusterId: string;
            cpuExpandable: boolean;
            /** Format: int64 */
            cpuLimitMHz: number | null;
            /** Format: int64 */
            cpuReservationMHz: number;
            /** Format: int32 */
            cpuShares: number;
            cpuSharesLevel: components["schemas"]["ComputePoolLevel"];
            description: string;
            memoryExpandable: boolean;
            /** Format: int64 */
            memoryLimitMiB: number | null;
            /** Format: int64 */
            memoryReservationMiB: number;
            /** Format: int32 */
            memoryShares: number;
            memorySharesLevel: components["schemas"]["ComputePoolLevel"];
            /** Format: uuid */
            parentId: string | null;
        };
        ResourcePoolSpecRequest: {
            cpuExpandable?: boolean | null;
            /** Format: int64 */
            cpuLimitMHz?: number | null;
            /** Format: int64 */
            cpuReservationMHz?: number | null;
            /** Format: int32 */
            cpuShares?: number | null;
            /** @enum {string|null} */
            cpuSharesLevel?: "LOW" | "NORMAL" | "HIGH" | "CUSTOM" | null;
            description?: string | null;
            memoryExpandable?: boolean | null;
            /** Format: int64 */
            memoryLimitMiB?: number | null;
            /** Format: int64 */
            memoryReservationMiB?: number | null;
            /** Format: int32 */
            memoryShares?: number | null;
            /** @enum {string|null} */
            memorySharesLevel?: "LOW" | "NORMAL" | "HIGH" | "CUSTOM" | null;
            parentId?: string | null;
        };
        ResourcePoolStatus: {
            /** Format: int32 */
            childCount: number;
            cpu: components["schemas"]["ResourcePoolCpu"];
            memory: components["schemas"]["ResourcePoolMemory"];
            overcommitted: boolean;
            path: string[];
            /** Format: int32 */
            runningVmCount: number;
            /** Format: int32 */
            vmCount: number;
        };
        ResourcePoolWhole: {
            cpu: components["schemas"]["ResourcePoolCpu"];
            /** Format: int64 */
            cpuMHz: number;
            memory: components["schemas"]["ResourcePoolMemory"];
            /** Format: int64 */
            memoryMiB: number;
            overcommitted: boolean;
            /** Format: int32 */
            poolCount: number;
            /** Format: int32 */
            vmCount: number;
        };
        ResourcesDraft: {
            /** Format: int64 */
            cpuLimitMHz?: number | null;
            /** Format: int64 */
            cpuReservationMHz?: number | null;
            /** Format: int32 */
            cpuShares?: number | null;
            /** Format: int64 */
            memoryReservationMiB?: number | null;
        };
        /** @enum {string} */
        Role: "VIEWER" | "OPERATOR" | "ADMIN";
        /** @enum {string} */
        RollingAction: "NONE" | "REBOOT" | "HOOK";
        /** @enum {string} */
        RollingDoing: "DRAINING" | "REBOOTING" | "RUNNING_HOOK" | "CHECKING" | "COMING_BACK";
        /** @enum {string} */
        RollingHostState: "WAITING" | "ENTERING" | "ACTING" | "CHECKING" | "LEAVING" | "DONE" | "FAILED" | "SKIPPED";
        RollingHostView: {
            canary: boolean;
            doing: components["schemas"]["RollingDoing"] | null;
            failedIn: components["schemas"]["RollingHostState"] | null;
            /** Format: uuid */
            hostId: string;
            hostName: string;
            reason: string;
            /** Format: date-time */
            since: string;
            state: components["schemas"]["RollingHostState"];
            /** Format: uuid */
            taskId: string | null;
        };
        RollingMaintenanceResumeBody: {
            skipFailed?: boolean | null;
        };
        RollingMaintenanceRollingBody: {
            /** @enum {string|null} */
            action?: "NONE" | "REBOOT" | "HOOK" | null;
            /** @enum {string|null} */
            bringHome?: "IF_BETTER" | "NO" | null;
            canaryHostId?: string | null;
            /** Format: int32 */
            healthSeconds?: number | null;
            /** @description With HOOK: the name of a file in the hosts' folder /etc/atoll/hooks */
            hook?: string | null;
            /**
             * Format: int32
             * @description With HOOK: so long it may run
             */
            hookSeconds?: number | null;
            hostIds?: (string | null)[] | null;
            /** @description Hosts go out also where HA would not cover the cluster without them */
            ignoreHaCoverage?: boolean | null;
            /** Format: int32 */
            maxHostsOut?: number | null;
            /** Format: int32 */
            maxParallel?: number | null;
            note?: string | null;
            /** Format: int32 */
            pauseBoundMs?: number | null;
            restartStopped?: boolean | null;
            /** Format: int32 */
            shutdownSeconds?: number | null;
            stopRemaining?: boolean | null;
        };
        RollingPlan: {
            ha: components["schemas"]["HaOutlook"];
            hosts: components["schemas"]["RollingPlanHostPlan"][];
            leftOut: components["schemas"]["RollingPlanHostLeftOut"][];
            /** Format: int32 */
            mostHostsOut: number;
            /** Format: double */
            seconds: number | null;
        };
        RollingPlanHostLeftOut: {
            /** Format: uuid */
            hostId: string;
            hostName: string;
            reason: string;
        };
        RollingPlanHostPlan: {
            /** Format: int32 */
            blockedCount: number;
            blocker: string | null;
            canary: boolean;
            ha: components["schemas"]["HaOutlook"] | null;
            /** Format: uuid */
            hostId: string;
            hostName: string;
            /** Format: int32 */
            moveCount: number;
            /** Format: double */
            seconds: number | null;
            sleeps: boolean;
            /** Format: int32 */
            vmCount: number | null;
            waits: boolean;
        };
        RollingSettings: {
            action: components["schemas"]["RollingAction"];
            bringHome: components["schemas"]["BringHome"];
            /** Format: int32 */
            healthSeconds: number;
            hook: components["schemas"]["RollingSettingsHook"] | null;
            ignoreHaCoverage: boolean | null;
            /** Format: int32 */
            mostHostsOut: number;
            note: string;
            terms: components["schemas"]["Terms"];
        };
        RollingSettingsHook: {
            /** Format: int32 */
            deadlineSeconds: number;
            name: string;
        };
        /** @enum {string} */
        RollingState: "RUNNING" | "PAUSED" | "STOPPED" | "SUCCEEDED" | "FAILED" | "CANCELLED";
        RollingView: {
            allowedActions: string[];
            attention: string;
            /** Format: uuid */
            clusterId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
            hosts: components["schemas"]["RollingHostView"][];
            /** Format: uuid */
            id: string;
            requestedBy: string;
            /** Format: int64 */
            revision: number;
            settings: components["schemas"]["RollingSettings"];
            state: components["schemas"]["RollingState"];
            /** Format: uuid */
            taskId: string;
            /** Format: date-time */
            updatedAt: string;
        };
        RuleBookContradiction: {
            check: string;
            detail: string;
            /** Format: int64 */
            free: number | null;
            /** Format: int64 */
            need: number | null;
            ruleNames: string[];
            unit: string | null;
        };
        RuleConflict: {
            check: string;
            detail: string;
            /** Format: int64 */
            free: number | null;
            /** Format: int64 */
            need: number | null;
            rules: string[];
            unit: string | null;
        };
        /** @enum {string} */
        RuleFeasibilityOutcome: "FEASIBLE" | "NO_WAY_FOUND" | "NOT_ASKED";
        RuleFeasibilityView: {
            outcome: components["schemas"]["RuleFeasibilityOutcome"];
            reasons: string[];
        };
        /** @enum {string} */
        RuleKeptByHa: "ALWAYS" | "WHERE_POSSIBLE" | "NO";
        RuleKeptByHaView: {
            degree: components["schemas"]["RuleKeptByHa"];
            reason: string;
        };
        RuleNamed: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        RuleRequest: {
            labels?: {
                [key: string]: string | null;
            } | null;
            name?: string | null;
            spec?: components["schemas"]["RuleSpecRequest"] | null;
        };
        RuleSpec: {
            /** Format: uuid */
            clusterId: string;
            description: string;
            enabled: boolean;
            enforcement: components["schemas"]["PlacementRuleEnforcement"];
            hostIds: string[];
            hostSelector: string | null;
            kind: components["schemas"]["PlacementRuleKind"];
            /** Format: int32 */
            maxSharePercent: number | null;
            vmIds: string[];
            vmSelector: string | null;
            zoneLabel: string | null;
        };
        RuleSpecRequest: {
            description?: string | null;
            enabled?: boolean | null;
            /** @enum {string|null} */
            enforcement?: "MUST" | "SHOULD" | "MUST_NOT" | null;
            hostIds?: (string | null)[] | null;
            hostSelector?: string | null;
            /** @enum {string|null} */
            kind?: "KEEP_TOGETHER" | "KEEP_APART" | "VM_HOST" | "ZONE_SPREAD" | "BLAST_RADIUS" | null;
            /** Format: int32 */
            maxSharePercent?: number | null;
            vmIds?: (string | null)[] | null;
            vmSelector?: string | null;
            zoneLabel?: string | null;
        };
        /** @enum {string} */
        RuleState: "HOLDS" | "VIOLATED" | "CONFLICTING" | "DISABLED";
        RuleStatus: {
            conflicts: components["schemas"]["RuleConflict"][];
            feasibility: components["schemas"]["RuleFeasibilityView"] | null;
            /** Format: int32 */
            hostCount: number;
            hosts: components["schemas"]["RuleNamed"][];
            keptByHa: components["schemas"]["RuleKeptByHaView"];
            /** Format: int32 */
            mostPerZone: number | null;
            state: components["schemas"]["RuleState"];
            violations: components["schemas"]["RuleViolationView"][];
            /** Format: int32 */
            vmCount: number;
            vms: components["schemas"]["RuleNamed"][];
        };
        RuleViolationView: {
            hosts: components["schemas"]["RuleNamed"][];
            text: string;
            vms: components["schemas"]["RuleNamed"][];
        };
        SampleChart: {
            /** @description Steps of which some samples came from a host whose clock was off, dated by their receipt */
            clockOffTimes: string[];
            /**
             * Format: date-time
             * @description When the first step begins; later than asked for where nothing older is kept
             */
            from: string;
            /**
             * Format: date-time
             * @description Nothing older is kept in this resolution
             */
            keptSince: string;
            /** Format: int32 */
            resolutionSeconds: number;
            /** @description By the figure's name, which carries its unit */
            series: {
                [key: string]: components["schemas"]["SampleChartSeries"];
            };
            /** @description When each step begins */
            times: string[];
            /**
             * Format: date-time
             * @description When the last step ends
             */
            to: string;
        };
        SampleChartSeries: {
            /** @description The greatest value of each step, where it is kept */
            max: (number | null)[] | null;
            /** @description The mean of each step */
            mean: (number | null)[];
        };
        Savings: {
            /** Format: date-time */
            from: string;
            hours: components["schemas"]["SavingsHour"][];
            /** Format: date-time */
            to: string;
            total: components["schemas"]["SavingsAmounts"];
        };
        SavingsAmounts: {
            /** Format: double */
            asleepSeconds: number;
            /** Format: double */
            drawnWh: number;
            /** Format: double */
            measuredSeconds: number;
            /** Format: double */
            modelledSeconds: number;
            /** Format: double */
            savedWh: number;
            /** Format: double */
            unknownSeconds: number;
        };
        SavingsHour: {
            amounts: components["schemas"]["SavingsAmounts"];
            /** Format: date-time */
            at: string;
        };
        SessionLoginRequest: {
            password?: string | null;
            username?: string | null;
        };
        SessionSetupRequest: {
            displayName?: string | null;
            password?: string | null;
            setupToken?: string | null;
            username?: string | null;
        };
        SessionUser: {
            displayName: string;
            /** Format: uuid */
            id: string;
            role: components["schemas"]["Role"];
            username: string;
        };
        SessionView: {
            /** Format: date-time */
            expiresAt: string | null;
            permissions: components["schemas"]["Permission"][];
            user: components["schemas"]["SessionUser"];
        };
        SimulationDraft: {
            /** Format: int32 */
            balanceLevel?: number | null;
            changes?: (components["schemas"]["SimulationDraftChangeDraft"] | null)[] | null;
            howManyMoreLikeVmId?: string | null;
        };
        SimulationDraftAddedRule: {
            /** @enum {string|null} */
            enforcement?: "MUST" | "MUST_NOT" | null;
            hostIds?: (string | null)[] | null;
            hostSelector?: string | null;
            /** @enum {string|null} */
            kind?: "KEEP_TOGETHER" | "KEEP_APART" | "VM_HOST" | "ZONE_SPREAD" | "BLAST_RADIUS" | null;
            /** Format: int32 */
            maxSharePercent?: number | null;
            vmIds?: (string | null)[] | null;
            vmSelector?: string | null;
            zoneLabel?: string | null;
        };
        SimulationDraftChangeDraft: {
            /** Format: int32 */
            count?: number | null;
            /** Format: double */
            cpuOvercommitRatio?: number | null;
            /** Format: double */
            factor?: number | null;
            hostIds?: (string | null)[] | null;
            /** @enum {string} */
            kind: "HOSTS_LOST" | "HOSTS_DRAINED" | "ZONE_LOST" | "ZONE_DRAINED" | "HOSTS_ADDED" | "VMS_ADDED" | "DEMAND_GROWS" | "RULE_REMOVED" | "RULE_ADDED" | "OVERCOMMIT";
            likeHostId?: string | null;
            likeVmId?: string | null;
            rule?: components["schemas"]["SimulationDraftAddedRule"] | null;
            ruleId?: string | null;
            vmIds?: (string | null)[] | null;
            zone?: string | null;
            zoneLabel?: string | null;
        };
        SimulationFindings: {
            after: components["schemas"]["SimulationFindingsState"];
            before: components["schemas"]["SimulationFindingsState"];
            brokenRules: string[];
            haCoverage: components["schemas"]["SimulationFindingsCoverage"];
            moves: components["schemas"]["SimulationFindingsMoves"];
            /** Format: int32 */
            obstacleCount: number;
            obstacles: components["schemas"]["SimulationFindingsObstacle"][];
            roomForMore: components["schemas"]["SimulationFindingsRoomForMore"] | null;
            ruleConflicts: components["schemas"]["RuleBookContradiction"][];
            stoppedEarly: boolean;
            verdict: components["schemas"]["SimulationFindingsVerdict"];
        };
        SimulationFindingsCoverage: {
            allChecked: boolean;
            /** Format: int32 */
            checkedCount: number;
            /** Format: int32 */
            hostFailures: number;
            notSurvived: components["schemas"]["SimulationFindingsLoss"][];
            /** Format: int32 */
            notSurvivedCount: number;
            onlyProtected: boolean;
            survives: boolean;
        };
        SimulationFindingsLimit: {
            example: string;
            /** Format: int32 */
            hostCount: number;
            kind: string;
        };
        SimulationFindingsLoss: {
            hostNames: string[];
            /** Format: int32 */
            vmCount: number;
            vmNames: string[];
        };
        SimulationFindingsMove: {
            fromHostName: string | null;
            reason: string;
            reasonKind: string;
            toHostName: string;
            /** Format: uuid */
            vmId: string;
            vmName: string;
            /** Format: int32 */
            wave: number;
        };
        SimulationFindingsMoves: {
            /** Format: double */
            copiedGiB: number;
            /** Format: double */
            durationSeconds: number;
            first: components["schemas"]["SimulationFindingsMove"][];
            /** Format: int32 */
            migrationCount: number;
            /** Format: int32 */
            restartCount: number;
            /** Format: int32 */
            startCount: number;
            /** Format: int32 */
            waveCount: number;
        };
        SimulationFindingsObstacle: {
            reason: string;
            /** Format: uuid */
            vmId: string;
            vmName: string;
        };
        SimulationFindingsRoomForMore: {
            /** Format: int32 */
            count: number;
            /** Format: int32 */
            countWithHa: number | null;
            isMost: boolean;
            /** Format: uuid */
            likeVmId: string;
            limits: components["schemas"]["SimulationFindingsLimit"][];
        };
        SimulationFindingsState: {
            firstBottleneck: components["schemas"]["Resource"] | null;
            /** Format: int32 */
            hostsOn: number;
            /** Format: double */
            imbalance: number;
            /** Format: double */
            unservedMillicores: number;
            uses: components["schemas"]["SimulationFindingsUse"][];
            /** Format: int32 */
            vmCount: number;
            /** Format: double */
            watts: number | null;
            /** Format: int32 */
            wattsFixedHostCount: number;
            /** Format: int32 */
            wattsUnknownHostCount: number;
            wattsUnknownHostNames: string[];
        };
        SimulationFindingsUse: {
            /** Format: double */
            asked: number;
            /** Format: double */
            available: number;
            fullestHostName: string | null;
            /** Format: double */
            fullestShare: number;
            resource: components["schemas"]["Resource"];
            /** Format: double */
            share: number;
            unit: string;
        };
        /** @enum {string} */
        SimulationFindingsVerdict: "FITS" | "DOES_NOT_FIT" | "UNDECIDED";
        SnapshotDiskView: {
            /** Format: int32 */
            index: number;
            /** Format: int32 */
            sizeGiB: number;
        };
        SnapshotDraft: {
            description?: string | null;
            name?: string | null;
            quiesce?: string | null;
            /** Format: int32 */
            quiesceSeconds?: number | null;
        };
        /** @enum {string} */
        SnapshotRecordGuestWas: "RUNNING" | "PAUSED" | "OFF";
        /** @enum {string} */
        SnapshotRecordState: "CREATING" | "READY" | "DELETING";
        SnapshotView: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            current: boolean;
            description: string;
            disks: components["schemas"]["SnapshotDiskView"][];
            guestWas: components["schemas"]["SnapshotRecordGuestWas"];
            /** Format: uuid */
            id: string;
            name: string;
            /** Format: uuid */
            parentId: string | null;
            quiesceDetail: string;
            quiesced: boolean;
            state: components["schemas"]["SnapshotRecordState"];
        };
        Snapshots: {
            /** Format: int32 */
            chainDepth: number;
            /** Format: uuid */
            currentId: string | null;
            items: components["schemas"]["SnapshotView"][];
            /** Format: int64 */
            mergeDebtBytes: number;
        };
        SpanStoreSpanView: {
            /** Format: date-time */
            beganAt: string;
            /** Format: date-time */
            endedAt: string | null;
            /** Format: uuid */
            hostId: string;
            hostName: string;
            reason: string;
            state: components["schemas"]["ParkedState"];
        };
        /** @enum {string} */
        StepState: "PENDING" | "RUNNING" | "DONE" | "FAILED" | "UNDONE" | "SKIPPED";
        SystemHealthView: {
            checks: components["schemas"]["HealthCheck"][];
            status: components["schemas"]["SystemStatus"];
        };
        SystemInfo: {
            apiVersion: string;
            name: string;
            setupRequired: boolean;
            version: string;
        };
        /** @enum {string} */
        SystemStatus: "UP" | "DEGRADED" | "DOWN";
        Target: {
            /** Format: uuid */
            clusterId: string | null;
            labels: {
                [key: string]: string;
            };
            objectIds: string[];
        };
        TaskFailure: {
            causes: components["schemas"]["Cause"][];
            code: string;
            detail: string;
            hints: components["schemas"]["Hint"][];
            /** Format: int32 */
            status: number;
            title: string;
            traceId: string | null;
            type: string;
        };
        TaskObjectReference: {
            id: string;
            kind: string;
            name: string;
        };
        TaskProgress: {
            /** Format: int64 */
            bytesDone?: number;
            /** Format: int64 */
            bytesPerSecond?: number;
            /** Format: int64 */
            bytesTotal?: number;
            detail: string;
            /** Format: int32 */
            percent: number;
        };
        /** @enum {string} */
        TaskState: "QUEUED" | "RUNNING" | "ROLLING_BACK" | "SUCCEEDED" | "FAILED" | "CANCELLED";
        TaskStep: {
            detail: string;
            /** Format: date-time */
            endedAt: string | null;
            /** Format: int32 */
            index: number;
            name: string;
            /** Format: int32 */
            percent: number;
            /** Format: date-time */
            startedAt: string | null;
            state: components["schemas"]["StepState"];
        };
        TaskView: {
            cancelRequested: boolean;
            cancellable: boolean;
            /** Format: int32 */
            childCount: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
            failure: components["schemas"]["TaskFailure"] | null;
            kind: string;
            metadata: components["schemas"]["Metadata"];
            objects: components["schemas"]["TaskObjectReference"][];
            /** Format: uuid */
            parentId: string | null;
            progress: components["schemas"]["TaskProgress"];
            requestedBy: string;
            result: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            startedAt: string | null;
            state: components["schemas"]["TaskState"];
            steps: components["schemas"]["TaskStep"][];
            traceId: string | null;
        };
        Terms: {
            /** Format: int32 */
            maxParallel: number;
            /** Format: int32 */
            pauseBoundMs: number;
            restartStopped: boolean;
            /** Format: int32 */
            shutdownSeconds: number;
            stopRemaining: boolean;
        };
        TokenRequest: {
            /** Format: date-time */
            expiresAt?: string | null;
            name?: string | null;
            role: components["schemas"]["Role"];
        };
        TokensTokenInfo: {
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            lastUsedAt: string | null;
            name: string;
            role: components["schemas"]["Role"];
            secret: string | null;
            username: string;
        };
        User: {
            /** Format: date-time */
            createdAt: string;
            disabled: boolean;
            displayName: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            lastLoginAt: string | null;
            /** Format: int64 */
            revision: number;
            role: components["schemas"]["Role"];
            /** Format: date-time */
            updatedAt: string;
            username: string;
        };
        UserPasswordRequest: {
            password?: string | null;
        };
        UserPatch: {
            disabled?: boolean | null;
            displayName?: string | null;
            role?: string | null;
        };
        UserRequest: {
            displayName?: string | null;
            password?: string | null;
            role?: string | null;
            username?: string | null;
        };
        VmActionMigrateRequest: {
            /** Format: int32 */
            pauseLimitMs?: number | null;
            targetHostId?: string | null;
        };
        VmActionShutdownRequest: {
            /** Format: int32 */
            deadlineSeconds?: number | null;
            thenStop?: boolean | null;
        };
        VmActionStartRequest: {
            hostId?: string | null;
        };
        VmAndTask: {
            task: components["schemas"]["TaskView"];
            vm: components["schemas"]["ObjectViewVmSpecVmStatus"] | null;
        };
        VmBatchDraft: {
            /**
             * Format: int32
             * @description How many VMs are made
             */
            count?: number | null;
            /**
             * Format: int32
             * @description The first VM's number; 1 by default
             */
            first?: number | null;
            labels?: {
                [key: string]: string | null;
            } | null;
            /**
             * Format: int32
             * @description How many VMs are made at once; 4 by default
             */
            maxParallel?: number | null;
            /**
             * @description Each VM's name; {n} is its number, {n:03} with at least three digits
             * @example web-{n:02}
             */
            namePattern?: string | null;
            spec?: components["schemas"]["VmDraft"] | null;
        };
        VmBatchPlan: {
            /** Format: int32 */
            count: number;
            /** Format: int32 */
            fitting: number;
            hosts: components["schemas"]["VmBatchPlanHostShare"][];
            members: components["schemas"]["VmBatchPlanMember"][];
        };
        VmBatchPlanHostShare: {
            /** Format: int32 */
            count: number;
            /** Format: uuid */
            hostId: string;
            hostName: string;
        };
        VmBatchPlanMember: {
            /** Format: uuid */
            hostId: string | null;
            hostName: string | null;
            name: string;
            refusal: string | null;
        };
        VmCloudInit: {
            hostname: string;
            /** Format: int32 */
            userDataBytes: number;
            users: components["schemas"]["VmUser"][];
        };
        VmDeviceDiskRequest: {
            /** Format: int32 */
            sizeGiB?: number | null;
        };
        VmDeviceLimitRequest: {
            /** Format: int64 */
            bytesPerSecondLimit?: number | null;
            /** Format: int64 */
            iopsLimit?: number | null;
        };
        VmDeviceNicRequest: {
            address?: string | null;
            networkId?: string | null;
        };
        VmDiskView: {
            /** Format: int64 */
            bytesPerSecondLimit: number | null;
            /** Format: int32 */
            index: number;
            /** Format: int64 */
            iopsLimit: number | null;
            /** Format: uuid */
            poolId: string;
            /** Format: int32 */
            sizeGiB: number;
        };
        VmDraft: {
            cloudInit?: components["schemas"]["CloudInitDraft"] | null;
            clusterId?: string | null;
            description?: string | null;
            /** Format: int32 */
            diskGiB?: number | null;
            ha?: components["schemas"]["HaDraft"] | null;
            hardware?: components["schemas"]["HardwareDraft"] | null;
            hostId?: string | null;
            imageId?: string | null;
            /** Format: int64 */
            memoryMiB?: number | null;
            networks?: (components["schemas"]["VmDraftNetworkWish"] | null)[] | null;
            poolId?: string | null;
            resourcePoolId?: string | null;
            resources?: components["schemas"]["ResourcesDraft"] | null;
            start?: boolean | null;
            /** Format: int32 */
            vcpuCount?: number | null;
        };
        VmDraftNetworkWish: {
            address?: string | null;
            networkId?: string | null;
        };
        VmHa: {
            healthPolicy: components["schemas"]["HaIntentHealthPolicy"];
            isolationPolicy: components["schemas"]["HaIntentIsolationPolicy"];
            priority: components["schemas"]["HaIntentPriority"];
            protected?: boolean;
            restartAfter: string[];
            storageLossPolicy: components["schemas"]["HaIntentStorageLossPolicy"];
        };
        VmHardware: {
            bootOrder: components["schemas"]["VmHardwareBootSource"][];
            cpuTopology: components["schemas"]["VmHardwareCpuTopology"] | null;
            firmware: components["schemas"]["VmHardwareFirmware"];
            nestedVirtualization: boolean;
            secureBoot: boolean;
            tpm: boolean;
        };
        /** @enum {string} */
        VmHardwareBootSource: "DISK" | "CDROM" | "NETWORK";
        VmHardwareCpuTopology: {
            /** Format: int32 */
            coresPerSocket: number;
            /** Format: int32 */
            sockets: number;
            /** Format: int32 */
            threadsPerCore: number;
        };
        /** @enum {string} */
        VmHardwareFirmware: "BIOS" | "UEFI";
        VmKeyboardKeysRequest: {
            /**
             * Format: int32
             * @description How long they are all down, and between two of them, 1 to 500 ms; otherwise 100
             */
            holdMs?: number | null;
            /** @description QEMU's key codes (QKeyCode) of 1 to 16 keys, for example ctrl, alt, delete */
            keys?: (string | null)[] | null;
        };
        VmKeyboardStoppedView: {
            wasTyping: boolean;
        };
        VmKeyboardTextRequest: {
            /**
             * Format: int32
             * @description After so long nothing more is typed, 1 to 180 s; otherwise 120
             */
            deadlineSeconds?: number | null;
            /**
             * @description The keyboard the guest believes in; otherwise us
             * @enum {string|null}
             */
            layout?: "us" | "de" | null;
            /** @description 1 to 1000 characters; a line feed is Enter, a tab is Tab */
            text?: string | null;
        };
        VmKeyboardTypedView: {
            /** Format: int32 */
            characters: number;
            ending: components["schemas"]["GuestConsoleEnding"];
            /** Format: int32 */
            typedCharacters: number;
        };
        VmMigrations: {
            items: components["schemas"]["MigrationHistoryView"][];
        };
        VmNicView: {
            address: string | null;
            /** Format: int32 */
            index: number;
            mac: string;
            /** Format: uuid */
            networkId: string | null;
        };
        VmPatch: {
            labels?: {
                [key: string]: string | null;
            } | null;
            name?: string | null;
            spec?: components["schemas"]["VmSpecPatch"] | null;
        };
        VmPlacementsAskedView: {
            answer: string;
            fits: boolean;
            /** Format: uuid */
            hostId: string;
            hostName: string;
            /** Format: int32 */
            rank: number | null;
            ranked: components["schemas"]["PlacementReportRanked"] | null;
            refused: components["schemas"]["PlacementReportRefused"] | null;
        };
        VmPlacementsView: {
            asked: components["schemas"]["VmPlacementsAskedView"] | null;
            decision: components["schemas"]["PlacementHistoryDecisionView"] | null;
            earlier: components["schemas"]["PlacementHistoryDecisionView"][];
            /** Format: uuid */
            hostId: string | null;
            hostName: string | null;
        };
        /** @enum {string} */
        VmPowerState: "CREATING" | "STOPPED" | "STARTING" | "RUNNING" | "PAUSED" | "STOPPING" | "MIGRATING" | "CRASHED" | "UNKNOWN" | "DELETING" | "FAILED";
        VmRequest: {
            labels?: {
                [key: string]: string | null;
            } | null;
            name?: string | null;
            spec?: components["schemas"]["VmDraft"] | null;
        };
        VmResources: {
            /** Format: int64 */
            cpuLimitMHz: number | null;
            /** Format: int64 */
            cpuReservationMHz: number;
            /** Format: int32 */
            cpuShares: number;
            /** Format: int64 */
            memoryReservationMiB: number;
        };
        VmResourcesEnforcement: {
            /** Format: int64 */
            cpuMaxMillicores: number | null;
            /** Format: int32 */
            cpuWeight: number;
            detail: string;
            enforced: boolean;
            /** Format: uuid */
            hostId: string;
            /** Format: int64 */
            memoryLowMiB: number;
            /** Format: date-time */
            toldAt: string;
        };
        VmResourcesView: {
            enforcement: components["schemas"]["VmResourcesEnforcement"] | null;
            /** Format: int64 */
            entitledMHz: number;
            /** Format: int64 */
            limitMHz: number | null;
            /** Format: int64 */
            memoryConfiguredMiB: number;
            /** Format: int64 */
            memoryEntitledMiB: number;
            /** Format: int64 */
            memoryReservationMiB: number;
            poolPath: string[];
            /** Format: int64 */
            reservationMHz: number;
            running: boolean;
            /** Format: int32 */
            shares: number;
            /** Format: int64 */
            usedMHz: number;
        };
        VmSnapshotRevertRequest: {
            force?: boolean | null;
        };
        VmSnapshotSnapshotPatch: {
            description?: string | null;
            name?: string | null;
        };
        VmSnapshots: {
            /** Format: int32 */
            chainDepth: number;
            /** Format: int32 */
            count: number;
            /** Format: uuid */
            currentId: string | null;
            /** Format: int64 */
            mergeDebtBytes: number;
        };
        VmSpec: {
            cloudInit: components["schemas"]["VmCloudInit"] | null;
            /** Format: uuid */
            clusterId: string;
            description: string;
            disks: components["schemas"]["VmDiskView"][];
            ha: components["schemas"]["VmHa"];
            hardware: components["schemas"]["VmHardware"];
            /** Format: uuid */
            imageId: string | null;
            /** Format: int64 */
            memoryMiB: number;
            nics: components["schemas"]["VmNicView"][];
            /** Format: uuid */
            poolId: string;
            /** Format: uuid */
            resourcePoolId: string | null;
            resources: components["schemas"]["VmResources"];
            /** Format: int32 */
            vcpuCount: number;
        };
        VmSpecPatch: {
            description?: string | null;
            ha?: components["schemas"]["HaDraft"] | null;
            hardware?: components["schemas"]["HardwareDraft"] | null;
            /** Format: int64 */
            memoryMiB?: number | null;
            resourcePoolId?: string | null;
            resources?: components["schemas"]["ResourcesDraft"] | null;
            /** Format: int32 */
            vcpuCount?: number | null;
        };
        VmStatus: {
            /** Format: uuid */
            activeTaskId: string | null;
            addresses: string[];
            conditions: components["schemas"]["VmStatusCondition"][];
            cpuFeatures: string[];
            cpuModel: string | null;
            /** Format: int64 */
            cpuUsedMillicores: number | null;
            /** Format: date-time */
            dataAt: string | null;
            /** Format: int64 */
            epoch: number;
            guest: components["schemas"]["GuestFacts"] | null;
            guestAgent: boolean;
            ha: components["schemas"]["HaStatus"];
            /** Format: uuid */
            hostId: string | null;
            hostName: string | null;
            /** Format: uuid */
            lastHostId: string | null;
            /** Format: int64 */
            memoryResidentMiB: number | null;
            placement: components["schemas"]["PlacementReport"] | null;
            powerState: components["schemas"]["VmPowerState"];
            powerStateDetail: string;
            /** Format: date-time */
            since: string;
            snapshots: components["schemas"]["VmSnapshots"];
        };
        VmStatusCondition: {
            code: string;
            detail: string;
            /** Format: date-time */
            since: string;
        };
        VmSubtasksMigrationFigures: {
            /** Format: int64 */
            pauseMs: number | null;
            /** Format: int64 */
            totalMs: number | null;
            /** Format: int64 */
            transferredBytes: number | null;
        };
        VmUser: {
            name: string;
            passwordSet: boolean;
            sshKeys: string[];
        };
        /** @enum {string} */
        WakeabilityReason: "NO_CONTROL" | "NEVER_WOKEN" | "LAST_WAKE_FAILED";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getAgentBundle: {
        parameters: {
            query?: never;
            header?: {
                Authorization?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlarmDefinitions: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageObjectViewDefinitionSpecDefinitionStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createAlarmDefinition: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlarmDefinitionDefinitionRequest"];
            };
        };
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObjectViewDefinitionSpecDefinitionStatus"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewDefinitionSpecDefinitionStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAlarmDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewDefinitionSpecDefinitionStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAlarmDefinition: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateAlarmDefinition: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlarmDefinitionDefinitionRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewDefinitionSpecDefinitionStatus"] | components["schemas"]["DryRunObjectViewDefinitionSpecDefinitionStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlarms: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageAlarmView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAlarm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledgeAlarm: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlarmNoteRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmView"] | components["schemas"]["DryRunAlarmView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clearAlarm: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlarmNoteRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmView"] | components["schemas"]["DryRunAlarmView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageAuditEntry"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listClusters: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageObjectViewClusterSpecClusterStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCluster: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClusterRequest"];
            };
        };
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObjectViewClusterSpecClusterStatus"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewClusterSpecClusterStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createJoinToken: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                clusterId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["JoinTokenRequest"];
            };
        };
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinTokenNewJoinToken"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewClusterSpecClusterStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCluster: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateCluster: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClusterRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewClusterSpecClusterStatus"] | components["schemas"]["DryRunObjectViewClusterSpecClusterStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClusterCpuBaseline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CpuBaselineView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDpm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DpmView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateDpm: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DpmBody"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DpmView"] | components["schemas"]["DryRunDpmView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runDpm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DpmView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDpmHistory: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpanStoreSpanView"][];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDpmHosts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DpmHostView"][];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wakeDpmHost: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                hostId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDpmRecommendations: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDpmRecommendation"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDpmRecommendation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                recommendationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DpmRecommendation"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptDpmRecommendation: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                recommendationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDpmRounds: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDpmRoundView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDpmSavings: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Savings"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDrs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrsView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateDrs: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrsRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrsView"] | components["schemas"]["DryRunDrsView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptAllDrsRecommendations: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runDrs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrsView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDrsExclusions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExclusionStoreView"][];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    excludeFromDrs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                vmId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    includeInDrs: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: never;
            path: {
                id: string;
                vmId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDrsRecommendations: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageRecommendationView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDrsRecommendation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                recommendationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptDrsRecommendation: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                recommendationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    neverMoveByDrs: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                recommendationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationView"] | components["schemas"]["DryRunRecommendationView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    snoozeDrsRecommendation: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                recommendationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecommendationSnoozeRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationView"] | components["schemas"]["DryRunRecommendationView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDrs: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DrsReplayRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDrsRounds: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDrsRoundView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClusterHa: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterHaStatesStateView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forecastHostFailure: {
        parameters: {
            query: {
                /** @description The id of a host of the cluster, as GET /api/v1/hosts shows it */
                hostDown: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HaForecastsForecastView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMigrationPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationPolicyChangesView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateMigrationPolicy: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrationPolicyRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationPolicyChangesView"] | components["schemas"]["DryRunMigrationPolicyChangesView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listResourcePools: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageObjectViewResourcePoolSpecResourcePoolStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createResourcePool: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResourcePoolRequest"];
            };
        };
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObjectViewResourcePoolSpecResourcePoolStatus"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewResourcePoolSpecResourcePoolStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getResourcePool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                resourcePoolId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewResourcePoolSpecResourcePoolStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteResourcePool: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
                resourcePoolId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateResourcePool: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
                resourcePoolId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResourcePoolRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewResourcePoolSpecResourcePoolStatus"] | components["schemas"]["DryRunObjectViewResourcePoolSpecResourcePoolStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClusterResources: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourcePoolWhole"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRollingMaintenances: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageRollingView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startRollingMaintenance: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RollingMaintenanceRollingBody"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunRollingPlan"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRules: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageObjectViewRuleSpecRuleStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createRule: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleRequest"];
            };
        };
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObjectViewRuleSpecRuleStatus"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewRuleSpecRuleStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                ruleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewRuleSpecRuleStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteRule: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
                ruleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateRule: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
                ruleId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewRuleSpecRuleStatus"] | components["schemas"]["DryRunObjectViewRuleSpecRuleStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulateCluster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimulationDraft"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimulationFindings"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enrolHost: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnrolmentRequest"];
            };
        };
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunHostEnrolmentEnrolled"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostEnrolmentEnrolled"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                types?: string;
                lastEventId?: string;
                limit?: number;
                cursor?: string;
                kind?: string;
                objectId?: string;
            };
            header?: {
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageCloudEvent"];
                    "text/event-stream": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHaIncidents: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageIncidentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHaIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemHealthView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHosts: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageObjectViewHostSpecHostStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewHostSpecHostStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteHost: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateHost: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HostRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewHostSpecHostStatus"] | components["schemas"]["DryRunObjectViewHostSpecHostStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmHostDead: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HostDeathDeathRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HaForecastsForecastView"] | components["schemas"]["DryRunHaForecastsForecastView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enterMaintenance: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EnterBody"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunEvacuationPlansEvacuationPlan"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exitMaintenance: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["HostMaintenanceExitBody"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunExitPlanView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    powerCycleHost: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["HostPowerPowerOffRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    powerOffHost: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["HostPowerPowerOffRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    powerOnHost: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testHostPower: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recheckHost: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeHost: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateHostCertificate: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHostPower: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PowerHostPowerView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setHostPower: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PowerDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PowerHostPowerView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteHostPower: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testHostWake: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["HostPowerWakeTestRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHostPowerModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PowerHostDrawView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setHostPowerModel: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HostPowerModelPowerModelRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PowerHostDrawView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteHostPowerModel: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHostSamples: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                resolution?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleChart"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listImages: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageObjectViewImageSpecImageStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createImage: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImageRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageAndTask"] | components["schemas"]["DryRunObject"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewImageSpecImageStatus"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageAndTask"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewImageSpecImageStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteImage: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateImage: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImagePatch"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewImageSpecImageStatus"] | components["schemas"]["DryRunObjectViewImageSpecImageStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadImage: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemInfo"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJoinTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageJoinTokenView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteJoinToken: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMaintenances: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageMaintenanceView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMaintenance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelMaintenance: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MaintenanceCancelBody"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceView"] | components["schemas"]["DryRunMaintenanceView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseMaintenance: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceView"] | components["schemas"]["DryRunMaintenanceView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proveMaintenance: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeMaintenance: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceView"] | components["schemas"]["DryRunMaintenanceView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryMaintenanceVm: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                vmId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MaintenanceAgainBody"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaintenanceView"] | components["schemas"]["DryRunMaintenanceView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listManagers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagersManagerList"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNetworks: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageObjectViewNetworkSpecNetworkStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createNetwork: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NetworkRequest"];
            };
        };
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObjectViewNetworkSpecNetworkStatus"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewNetworkSpecNetworkStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNetwork: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewNetworkSpecNetworkStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteNetwork: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateNetwork: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NetworkRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewNetworkSpecNetworkStatus"] | components["schemas"]["DryRunObjectViewNetworkSpecNetworkStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNotificationChannels: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageObjectViewChannelSpecChannelStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createNotificationChannel: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationChannelChannelRequest"];
            };
        };
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationChannelCreatedChannel"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNotificationChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewChannelSpecChannelStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteNotificationChannel: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateNotificationChannel: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationChannelChannelRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewChannelSpecChannelStatus"] | components["schemas"]["DryRunObjectViewChannelSpecChannelStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateNotificationSecret: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationChannelNewSecret"] | components["schemas"]["DryRunObject"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testNotificationChannel: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelDeliveryView"] | components["schemas"]["DryRunChannelDeliveryView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNotificationDeliveries: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageChannelDeliveryView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPools: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageObjectViewPoolSpecPoolStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPool: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PoolRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolAndTask"] | components["schemas"]["DryRunPoolAndTask"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolAndTask"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewPoolSpecPoolStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePool: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updatePool: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PoolRequest"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewPoolSpecPoolStatus"] | components["schemas"]["DryRunObjectViewPoolSpecPoolStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRollingMaintenance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollingView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelRollingMaintenance: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollingView"] | components["schemas"]["DryRunRollingView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseRollingMaintenance: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollingView"] | components["schemas"]["DryRunRollingView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeRollingMaintenance: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RollingMaintenanceResumeBody"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RollingView"] | components["schemas"]["DryRunRollingView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionLoginRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    currentSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logOut: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionSetupRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionUser"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTasks: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageTaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelTask: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageTokensTokenInfo"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokensTokenInfo"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteToken: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageUser"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserRequest"];
            };
        };
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunUser"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserPatch"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"] | components["schemas"]["DryRunUser"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setUserPassword: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserPasswordRequest"];
            };
        };
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createVmBatch: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VmBatchDraft"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunVmBatchPlan"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVms: {
        parameters: {
            query?: {
                /** @description Items per page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Comparisons of a field with a value, joined by and, or, not and parentheses. Operators: == and != (the whole value), ~ (a part of a text, in any case), in (one of several values). Texts, ids and times stand in double quotes, with \" and \\ for these two signs; numbers, true and false do not. Fields are written as in the answer. For example: metadata.name ~ "web" and not metadata.labels.stage in ("test", "old") */
                filter?: string;
                /** @description A field, with - before it for descending */
                sort?: string;
                /** @description Only these, for example metadata.name,status */
                fields?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageObjectViewVmSpecVmStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createVm: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VmRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VmAndTask"] | components["schemas"]["DryRunPlacementPlan"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VmAndTask"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewVmSpecVmStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteVm: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateVm: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VmPatch"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObjectViewVmSpecVmStatus"] | components["schemas"]["DryRunObjectViewVmSpecVmStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    migrateVm: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VmActionMigrateRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunMigrationPlan"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseVm: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetVm: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeVm: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendVmKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VmKeyboardKeysRequest"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shutdownVm: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VmActionShutdownRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startVm: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VmActionStartRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunPlacementPlan"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopVm: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopVmTyping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VmKeyboardStoppedView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    typeVmText: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VmKeyboardTextRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VmKeyboardTypedView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createConsoleTicket: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsoleTicketTicketRequest"];
            };
        };
        responses: {
            /** @description With dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunObject"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsoleTicketTicketView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addVmDisk: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VmDeviceDiskRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeVmDisk: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: never;
            path: {
                id: string;
                index: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    limitVmDisk: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: never;
            path: {
                id: string;
                index: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VmDeviceLimitRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    growVmDisk: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                index: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VmDeviceDiskRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVmMigrations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VmMigrations"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addVmNic: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VmDeviceNicRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeVmNic: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: never;
            path: {
                id: string;
                index: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVmPlacement: {
        parameters: {
            query?: {
                host?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VmPlacementsView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVmResources: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VmResourcesView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVmSamples: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                resolution?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleChart"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVmScreenshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVmSnapshots: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshots"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createVmSnapshot: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnapshotDraft"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVmSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                snapshotId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteVmSnapshot: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: never;
            path: {
                id: string;
                snapshotId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateVmSnapshot: {
        parameters: {
            query?: {
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: never;
            path: {
                id: string;
                snapshotId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VmSnapshotSnapshotPatch"];
            };
        };
        responses: {
            /** @description OK; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotView"] | components["schemas"]["DryRunSnapshotView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revertVmToSnapshot: {
        parameters: {
            query?: {
                /** @description How long to wait for the end of the task, in seconds from 1s to 60s, for example 30s. Without it, and when the time is over first, the answer is 202 with the task as it is. */
                wait?: string;
                /** @description Only try; answers what would happen */
                dryRun?: unknown;
            };
            header?: {
                /** @description The same key within 24 hours has one effect and gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                snapshotId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VmSnapshotRevertRequest"];
            };
        };
        responses: {
            /** @description With wait: the task has ended; with dryRun: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"] | components["schemas"]["DryRunTaskView"];
                };
            };
            /** @description Accepted: a task does it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEnrolScript: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
