package io.atoll.manager.simulation.internal.study;

import io.atoll.drs.plan.Resource;
import io.atoll.drs.plan.Score;
import io.atoll.manager.simulation.internal.study.SimulationFindings.State;
import io.atoll.manager.simulation.internal.study.SimulationFindings.Use;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts how a cluster stands. */
final class States {
    private static final int MOST_NAMED = 20;

    private States() {}

    static State of(Cluster cluster) {
        var score = Score.of(cluster);
        var limits = cluster.limits();
        var uses = List.of(
                use(
                        cluster,
                        Resource.MEMORY,
                        Resource.MEMORY.unit(),
                        vm -> vm.memory().configured().value(),
                        host -> host.capacity().memory().value() * limits.memoryShare()),
                use(
                        cluster,
                        Resource.VCPUS,
                        Resource.VCPUS.unit(),
                        vm -> vm.cpu().vcpuCount(),
                        host -> host.capacity().coreCount() * limits.vcpusPerCore()),
                // Where the limit of processors is above what hosts have, VMs wait at what they have.
                use(
                        cluster,
                        Resource.CPU,
                        "millicores",
                        vm -> vm.cpu().claim().value(),
                        host -> host.capacity().cpu().value() * Math.min(1, limits.cpuShare())));
        var hostsOn = (int) on(cluster);
        var unknown = awake(cluster)
                .filter(host -> !drawIsKnown(host))
                .map(Host::name)
                .toList();
        return new State(
                hostsOn,
                cluster.vms().size(),
                score.imbalance(),
                score.unservedMhz(),
                unknown.isEmpty() ? score.watts() : null,
                unknown.size(),
                unknown.stream().limit(MOST_NAMED).toList(),
                (int) awake(cluster).filter(States::drawsTheSame).count(),
                uses,
                hostsOn == 0 ? null : greatest(uses));
    }

    private static long on(Cluster cluster) {
        return cluster.hosts().values().stream().filter(States::isOn).count();
    }

    private static boolean isOn(Host host) {
        return host.state() == PowerState.ON;
    }

    private static @Nullable Resource greatest(List<Use> uses) {
        return uses.stream()
                .max(Comparator.comparingDouble(Use::share))
                .map(Use::resource)
                .orElse(null);
    }

    /** Those that draw power: a host that nobody hears may be on. */
    private static Stream<Host> awake(Cluster cluster) {
        return cluster.hosts().values().stream()
                .filter(host -> isOn(host) || host.state().keepsVms());
    }

    /** A host that draws nothing at full load is one of which nobody knows. */
    private static boolean drawIsKnown(Host host) {
        return host.power().wattsAt(1) > 0;
    }

    private static boolean drawsTheSame(Host host) {
        return drawIsKnown(host) && host.power().wattsAt(0) == host.power().wattsAt(1);
    }

    /** VMs on hosts that are not on take up nothing of those that are; those without a host have to find room there. */
    private static Use use(
            Cluster cluster,
            Resource resource,
            String unit,
            ToDoubleFunction<Vm> needs,
            ToDoubleFunction<Host> offers) {
        var asked = 0.0;
        var onHost = new HashMap<HostId, Double>();
        for (var vm : cluster.vms().values()) {
            var home = vm.host() == null ? null : cluster.hosts().get(vm.host());
            if (home == null || isOn(home)) {
                asked += needs.applyAsDouble(vm);
            }
            if (home != null) {
                onHost.merge(home.id(), needs.applyAsDouble(vm), Double::sum);
            }
        }
        var available = 0.0;
        String fullest = null;
        var fullestShare = 0.0;
        for (var host : cluster.hosts().values()) {
            if (isOn(host)) {
                available += offers.applyAsDouble(host);
                var share = onHost.getOrDefault(host.id(), 0.0) / offers.applyAsDouble(host);
                if (fullest == null || share > fullestShare) {
                    fullest = host.name();
                    fullestShare = share;
                }
            }
        }
        return new Use(resource, unit, asked, available, available == 0 ? 0 : asked / available, fullest, fullestShare);
    }
}
