package io.atoll.drs.plan;

import io.atoll.drs.core.CompactCluster;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What is wrong with a cluster once a plan is carried out, although the plan is as good as it could be, in sentences. */
public final class Warnings {
    private Warnings() {}

    /** Must-rules that are broken, and spare hosts for which there is no room. */
    public static List<String> of(Cluster cluster, Plan plan) {
        var warnings = new ArrayList<String>();
        BrokenRules.of(cluster, plan.finalHosts()).forEach(broken -> warnings.add(broken.text()));
        var weak = CompactCluster.of(after(cluster, plan)).withoutSpareRoom();
        if (weak != null) {
            warnings.add("spare hosts (%d) are not there: if %s failed, its VMs would find no room elsewhere"
                    .formatted(cluster.limits().spareHosts(), weak.name()));
        }
        return warnings;
    }

    private static Cluster after(Cluster cluster, Plan plan) {
        var awake = new HashSet<HostId>();
        cluster.hosts().values().stream()
                .filter(host -> host.state() == PowerState.ON)
                .forEach(host -> awake.add(host.id()));
        for (var step : plan.steps()) {
            awake.addAll(step.wake());
            awake.removeAll(step.sleep());
        }
        var hosts = new ArrayList<Host>();
        for (var host : cluster.hosts().values()) {
            var state = host.state();
            if (state == PowerState.ON || state == PowerState.STANDBY) {
                state = awake.contains(host.id()) ? PowerState.ON : PowerState.STANDBY;
            }
            hosts.add(host.in(state));
        }
        return cluster.withHosts(hosts)
                .withVms(cluster.vms().values().stream()
                        .map(vm -> vm.on(plan.finalHosts().get(vm.id())))
                        .toList());
    }
}
