package io.atoll.manager.vm.internal;

import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.CpuBaseline;
import io.atoll.model.GuestCpuFeatures;
import java.util.List;
import org.springframework.stereotype.Component;

/** The CPU that a guest that starts now will see: that of its cluster, and what it needs to run VMs itself where it is to. */
@Component
class VmProcessors {
    private final Inventory inventory;

    VmProcessors(Inventory inventory) {
        this.inventory = inventory;
    }

    CpuBaseline of(VmRecord vm) {
        var cluster = inventory
                .cluster(vm.spec().clusterId())
                .orElseThrow(() -> new AtollException(
                        ErrorCode.CLUSTER_NOT_FOUND,
                        "There is no cluster %s.".formatted(vm.spec().clusterId())));
        var baseline = inventory.effectiveBaseline(cluster);
        return vm.spec().hardware().nestedVirtualization() ? baseline.with(List.of(nestedFeature(cluster))) : baseline;
    }

    /** Processors have one or the other; what most hosts of the cluster have leaves the most places to go. */
    private String nestedFeature(Cluster cluster) {
        var hosts = inventory.hosts(cluster.id());
        var best = "vmx";
        long most = 0;
        for (var feature : GuestCpuFeatures.NESTED.names()) {
            long having = hosts.stream()
                    .filter(host -> host.facts().cpuFeatures().contains(feature))
                    .count();
            if (having > most) {
                most = having;
                best = feature;
            }
        }
        return best;
    }
}
