package io.atoll.manager.ha.internal;

import io.atoll.ha.admission.Admission;
import io.atoll.manager.ha.HaAdmission;
import io.atoll.manager.ha.HaOutlook;
import io.atoll.manager.ha.HaVms;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.ClusterGuard;
import io.atoll.manager.inventory.ClusterHa.AdmissionPolicy;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.placement.RoomWanted;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmDemand;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Asks the engine whether the tolerated failures would still be survived, by placing the VMs of hosts that might fail. */
@Component
class AdmissionDesk implements HaAdmission, ClusterGuard {
    private static final int MOST_CAUSES = 20;
    private static final int MOST_NAMED = 5;

    private final Inventory inventory;
    private final HaClusters clusters;
    private final HaVms vms;
    private final List<RoomWanted> makers;

    AdmissionDesk(Inventory inventory, HaClusters clusters, HaVms vms, List<RoomWanted> makers) {
        this.inventory = inventory;
        this.clusters = clusters;
        this.vms = vms;
        this.makers = List.copyOf(makers);
    }

    @Override
    public void requireSurvivable(ClusterId cluster) {
        requireSurvivable(cluster, "with these settings");
    }

    @Override
    public void requireSurvivable(ClusterId cluster, String what) {
        inventory.cluster(cluster).ifPresent(found -> require(found, List.of(), what));
    }

    @Override
    public void requireSurvivable(ClusterId cluster, VmId id, HostId host) {
        inventory.cluster(cluster).ifPresent(found -> {
            if (isChecked(found)) {
                var vm = vms.of(id).on(host);
                try {
                    require(found, List.of(vm), "if VM %s ran".formatted(vm.name()));
                } catch (AtollException e) {
                    throw withRoomWanted(e, found, vm);
                }
            }
        });
    }

    /** Who refuses for want of room says so to those who can make some. */
    private AtollException withRoomWanted(AtollException refusal, Cluster cluster, HaVms.HaVm vm) {
        var demand = new VmDemand(
                vm.id(),
                vm.name(),
                vm.vcpuCount(),
                vm.memory(),
                vm.reach().pools(),
                vm.reach().networks(),
                inventory.effectiveBaseline(cluster));
        var hints = new ArrayList<Hint>();
        makers.forEach(maker -> hints.addAll(maker.noted(cluster.id(), demand, new TreeSet<>())));
        hints.addAll(refusal.hints());
        return new AtollException(refusal.code(), String.valueOf(refusal.getMessage()), refusal.causes(), hints);
    }

    @Override
    public HaOutlook outlook(ClusterId id, SortedSet<HostId> closed, SortedMap<VmId, HostId> elsewhere) {
        var cluster = inventory.cluster(id).orElse(null);
        if (cluster == null || !cluster.ha().enabled()) {
            return new HaOutlook(false, true, 0, "HA is off in the cluster, so nothing is kept free for failures.");
        }
        var moved = vms.occupying(id).stream()
                .filter(vm -> elsewhere.containsKey(vm.id()))
                .map(vm -> vm.on(Objects.requireNonNull(elsewhere.get(vm.id()))))
                .toList();
        var asked = clusters.ask(cluster, moved, closed);
        int failures = cluster.ha().hostFailuresToTolerate();
        return switch (asked.control().tolerates(failures)) {
            case Admission.Tolerated _ ->
                new HaOutlook(
                        true,
                        true,
                        failures,
                        "All protected VMs would still be restarted if %d of the other hosts failed."
                                .formatted(failures));
            case Admission.Refused(var reason) -> new HaOutlook(true, false, failures, reason);
            case Admission.NotTolerated(var _, var shortfalls) ->
                new HaOutlook(true, false, failures, shortfall(asked, shortfalls.getFirst()));
        };
    }

    private static String shortfall(HaClusters.Asked asked, Admission.Shortfall shortfall) {
        var hosts = HaClusters.names(shortfall.hosts().stream().map(asked::host).toList());
        return "If %s failed meanwhile, %d protected VMs would not be restarted: %s."
                .formatted(
                        hosts,
                        shortfall.left().size(),
                        HaClusters.names(shortfall.left().keySet().stream()
                                .limit(MOST_NAMED)
                                .map(asked::vm)
                                .toList()));
    }

    /** What the engine says of a cluster as it is now. */
    Admission now(Cluster cluster) {
        return clusters.ask(cluster, List.of()).control().tolerates(cluster.ha().hostFailuresToTolerate());
    }

    private static boolean isChecked(Cluster cluster) {
        return cluster.ha().enabled() && cluster.ha().admissionPolicy() == AdmissionPolicy.REFUSE;
    }

    private void require(Cluster cluster, Collection<HaVms.HaVm> otherwise, String what) {
        if (!isChecked(cluster)) {
            return;
        }
        var asked = clusters.ask(cluster, otherwise);
        int failures = cluster.ha().hostFailuresToTolerate();
        switch (asked.control().tolerates(failures)) {
            case Admission.Tolerated _ -> {}
            case Admission.Refused(var reason) -> throw refusal(reason, List.of());
            case Admission.NotTolerated(var _, var shortfalls) ->
                throw refusal(
                        "Too little room would be left %s: if %s failed, %d protected VMs would not be restarted."
                                .formatted(
                                        what,
                                        HaClusters.names(shortfalls.getFirst().hosts().stream()
                                                .map(asked::host)
                                                .toList()),
                                        shortfalls.getFirst().left().size()),
                        causes(asked, shortfalls));
        }
    }

    private static List<Cause> causes(HaClusters.Asked asked, List<Admission.Shortfall> shortfalls) {
        var causes = new ArrayList<Cause>();
        for (var shortfall : shortfalls) {
            var hosts =
                    HaClusters.names(shortfall.hosts().stream().map(asked::host).toList());
            shortfall
                    .left()
                    .forEach((vm, reason) -> causes.add(Cause.host(
                            hosts,
                            "ha-admission",
                            "If %s failed, VM %s would not be restarted: %s.".formatted(hosts, asked.vm(vm), reason))));
        }
        return causes.size() <= MOST_CAUSES ? causes : causes.subList(0, MOST_CAUSES);
    }

    private static AtollException refusal(String detail, List<Cause> causes) {
        return new AtollException(
                ErrorCode.HA_ADMISSION_REFUSED,
                detail,
                causes,
                List.of(
                        Hint.of("Stop or shrink VMs, bring back or enrol hosts, or tolerate fewer host failures."),
                        Hint.of(
                                "With the cluster's spec.ha.admissionPolicy WARN it is done all the same, and an alarm says so.")));
    }
}
