package io.atoll.manager.simulation.internal.study;

import io.atoll.drs.plan.BrokenRules;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;

/** Must-rules that do not hold once everybody is where a study leads them. */
final class MustRules {
    private MustRules() {}

    /** In words; what is broken just so at the start is nobody's news. */
    static List<String> newlyBroken(Cluster before, Cluster end) {
        var known = new HashSet<>(broken(before));
        return broken(end).stream().filter(text -> !known.contains(text)).toList();
    }

    private static List<String> broken(Cluster cluster) {
        var homes = new TreeMap<VmId, HostId>();
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null) {
                homes.put(vm.id(), vm.host());
            }
        }
        return BrokenRules.of(cluster, homes).stream()
                .map(BrokenRules.Broken::text)
                .toList();
    }
}
