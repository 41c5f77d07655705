package io.atoll.manager.maintenance.internal.steps;

import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.ItemStore;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.maintenance.internal.plan.HomePlanner;
import io.atoll.manager.maintenance.internal.plan.HomePlanner.HomePlan;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Plans for the way out of maintenance. */
@Component
public class HomeComings {
    private final MaintenanceStore maintenances;
    private final ItemStore items;
    private final LiveClusters clusters;
    private final VmSubtasks vms;

    HomeComings(MaintenanceStore maintenances, ItemStore items, LiveClusters clusters, VmSubtasks vms) {
        this.maintenances = maintenances;
        this.items = items;
        this.clusters = clusters;
        this.vms = vms;
    }

    Optional<Maintenance> maintenance(UUID id) {
        return maintenances.find(id);
    }

    /** What would be done if the host came back into use now. */
    public HomePlan plan(Maintenance one) {
        var homes = new TreeMap<VmId, HostId>();
        for (var item : items.of(one.id())) {
            var from = item.from();
            if (from != null && item.state() == ItemState.MOVED && item.purpose() != Purpose.COME_HOME) {
                homes.put(item.vm(), from);
            }
        }
        return HomePlanner.plan(
                new HomePlanner.Facts(clusters.now(one.cluster()), one.host(), homes, vms.movable(one.cluster())));
    }
}
