package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.ha.HaAdmission;
import io.atoll.manager.ha.HaOutlook;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.maintenance.internal.EvacuationPlans.EvacuationPlan;
import io.atoll.manager.maintenance.internal.EvacuationPlans.VmPlan;
import io.atoll.manager.maintenance.internal.MaintenanceRequests;
import io.atoll.manager.maintenance.internal.MaintenanceRequests.Wish;
import io.atoll.manager.maintenance.internal.Takeovers;
import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.rolling.RollingChoice.Chosen;
import io.atoll.manager.maintenance.internal.rolling.RollingPlan.HostLeftOut;
import io.atoll.manager.maintenance.internal.rolling.RollingPlan.HostPlan;
import io.atoll.manager.problem.AtollException;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Plans a rolling maintenance as things are now: every host as if it were the only one to be emptied. Plans of hosts that go later
 * are estimates, since VMs will have moved by then; each is planned anew when its turn comes.
 */
@Component
class RollingPlans {
    /** Each asks the scheduler. */
    private static final int MOST_PLANNED = 50;

    private static final int FROM_OUR_OWN_FAULTS = 500;

    private final MaintenanceRequests requests;
    private final Takeovers takeovers;
    private final HaAdmission admission;

    RollingPlans(MaintenanceRequests requests, Takeovers takeovers, HaAdmission admission) {
        this.requests = requests;
        this.takeovers = takeovers;
        this.admission = admission;
    }

    RollingPlan plan(ClusterId cluster, Chosen chosen, RollingSettings settings) {
        var plans = new TreeMap<HostId, EvacuationPlan>();
        var rows = new ArrayList<HostPlan>();
        for (var host : chosen.hosts()) {
            rows.add(row(host, chosen, settings, plans));
        }
        return new RollingPlan(
                rows,
                chosen.leftOut().stream()
                        .map(out -> new HostLeftOut(
                                out.host().id().value(), out.host().name(), out.why()))
                        .toList(),
                settings.mostHostsOut(),
                seconds(rows, settings.mostHostsOut()),
                worst(cluster, chosen.hosts(), plans, settings.mostHostsOut()));
    }

    private HostPlan row(Host host, Chosen chosen, RollingSettings settings, Map<HostId, EvacuationPlan> plans) {
        var canary = host.id().equals(chosen.canary());
        if (takeovers.isOffered(host.id())) {
            return row(host, canary, /* sleeps= */ true, 0, null, 0.0);
        }
        if (plans.size() >= MOST_PLANNED) {
            var why = "Only the first %d hosts are planned; this one is when its turn comes.".formatted(MOST_PLANNED);
            return row(host, canary, false, null, why, null);
        }
        try {
            var plan = requests.consider(host.id(), new Wish(settings.terms(), Map.of(), settings.note()));
            plans.put(host.id(), plan);
            return planned(host, canary, plan, settings);
        } catch (AtollException e) {
            if (e.code().status() >= FROM_OUR_OWN_FAULTS) {
                throw e;
            }
            return row(host, canary, false, null, e.getMessage(), null);
        }
    }

    private static HostPlan row(
            Host host,
            boolean canary,
            boolean sleeps,
            @Nullable Integer vmCount,
            @Nullable String blocker,
            @Nullable Double seconds) {
        return new HostPlan(
                host.id().value(), host.name(), canary, sleeps, vmCount, 0, 0, blocker, seconds, null, false);
    }

    private static HostPlan planned(Host host, boolean canary, EvacuationPlan plan, RollingSettings settings) {
        return new HostPlan(
                host.id().value(),
                host.name(),
                canary,
                false,
                (int) plan.vms().stream().filter(vm -> !vm.makesRoom()).count(),
                plan.moveCount(),
                plan.blockedCount(),
                plan.vms().stream()
                        .filter(vm -> vm.blocker() != null && vm.choice() == Choice.MOVE)
                        .findFirst()
                        .map(vm -> "VM %s: %s".formatted(vm.vmName(), vm.blocker()))
                        .orElse(null),
                plan.seconds(),
                plan.ha(),
                plan.ha().watched() && !plan.ha().survivable() && !settings.ignoresHaCoverage());
    }

    /** The canary alone, then so many at once as may be out, each group as long as its slowest. */
    private static @Nullable Double seconds(List<HostPlan> rows, int mostOut) {
        var sum = 0.0;
        var group = new ArrayList<Double>();
        for (var row : rows) {
            var seconds = row.seconds();
            if (seconds == null) {
                return null;
            }
            group.add(seconds);
            if (row.canary() || group.size() == mostOut) {
                sum += longest(group);
                group.clear();
            }
        }
        return sum + longest(group);
    }

    private static double longest(List<Double> group) {
        return group.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** Of those that may be out together, going by their order. */
    private HaOutlook worst(ClusterId cluster, List<Host> hosts, Map<HostId, EvacuationPlan> plans, int mostHostsOut) {
        var ids = hosts.stream().limit(MOST_PLANNED).map(Host::id).toList();
        var size = Math.min(mostHostsOut, ids.size());
        HaOutlook last = null;
        for (var first = 0; first + size <= ids.size(); first++) {
            var closed = new TreeSet<>(ids.subList(first, first + size));
            var elsewhere = new TreeMap<VmId, HostId>();
            closed.stream()
                    .map(plans::get)
                    .filter(Objects::nonNull)
                    .flatMap(plan -> plan.vms().stream())
                    .forEach(vm -> target(vm)
                            .filter(host -> !closed.contains(host))
                            .ifPresent(host -> elsewhere.put(new VmId(vm.vmId()), host)));
            last = admission.outlook(cluster, closed, elsewhere);
            if (!last.survivable()) {
                return last;
            }
        }
        return Objects.requireNonNull(last);
    }

    private static Optional<HostId> target(VmPlan vm) {
        UUID target = vm.targetHostId();
        return target == null ? Optional.empty() : Optional.of(new HostId(target));
    }
}
