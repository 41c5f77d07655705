package io.atoll.manager.maintenance.internal;

import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.placement.KeptFree;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.cluster.PowerState;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Hosts on their way into maintenance and those in it get no VMs. */
@Component
class KeptFreeHosts implements KeptFree {
    private final MaintenanceStore maintenances;

    KeptFreeHosts(MaintenanceStore maintenances) {
        this.maintenances = maintenances;
    }

    @Override
    public SortedMap<HostId, PowerState> hosts(ClusterId cluster) {
        var free = new TreeMap<HostId, PowerState>();
        maintenances.states(cluster).forEach((host, state) -> {
            if (state.keepsHostFree()) {
                free.put(host, PowerState.MAINTENANCE);
            }
        });
        return free;
    }
}
