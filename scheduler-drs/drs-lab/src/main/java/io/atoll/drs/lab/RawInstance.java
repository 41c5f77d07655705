package io.atoll.drs.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An instance as it is written, before its parts are checked against each other. */
final class RawInstance {
    static final long MISSING = Long.MIN_VALUE;

    @Nullable
    String schema;

    String name = "unnamed";
    String kind = "balance";
    final List<String> evacuateHostIds = new ArrayList<>();
    final List<String> deadHostIds = new ArrayList<>();
    final List<RawChange> changes = new ArrayList<>();
    long spareHosts;
    long maxMigrations = Integer.MAX_VALUE;
    long migrationNetMbps = Long.MAX_VALUE;
    final List<RawPool> resourcePools = new ArrayList<>();
    double maxCpuPct = 100;
    double maxMemPct = 100;
    double maxVcpusPerCore = 1e9;
    double maxMigrationsPerHost = 8;
    final List<RawHost> hosts = new ArrayList<>();
    final List<RawVm> vms = new ArrayList<>();
    final List<RawRule> rules = new ArrayList<>();
    final List<List<List<String>>> hostGroups = new ArrayList<>();

    static final class RawHost {
        @Nullable
        String id;

        long cpuCores = MISSING;
        double cpuCapacityMhz = Double.NaN;
        long memCapacityMib = MISSING;
        long netMbps = 10_000;
        String zone = "";
        final Map<String, String> zones = new TreeMap<>();
        final RawReach reach = new RawReach();
        String state = "on";
        double idleWatts;
        /** Not given: the same as idle. */
        double peakWatts = Double.NaN;

        double @Nullable [] powerCurveWatts;
    }

    static final class RawVm {
        @Nullable
        String id;

        @Nullable
        String hostId;

        long vcpus = 1;
        double cpuDemandMhz = Double.NaN;
        double cpuMaxMhz = Double.NaN;
        long memMib = MISSING;
        boolean migratable = true;
        int priority = 0;
        double @Nullable [] history;
        double reservationMhz;
        double limitMhz = Double.NaN;
        long shares = 1000;
        double netMbps;
        long memActiveMib = MISSING;
        double dirtyMibPerSecond;
        final RawReach reach = new RawReach();

        @Nullable
        String resourcePool;
    }

    /** What a host offers, or a VM needs. */
    static final class RawReach {
        final List<String> storagePools = new ArrayList<>();
        final List<String> networks = new ArrayList<>();
        final List<String> cpuFeatures = new ArrayList<>();
    }

    static final class RawPool {
        @Nullable
        String id;

        @Nullable
        String parentId;

        double cpuReservationMhz;
        double cpuLimitMhz = Double.NaN;
        long cpuShares = 4000;
        long memLimitMib = MISSING;
    }

    /** One change of a what-if. */
    static final class RawChange {
        String kind = "";
        final List<String> ids = new ArrayList<>();
        long count = 1;
        double factor = Double.NaN;
    }

    static final class RawRule {
        @Nullable
        String id;

        String kind = "";
        final List<String> vmIds = new ArrayList<>();
        final List<String> hostIds = new ArrayList<>();
        boolean vmIdsGiven;
        boolean hostIdsGiven;
        boolean negate;

        @Nullable
        List<List<String>> hostGroups;

        int hostGroupsRef = -1;
        /** Given: the rule should hold, and a misplaced VM costs so many migrations. */
        double weight = Double.NaN;

        @Nullable
        String label;

        double maxSharePct = Double.NaN;
    }
}
