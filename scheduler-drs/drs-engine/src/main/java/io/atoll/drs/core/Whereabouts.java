package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Says why a unit can or cannot be on a host while everyone is where they are. */
final class Whereabouts {
    private final CompactCluster cluster;
    private final Assignment assignment;

    Whereabouts(CompactCluster cluster, int[] hostOfVm) {
        this.cluster = cluster;
        assignment = new Assignment(cluster);
        for (var u = 0; u < cluster.unitCount; u++) {
            var host = hostOfVm[cluster.vmsOfUnit[u][0]];
            if (assignment.hostOf[u] != host) {
                if (host == NOWHERE) {
                    assignment.take(u);
                } else {
                    assignment.move(u, host);
                }
            }
        }
    }

    /** How many hosts refuse the unit for each reason, and the closest miss. */
    String whyNowhere(int unit) {
        var refusedByPool = cluster.poolRefusals[unit];
        if (refusedByPool != null) {
            return refusedByPool;
        }
        var together = cluster.vmsOfUnit[unit].length;
        if (cluster.pinned[unit] && together > cluster.migrationsPerHost) {
            return "%d VMs must stay together, but only %d migrations may touch a host at once"
                    .formatted(together, cluster.migrationsPerHost);
        }
        if (cluster.pinned[unit] && together > cluster.limits.network().migrationsAtOnce()) {
            return "%d VMs must stay together, but only %d migrations may run at once in the cluster"
                    .formatted(together, cluster.limits.network().migrationsAtOnce());
        }
        if (cluster.pinned[unit]) {
            return "it must not be migrated, and is on " + cluster.hosts[cluster.home[unit]].name();
        }
        var other = cluster.rules.contradictedBy(unit, assignment.hostOf);
        if (other != NOWHERE) {
            return "one rule keeps it together with %s and another apart from it; change one of them"
                    .formatted(cluster.vms[cluster.vmsOfUnit[other][0]].name());
        }
        var counts = new EnumMap<Reason, Integer>(Reason.class);
        var nearest = NOWHERE;
        var nearestMiss = Double.POSITIVE_INFINITY;
        for (var h = 0; h < cluster.hostCount; h++) {
            var reason = reason(unit, h);
            counts.merge(reason, 1, Integer::sum);
            var miss = miss(unit, h);
            if (reason.isShortage && miss < nearestMiss) {
                nearest = h;
                nearestMiss = miss;
            }
        }
        List<String> words = new ArrayList<>();
        for (var reason : Reason.values()) {
            if (counts.containsKey(reason) && reason != Reason.FITS) {
                words.add("%d %s".formatted(counts.get(reason), reason.words));
            }
        }
        return "of %d hosts, %s%s"
                .formatted(
                        cluster.hostCount,
                        String.join(", ", words),
                        nearest == NOWHERE ? "" : "; closest is " + shortage(unit, nearest));
    }

    /** Hosts that take VMs, have some, and are above their limits. */
    List<Integer> overfull() {
        return IntStream.range(0, cluster.hostCount)
                .filter(h -> cluster.canReceive[h] && !assignment.isEmpty(h) && !assignment.fits(h))
                .boxed()
                .toList();
    }

    /** A VM whose leaving would help the host most. */
    int mostHelpful(int host) {
        var residents = assignment.residents(host);
        var best = residents.get(0);
        for (var i = 1; i < residents.size(); i++) {
            var unit = residents.get(i);
            if (!cluster.pinned[unit] && (cluster.pinned[best] || cluster.cpu[unit] > cluster.cpu[best])) {
                best = unit;
            }
        }
        return cluster.vmsOfUnit[best][0];
    }

    /** By how much the host is above its limits, and why its most helpful VM does not leave. */
    String whyOverfull(int host) {
        return String.format(
                Locale.ROOT,
                "its host %s stays above its limits (CPU %.0f of %.0f MHz, memory %.0f of %.0f MiB, vCPUs %d of %.0f) "
                        + "and cannot be relieved: for this VM, %s",
                cluster.hosts[host].name(),
                assignment.cpu[host],
                cluster.cpuLimit[host],
                assignment.memory[host],
                cluster.memoryLimit[host],
                assignment.vcpus[host],
                cluster.vcpuLimit[host],
                whyNowhere(cluster.unitOfVm[mostHelpful(host)]));
    }

    private enum Reason {
        FITS("fit", false),
        CLOSED("take no VMs", false),
        RULES("are ruled out by rules or by what they reach", false),
        MEMORY("have too little memory", true),
        CPU("have too little CPU", true),
        VCPUS("have too many vCPUs", true),
        NETWORK("have too little network bandwidth", true);

        private final String words;
        private final boolean isShortage;

        Reason(String words, boolean isShortage) {
            this.words = words;
            this.isShortage = isShortage;
        }
    }

    private Reason reason(int unit, int host) {
        if (!cluster.canReceive[host]) {
            return Reason.CLOSED;
        }
        if (!assignment.rulesAllow(unit, host)) {
            return Reason.RULES;
        }
        if (assignment.memory[host] + cluster.memory[unit] > cluster.memoryLimit[host]) {
            return Reason.MEMORY;
        }
        if (assignment.cpu[host] + cluster.cpu[unit] > cluster.cpuLimit[host]) {
            return Reason.CPU;
        }
        if (assignment.vcpus[host] + cluster.vcpus[unit] > cluster.vcpuLimit[host]) {
            return Reason.VCPUS;
        }
        return assignment.hasRoom(unit, host) ? Reason.FITS : Reason.NETWORK;
    }

    private double miss(int unit, int host) {
        return Math.max(0, assignment.memory[host] + cluster.memory[unit] - cluster.memoryLimit[host])
                        / cluster.memoryCapacity[host]
                + Math.max(0, assignment.cpu[host] + cluster.cpu[unit] - cluster.cpuLimit[host])
                        / cluster.cpuCapacity[host];
    }

    private String shortage(int unit, int host) {
        return String.format(
                Locale.ROOT,
                "%s: memory %.0f of %.0f MiB free, CPU %.0f of %.0f MHz free, vCPUs %d of %.0f free",
                cluster.hosts[host].name(),
                cluster.memory[unit],
                Math.max(0, cluster.memoryLimit[host] - assignment.memory[host]),
                cluster.cpu[unit],
                Math.max(0, cluster.cpuLimit[host] - assignment.cpu[host]),
                cluster.vcpus[unit],
                Math.max(0, cluster.vcpuLimit[host] - assignment.vcpus[host]));
    }
}
