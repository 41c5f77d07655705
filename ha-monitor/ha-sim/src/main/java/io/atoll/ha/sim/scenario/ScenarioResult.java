package io.atoll.ha.sim.scenario;

import io.atoll.ha.facts.VmReport;
import io.atoll.ha.sim.check.Violation;
import io.atoll.ha.sim.cluster.OwnerNode;
import io.atoll.ha.sim.cluster.Restarts;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.cluster.SimHost;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a scenario: how hosts and VMs are at the end, each restart, and what must never be. */
public record ScenarioResult(
        long ranNs, List<HostEnd> hosts, List<VmEnd> vms, List<Restarts.Restart> restarts, List<Violation> violations) {
    public ScenarioResult {
        hosts = List.copyOf(hosts);
        vms = List.copyOf(vms);
        restarts = List.copyOf(restarts);
        violations = List.copyOf(violations);
    }

    /**
     * How a host is at the end.
     *
     * @param state UP, FENCED (switched on, but not let back), NO_LEASE (switched on, VMs may not run), PAUSED or OFF
     */
    public record HostEnd(String name, String state) {}

    /**
     * How a VM is at the end.
     *
     * @param state RUNNING, STOPPED (not wanted, or shut down from inside), STARTING, FAILED, QUEUED (waits for a host), DOWN
     * @param host who owns it; null: nobody
     */
    public record VmEnd(String name, String state, @Nullable String host, long epoch, boolean isProtected) {}

    static ScenarioResult of(SimCluster cluster) {
        var hosts = cluster.hosts.stream()
                .map(host -> new HostEnd(host.plan.name(), stateOf(cluster, host)))
                .toList();
        var vms = new ArrayList<VmEnd>();
        for (var vm = 0; vm < cluster.plan.vms().size(); vm++) {
            var owner = cluster.nodes.owners.get(vm).committed().value();
            if (owner != null) {
                vms.add(new VmEnd(
                        cluster.vmName(vm),
                        stateOf(cluster, vm, owner),
                        owner.host() == OwnerNode.NOBODY ? null : cluster.hostName(owner.host()),
                        owner.epoch(),
                        cluster.plan.vms().get(vm).protection() != null));
            }
        }
        return new ScenarioResult(
                cluster.events.nowNs(), hosts, vms, cluster.restarts.all(), cluster.checker.violations());
    }

    private static String stateOf(SimCluster cluster, SimHost host) {
        if (!host.machine.isOn()) {
            return "OFF";
        }
        if (host.machine.isPaused()) {
            return "PAUSED";
        }
        var fence = cluster.nodes.fences.get(host.index).committed().value();
        if (fence != null && fence.raised()) {
            return "FENCED";
        }
        return host.enforcers.holds() ? "UP" : "NO_LEASE";
    }

    private static String stateOf(SimCluster cluster, int vm, OwnerNode owner) {
        if (!cluster.checker.writers(vm).isEmpty()) {
            return "RUNNING";
        }
        if (!owner.wanted()) {
            return "STOPPED";
        }
        if (owner.host() == OwnerNode.NOBODY) {
            return "QUEUED";
        }
        var report = cluster.nodes.states.get(vm).committed().value();
        if (report == null || report.epoch().value() != owner.epoch()) {
            return "DOWN";
        }
        return switch (report.condition()) {
            case VmReport.Condition.Starting() -> "STARTING";
            case VmReport.Condition.Failed(var _) -> "FAILED";
            case VmReport.Condition.Stopped() -> "STOPPED";
            case VmReport.Condition.Running(), VmReport.Condition.Ready(), VmReport.Condition.Gone() -> "DOWN";
        };
    }
}
