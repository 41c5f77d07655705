package io.atoll.manager.maintenance.internal.steps;

import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.manager.ha.ZookeeperMajority;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.ItemStore;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.plan.ProofFacts;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.Tasks;
import io.atoll.manager.vm.HostGuests;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.manager.vm.VmSubtasks.Occupant;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.PowerState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Asks everybody who could know of something on a host: ZooKeeper, the agent, the database, the task list. */
@Component
class ProofReader {
    private final OwnerRegistry owners;
    private final HostGuests guests;
    private final VmSubtasks vms;
    private final Tasks tasks;
    private final LiveClusters clusters;
    private final ItemStore items;
    private final Surroundings surroundings;

    ProofReader(
            OwnerRegistry owners,
            HostGuests guests,
            VmSubtasks vms,
            Tasks tasks,
            LiveClusters clusters,
            ItemStore items,
            Surroundings surroundings) {
        this.owners = owners;
        this.guests = guests;
        this.vms = vms;
        this.tasks = tasks;
        this.clusters = clusters;
        this.items = items;
        this.surroundings = surroundings;
    }

    /** What a host is to the others. */
    @Component
    static class Surroundings {
        private final Inventory inventory;
        private final ZookeeperMajority zookeeper;

        Surroundings(Inventory inventory, ZookeeperMajority zookeeper) {
            this.inventory = inventory;
            this.zookeeper = zookeeper;
        }

        String pool(PoolId pool) {
            return inventory.pool(pool).map(Pool::name).orElse(pool.toString());
        }
    }

    /** @param asking the task that wants to know, which is no work on the host */
    ProofFacts read(Maintenance one, TaskId asking) {
        var cluster = clusters.now(one.cluster());
        var owned = new TreeSet<VmId>();
        owners.readAll().forEach((vm, owner) -> {
            if (owner.isOwnedBy(one.host())) {
                owned.add(vm);
            }
        });
        return new ProofFacts(
                names(one, cluster),
                skipped(one),
                owned,
                guests.processesOn(one.host()),
                counted(one.host()),
                tasks(one, asking),
                poolsOfItsOwn(one.host(), cluster),
                surroundings.zookeeper.lostWithout(one.host()));
    }

    private SortedMap<VmId, String> names(Maintenance one, LiveCluster cluster) {
        var names = new TreeMap<VmId, String>();
        items.of(one.id()).forEach(item -> names.put(item.vm(), item.vmName()));
        cluster.vms().forEach((id, vm) -> names.put(id, vm.name()));
        return names;
    }

    private SortedSet<VmId> skipped(Maintenance one) {
        var skipped = new TreeSet<VmId>();
        items.of(one.id()).stream()
                .filter(item -> item.state() == ItemState.SKIPPED)
                .forEach(item -> skipped.add(item.vm()));
        return skipped;
    }

    private SortedSet<VmId> counted(HostId host) {
        var counted = new TreeSet<VmId>();
        vms.occupants(host).stream().map(Occupant::id).forEach(counted::add);
        return counted;
    }

    /** Neither the maintenance itself nor the larger task it is a part of. */
    private List<String> tasks(Maintenance one, TaskId asking) {
        var own = new HashSet<TaskId>();
        own.add(asking);
        own.add(one.enterTask());
        tasks.find(one.enterTask()).map(task -> task.parent()).ifPresent(own::add);
        var others = new ArrayList<String>();
        for (var id : tasks.activeOn("host", one.host().toString())) {
            if (!own.contains(id)) {
                tasks.find(id)
                        .filter(task -> !task.state().ended())
                        .ifPresent(task -> others.add("%s (task %s)".formatted(task.kind(), task.id())));
            }
        }
        return others;
    }

    private List<String> poolsOfItsOwn(HostId host, LiveCluster cluster) {
        var model = cluster.model();
        var mine = model.hosts().get(host);
        if (mine == null) {
            return List.of();
        }
        var used = new TreeSet<PoolId>();
        model.vms().values().forEach(vm -> used.addAll(vm.needs().pools()));
        used.retainAll(mine.reach().pools());
        model.hosts().values().stream()
                .filter(other -> !other.id().equals(host) && other.state() == PowerState.ON)
                .forEach(other -> used.removeAll(other.reach().pools()));
        return used.stream().map(surroundings::pool).toList();
    }
}
