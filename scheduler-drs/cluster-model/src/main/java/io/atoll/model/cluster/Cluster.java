package io.atoll.model.cluster;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Hosts, VMs, rules and limits of one cluster at one moment. Immutable, sorted by id, compared by value. */
public record Cluster(SortedMap<HostId, Host> hosts, SortedMap<VmId, Vm> vms, List<Rule> rules, Limits limits) {
    public Cluster {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        vms = Collections.unmodifiableSortedMap(new TreeMap<>(vms));
        rules = List.copyOf(rules);
        for (var vm : vms.values()) {
            if (vm.host() != null && !hosts.containsKey(vm.host())) {
                throw new IllegalArgumentException(
                        "VM %s runs on host %s, which is not in the snapshot.".formatted(vm.name(), vm.host()));
            }
        }
    }

    public static Cluster of(Collection<Host> hosts, Collection<Vm> vms, List<Rule> rules, Limits limits) {
        var hostById = new TreeMap<HostId, Host>();
        for (var host : hosts) {
            if (hostById.put(host.id(), host) != null) {
                throw new IllegalArgumentException("Host %s appears twice in one snapshot.".formatted(host.name()));
            }
        }
        var vmById = new TreeMap<VmId, Vm>();
        for (var vm : vms) {
            if (vmById.put(vm.id(), vm) != null) {
                throw new IllegalArgumentException("VM %s appears twice in one snapshot.".formatted(vm.name()));
            }
        }
        return new Cluster(hostById, vmById, rules, limits);
    }
}
