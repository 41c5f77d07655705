package io.atoll.manager.placement;

import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.VmCensus.Resident;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A cluster at one moment: what the scheduler is asked about, and the records it was made from. A VM that moves is on its
 * target in the model, and a stand-in of its size is on its source until the move has ended.
 *
 * @param model every enrolled host and every VM, those that run nowhere included; must-rules about zones and shares, which the
 *     scheduler knows as preferences only, are preferences of the greatest weight
 * @param hosts those of the model
 * @param vms those of the model, without stand-ins
 * @param resting hosts that take no VMs in the model, and are taken back into use when they are needed
 * @param limits must-rules about zones and shares once more, as what they allow
 */
public record LiveCluster(
        Cluster settings,
        io.atoll.model.cluster.Cluster model,
        SortedMap<HostId, Host> hosts,
        SortedMap<VmId, Resident> vms,
        SortedSet<HostId> resting,
        List<ShareLimit> limits) {
    public LiveCluster {
        resting = Collections.unmodifiableSortedSet(new TreeSet<>(resting));
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        vms = Collections.unmodifiableSortedMap(new TreeMap<>(vms));
        limits = List.copyOf(limits);
    }

    /** One in which nobody rests. */
    public LiveCluster(
            Cluster settings,
            io.atoll.model.cluster.Cluster model,
            SortedMap<HostId, Host> hosts,
            SortedMap<VmId, Resident> vms,
            List<ShareLimit> limits) {
        this(settings, model, hosts, vms, new TreeSet<>(), limits);
    }

    public LiveCluster with(io.atoll.model.cluster.Cluster other) {
        return new LiveCluster(settings, other, hosts, vms, resting, limits);
    }

    public LiveCluster with(List<ShareLimit> others) {
        return new LiveCluster(settings, model, hosts, vms, resting, others);
    }
}
