package io.atoll.drs.lab;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An instance as it is written, before its parts are checked against each other. */
final class RawInstance {
    static final long MISSING = Long.MIN_VALUE;

    @Nullable
    String schema;

    String name = "unnamed";
    String kind = "balance";
    final List<String> evacuateHostIds = new ArrayList<>();
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
        String state = "on";
        double idleWatts = 0;
        double peakWatts = 0;
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
    }

    static final class RawRule {
        @Nullable
        String id;

        String kind = "";
        final List<String> vmIds = new ArrayList<>();
        final List<String> hostIds = new ArrayList<>();
        boolean negate;

        @Nullable
        List<List<String>> hostGroups;

        int hostGroupsRef = -1;
    }
}
