package io.atoll.drs.plan;

import io.atoll.drs.core.PoolRoom;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that is kept ready, so that a host for one VM is found in microseconds: sums for each host, brought up to date as
 * VMs come and go, instead of a snapshot that is read anew for every question. It finds a host by the hard rules and the memory
 * limits of resource pools that {@link Question.Place} obeys, and prefers the one where preferences cost least and load stays
 * most even.
 *
 * <p>What it does not do, and the {@link Scheduler} does: it moves nobody to make room; it does not see to it that the VMs of
 * hosts that fail still find room ({@link io.atoll.model.cluster.Limits#spareHosts}); it counts every VM with all the CPU it
 * claims, also where its resource pool is entitled to less; and it weighs one VM at a time, where a plan for several lets them
 * trade places.
 *
 * <p>Hosts, rules, preferences, pools and limits are those it was made with; when they change, make a new one. A VM that was not
 * in the cluster then is in none of its preferences. Not safe for several threads at once.
 */
public final class PlacementIndex {
    /** Above this share of its CPU a host begins to slow its VMs down. */
    private static final double KNEE = 0.8;

    private static final double BEYOND_KNEE = 10;
    private static final double WAKING = 1000;
    /** Sums of amounts in doubles may be off by this much. */
    private static final double SLACK = 1e-7;

    private final Cluster cluster;
    private final Host[] hosts;
    private final Map<HostId, Integer> indexOf = new HashMap<>();
    private final Map<VmId, Integer> hostOf = new HashMap<>();
    private final Map<VmId, Vm> vms = new HashMap<>();
    private final Map<VmId, List<Rule>> rulesOf = new HashMap<>();
    /** Whether the state of the host lets VMs come, and whether it is on already. */
    private final boolean[] mayTake;

    private final boolean[] isOn;
    private final double[] cpuCapacity;
    private final double[] memoryCapacity;
    private final double[] cpuLimit;
    private final double[] memoryLimit;
    private final double[] vcpuLimit;
    private final double[] networkLimit;
    private final double[] cpu;
    private final double[] memory;
    private final double[] network;
    private final long[] vcpus;
    private final int[] residents;
    private final Map<VmId, Integer> vmIndex = new HashMap<>();
    private final PreferenceLedger preferences;
    private final PoolRoom pools;
    private final BitSet closed = new BitSet();

    private PlacementIndex(Cluster cluster) {
        this.cluster = cluster;
        hosts = cluster.hosts().values().toArray(Host[]::new);
        for (var h = 0; h < hosts.length; h++) {
            indexOf.put(hosts[h].id(), h);
        }
        mayTake = new boolean[hosts.length];
        isOn = new boolean[hosts.length];
        cpuCapacity = new double[hosts.length];
        memoryCapacity = new double[hosts.length];
        cpuLimit = new double[hosts.length];
        memoryLimit = new double[hosts.length];
        vcpuLimit = new double[hosts.length];
        networkLimit = new double[hosts.length];
        readHosts();
        cpu = new double[hosts.length];
        memory = new double[hosts.length];
        network = new double[hosts.length];
        vcpus = new long[hosts.length];
        residents = new int[hosts.length];
        cluster.vms().keySet().forEach(vm -> vmIndex.put(vm, vmIndex.size()));
        preferences = new PreferenceLedger(cluster, hosts, vmIndex);
        pools = new PoolRoom(cluster.resourcePools());
        for (var rule : cluster.rules()) {
            for (var vm : rule.vms()) {
                rulesOf.computeIfAbsent(vm, _ -> new ArrayList<>(2)).add(rule);
            }
        }
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null) {
                add(vm, vm.host());
            }
        }
    }

    /** What is asked of every host for every VM lies side by side. */
    private void readHosts() {
        var limits = cluster.limits();
        for (var h = 0; h < hosts.length; h++) {
            var capacity = hosts[h].capacity();
            isOn[h] = hosts[h].state() == PowerState.ON;
            mayTake[h] = isOn[h] || hosts[h].state() == PowerState.STANDBY;
            cpuCapacity[h] = capacity.cpu().value();
            memoryCapacity[h] = capacity.memory().value();
            cpuLimit[h] = capacity.cpu().value() * limits.cpuShare() + SLACK;
            memoryLimit[h] = capacity.memory().value() * limits.memoryShare() + SLACK;
            vcpuLimit[h] = capacity.coreCount() * limits.vcpusPerCore() + SLACK;
            networkLimit[h] = capacity.networkMbps() + SLACK;
        }
    }

    public static PlacementIndex of(Cluster cluster) {
        return new PlacementIndex(cluster);
    }

    /**
     * The VM runs there from now on.
     *
     * @throws IllegalArgumentException if the host is unknown, or the VM has a host already
     */
    public void add(Vm vm, HostId host) {
        var index = indexOf.get(host);
        if (index == null) {
            throw new IllegalArgumentException("Host %s is not in the cluster of this index.".formatted(host));
        }
        if (hostOf.putIfAbsent(vm.id(), index) != null) {
            throw new IllegalArgumentException("VM %s has a host already; remove it first.".formatted(vm.name()));
        }
        vms.put(vm.id(), vm);
        count(vm, index, 1);
    }

    /**
     * The VM runs nowhere from now on.
     *
     * @throws IllegalArgumentException if it does already
     */
    public void remove(VmId vm) {
        var index = hostOf.remove(vm);
        var known = vms.remove(vm);
        if (index == null || known == null) {
            throw new IllegalArgumentException("VM %s has no host in this index.".formatted(vm));
        }
        count(known, index, -1);
    }

    /** Nobody goes to this host until {@link #reopen}; who runs there counts as before. */
    public void close(HostId host) {
        var index = indexOf.get(host);
        if (index != null) {
            closed.set(index);
        }
    }

    /** The host may be given VMs again, if its state lets it. */
    public void reopen(HostId host) {
        var index = indexOf.get(host);
        if (index != null) {
            closed.clear(index);
        }
    }

    private void count(Vm vm, int host, int sign) {
        pools.count(vm, sign);
        var index = vmIndex.get(vm.id());
        if (index != null) {
            preferences.add(index, host, sign);
        }
        residents[host] += sign;
        vcpus[host] += (long) sign * vm.cpu().vcpuCount();
        if (residents[host] == 0) {
            // Sums of decimals drift; an empty host is a good moment to be exact again.
            cpu[host] = 0;
            memory[host] = 0;
            network[host] = 0;
            return;
        }
        cpu[host] += sign * vm.cpu().claim().value();
        memory[host] += sign * (double) vm.memory().configured().value();
        network[host] += sign * vm.needs().networkMbps();
    }

    /** The best host for a VM that has none; null: no host, or its resource pool, can take it. The VM is not added. */
    public @Nullable HostId place(Vm vm) {
        if (!pools.admits(vm)) {
            return null;
        }
        var allowed = allowed(vm);
        var index = vmIndex.get(vm.id());
        var preferring = index != null && preferences.concern(index) ? index : Ledger.NOWHERE;
        var needs = new Amounts(
                vm.cpu().claim().value(),
                vm.memory().configured().value(),
                vm.cpu().vcpuCount(),
                vm.needs().networkMbps());
        var best = -1;
        var bestScore = Double.POSITIVE_INFINITY;
        for (var h = 0; h < hosts.length; h++) {
            if (mayTake[h] && fits(needs, h) && !closed.get(h) && (allowed == null || allowed.get(h))) {
                var score = score(needs, h)
                        + (preferring == Ledger.NOWHERE ? 0 : preferences.change(preferring, Ledger.NOWHERE, h));
                if (score < bestScore && vm.needs().metBy(hosts[h].reach())) {
                    best = h;
                    bestScore = score;
                }
            }
        }
        return best < 0 ? null : hosts[best].id();
    }

    /** What a VM takes up. */
    private record Amounts(double cpu, double memory, long vcpus, double network) {}

    private boolean fits(Amounts vm, int host) {
        return memory[host] + vm.memory <= memoryLimit[host]
                && cpu[host] + vm.cpu <= cpuLimit[host]
                && vcpus[host] + vm.vcpus <= vcpuLimit[host]
                && (vm.network == 0 || network[host] + vm.network <= networkLimit[host]);
    }

    /** How much the VM adds to the sum of squares of the shares. */
    private double score(Amounts vm, int host) {
        var cpuShare = vm.cpu / cpuCapacity[host];
        var memoryShare = vm.memory / memoryCapacity[host];
        var cpuBefore = cpu[host] / cpuCapacity[host];
        return cpuShare * (cpuShare + 2 * cpuBefore)
                + memoryShare * (memoryShare + 2 * memory[host] / memoryCapacity[host])
                + BEYOND_KNEE * Math.max(0, cpuBefore + cpuShare - KNEE)
                + (isOn[host] ? 0 : WAKING);
    }

    // ---- rules

    /** The hosts that rules leave; null: all. */
    private @Nullable BitSet allowed(Vm vm) {
        var rules = rulesOf.get(vm.id());
        if (rules == null) {
            return null;
        }
        var left = new BitSet(hosts.length);
        left.set(0, hosts.length);
        for (var rule : rules) {
            switch (rule) {
                case Rule.KeepApart _ -> left.andNot(hostsOfOthers(rule, vm));
                case Rule.KeepTogether _ -> together(left, hostsOfOthers(rule, vm));
                case Rule.OnlyOn only -> left.and(bits(only.hosts()));
                case Rule.NeverOn never -> left.andNot(bits(never.hosts()));
                case Rule.WithinOneGroup within -> left.and(groupsOf(within, hostsOfOthers(rule, vm)));
            }
        }
        return left;
    }

    /** Where friends are on several hosts already, the rule is broken and binds nobody. */
    private static void together(BitSet left, BitSet friends) {
        if (friends.cardinality() == 1) {
            left.and(friends);
        }
    }

    private BitSet groupsOf(Rule.WithinOneGroup within, BitSet others) {
        var union = new BitSet(hosts.length);
        var broken = true;
        for (var group : within.groups()) {
            var bits = bits(group);
            var outside = (BitSet) others.clone();
            outside.andNot(bits);
            if (outside.isEmpty()) {
                union.or(bits);
                broken = false;
            }
        }
        if (broken) {
            union.set(0, hosts.length);
        }
        return union;
    }

    private BitSet hostsOfOthers(Rule rule, Vm vm) {
        var found = new BitSet(hosts.length);
        for (var other : rule.vms()) {
            var host = hostOf.get(other);
            if (host != null && !other.equals(vm.id())) {
                found.set(host);
            }
        }
        return found;
    }

    private BitSet bits(Collection<HostId> ids) {
        var found = new BitSet(hosts.length);
        for (var id : ids) {
            var index = indexOf.get(id);
            if (index != null) {
                found.set(index);
            }
        }
        return found;
    }
}
