package io.atoll.manager.ha.internal;

import io.atoll.ha.admission.Admission;
import io.atoll.manager.ha.HaAdmission;
import io.atoll.manager.ha.HaVms;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.ClusterGuard;
import io.atoll.manager.inventory.ClusterHa.AdmissionPolicy;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Asks the engine whether the tolerated failures would still be survived, by placing the VMs of hosts that might fail. */
@Component
class AdmissionDesk implements HaAdmission, ClusterGuard {
    private static final int MOST_CAUSES = 20;

    private final Inventory inventory;
    private final HaClusters clusters;
    private final HaVms vms;

    AdmissionDesk(Inventory inventory, HaClusters clusters, HaVms vms) {
        this.inventory = inventory;
        this.clusters = clusters;
        this.vms = vms;
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
                require(found, List.of(vm), "if VM %s ran".formatted(vm.name()));
            }
        });
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
