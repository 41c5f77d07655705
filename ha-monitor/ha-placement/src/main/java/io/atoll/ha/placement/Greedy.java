package io.atoll.ha.placement;

import io.atoll.drs.plan.PlacementIndex;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** One VM after the other to the host that it suits best, on an index that is brought back to where it was after each question. */
final class Greedy {
    private static final String LEFT = "no host that is on takes it beside those that are placed before it";

    private final Cluster cluster;
    private final PlacementIndex index;
    private final Map<HostId, List<Vm>> residents = new HashMap<>();

    Greedy(Cluster cluster) {
        this.cluster = cluster;
        index = PlacementIndex.of(cluster);
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null) {
                residents.computeIfAbsent(vm.host(), _ -> new ArrayList<>()).add(vm);
            }
        }
    }

    SortedMap<VmId, Found> place(SortedSet<HostId> dead, List<VmId> order) {
        var moved = new TreeMap<VmId, Vm>();
        dead.forEach(host -> residents.getOrDefault(host, List.of()).forEach(vm -> moved.put(vm.id(), vm)));
        for (var id : order) {
            var vm = cluster.vms().get(id);
            if (vm != null && vm.host() != null) {
                moved.put(id, vm);
            }
        }
        moved.keySet().forEach(index::remove);
        dead.forEach(index::close);
        var found = new TreeMap<VmId, Found>();
        for (var id : order) {
            found.put(id, place(cluster.vms().get(id)));
        }
        found.forEach((vm, answer) -> {
            if (answer instanceof Found.On) {
                index.remove(vm);
            }
        });
        dead.forEach(index::reopen);
        moved.values().forEach(this::addBack);
        return found;
    }

    private Found place(@org.jspecify.annotations.Nullable Vm vm) {
        if (vm == null) {
            return new Found.Nowhere("the cluster's snapshot has no such VM");
        }
        var host = index.place(vm.on(null));
        if (host == null) {
            return new Found.Nowhere(LEFT);
        }
        index.add(vm, host);
        return new Found.On(host);
    }

    private void addBack(Vm vm) {
        if (vm.host() != null) {
            index.add(vm, vm.host());
        }
    }
}
