package io.atoll.model.cluster;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Hosts, VMs, rules and limits of one cluster at one moment. Immutable, sorted by id, compared by value.
 *
 * @param rules what must hold
 * @param preferences what should hold
 * @param resourcePools by name
 */
public record Cluster(
        SortedMap<HostId, Host> hosts,
        SortedMap<VmId, Vm> vms,
        List<Rule> rules,
        List<Preference> preferences,
        SortedMap<String, ResourcePool> resourcePools,
        Limits limits) {
    public Cluster {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        vms = Collections.unmodifiableSortedMap(new TreeMap<>(vms));
        rules = List.copyOf(rules);
        preferences = List.copyOf(preferences);
        resourcePools = Collections.unmodifiableSortedMap(new TreeMap<>(resourcePools));
        ResourcePools.check(resourcePools, vms.values());
        for (var vm : vms.values()) {
            if (vm.host() != null && !hosts.containsKey(vm.host())) {
                throw new IllegalArgumentException(
                        "VM %s runs on host %s, which is not in the snapshot.".formatted(vm.name(), vm.host()));
            }
        }
    }

    /** A cluster without preferences and resource pools. */
    public Cluster(SortedMap<HostId, Host> hosts, SortedMap<VmId, Vm> vms, List<Rule> rules, Limits limits) {
        this(hosts, vms, rules, List.of(), new TreeMap<>(), limits);
    }

    public Cluster with(Limits other) {
        return new Cluster(hosts, vms, rules, preferences, resourcePools, other);
    }

    public Cluster with(List<Preference> other) {
        return new Cluster(hosts, vms, rules, other, resourcePools, limits);
    }

    public Cluster withRules(List<Rule> other) {
        return new Cluster(hosts, vms, other, preferences, resourcePools, limits);
    }

    public Cluster withVms(Collection<Vm> other) {
        return new Cluster(hosts, byId(other), rules, preferences, resourcePools, limits);
    }

    public Cluster withHosts(Collection<Host> other) {
        return new Cluster(hostsById(other), vms, rules, preferences, resourcePools, limits);
    }

    public Cluster withResourcePools(Collection<ResourcePool> pools) {
        var byName = new TreeMap<String, ResourcePool>();
        for (var pool : pools) {
            if (byName.put(pool.name(), pool) != null) {
                throw new IllegalArgumentException("Resource pool %s appears twice.".formatted(pool.name()));
            }
        }
        return new Cluster(hosts, vms, rules, preferences, byName, limits);
    }

    public static Cluster of(Collection<Host> hosts, Collection<Vm> vms, List<Rule> rules, Limits limits) {
        return new Cluster(hostsById(hosts), byId(vms), rules, limits);
    }

    private static SortedMap<HostId, Host> hostsById(Collection<Host> hosts) {
        var byId = new TreeMap<HostId, Host>();
        for (var host : hosts) {
            if (byId.put(host.id(), host) != null) {
                throw new IllegalArgumentException("Host %s appears twice in one snapshot.".formatted(host.name()));
            }
        }
        return byId;
    }

    private static SortedMap<VmId, Vm> byId(Collection<Vm> vms) {
        var byId = new TreeMap<VmId, Vm>();
        for (var vm : vms) {
            if (byId.put(vm.id(), vm) != null) {
                throw new IllegalArgumentException("VM %s appears twice in one snapshot.".formatted(vm.name()));
            }
        }
        return byId;
    }
}
