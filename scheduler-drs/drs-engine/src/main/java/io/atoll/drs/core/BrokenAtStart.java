package io.atoll.drs.core;

import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Must-rules that do not hold at the start. They cannot be asked of every state on the way, so they pull instead: like preferences
 * that are worth many migrations, whatever the question is.
 */
final class BrokenAtStart {
    /** Migrations that are made to put one VM right. */
    private static final double WEIGHT = 50;

    private BrokenAtStart() {}

    /** What is preferred, and what must hold and does not. */
    static List<Preference> preferences(Cluster cluster) {
        var preferences = new ArrayList<>(cluster.preferences());
        for (var rule : cluster.rules()) {
            if (isBroken(rule, cluster)) {
                preferences.add(new Preference.Should(rule, WEIGHT));
            }
        }
        return preferences;
    }

    private static boolean isBroken(Rule rule, Cluster cluster) {
        var hosts = new ArrayList<HostId>();
        for (var id : rule.vms()) {
            var vm = cluster.vms().get(id);
            if (vm != null && vm.host() != null) {
                hosts.add(Objects.requireNonNull(vm.host()));
            }
        }
        return switch (rule) {
            case Rule.KeepApart _ -> new HashSet<>(hosts).size() < hosts.size();
            case Rule.KeepTogether _ -> new HashSet<>(hosts).size() > 1;
            case Rule.OnlyOn only -> !only.hosts().containsAll(hosts);
            case Rule.NeverOn never ->
                hosts.stream().anyMatch(host -> never.hosts().contains(host));
            case Rule.WithinOneGroup within ->
                !hosts.isEmpty() && !someHoldsAll(within.groups(), hosts) && !overlap(within.groups());
        };
    }

    private static boolean someHoldsAll(List<? extends Set<HostId>> groups, List<HostId> hosts) {
        for (var group : groups) {
            if (group.containsAll(hosts)) {
                return true;
            }
        }
        return false;
    }

    /** A host in several groups has no place in the counts of a preference. */
    private static boolean overlap(List<? extends Set<HostId>> groups) {
        var seen = new HashSet<HostId>();
        for (var group : groups) {
            for (var host : group) {
                if (!seen.add(host)) {
                    return true;
                }
            }
        }
        return false;
    }
}
