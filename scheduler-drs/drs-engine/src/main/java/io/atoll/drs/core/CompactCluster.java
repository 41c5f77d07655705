package io.atoll.drs.core;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link Cluster} as arrays: what every search reads. Hosts and VMs keep the order of their ids. Never changed once made. */
public final class CompactCluster {
    public static final int NOWHERE = -1;

    /** Sums of amounts in doubles may be off by this much; what fits within it fits. */
    static final double SLACK = 1e-7;

    private static final SortedMap<VmId, Double> NO_ENTITLEMENTS = new TreeMap<>();

    final int hostCount;
    final Host[] hosts;
    final double[] cpuCapacity;
    final double[] memoryCapacity;
    final double[] cpuLimit;
    final double[] memoryLimit;
    final double[] vcpuLimit;
    final double[] networkCapacity;
    final boolean[] on;
    /** Whether VMs may come: on, or asleep and may be woken. */
    final boolean[] canReceive;

    final int vmCount;
    final Vm[] vms;
    final int[] unitOfVm;

    final int unitCount;
    final int[][] vmsOfUnit;
    final double[] cpu;
    final double[] memory;
    final long[] vcpus;
    final double[] network;
    /** Whether any VM loads the network at all; where none does, nobody needs to count it. */
    final boolean countsNetwork;

    final int[] home;
    /** Must stay where it is: not migratable, or too many VMs to move at once. */
    final boolean[] pinned;
    /** Whether all its VMs can be migrated; one that cannot may still be started anywhere. */
    final boolean[] migratable;

    final CompactRules rules;
    /** What should hold; null: nothing is preferred. */
    final @Nullable SoftRules soft;

    /** For each unit whether its resource pools let it run; null: none has a limit. */
    private final boolean @Nullable [] mayRun;

    final Limits limits;
    final int migrationsPerHost;

    private CompactCluster(Cluster cluster) {
        hosts = cluster.hosts().values().toArray(Host[]::new);
        hostCount = hosts.length;
        vms = cluster.vms().values().toArray(Vm[]::new);
        vmCount = vms.length;
        cpuCapacity = new double[hostCount];
        memoryCapacity = new double[hostCount];
        cpuLimit = new double[hostCount];
        memoryLimit = new double[hostCount];
        vcpuLimit = new double[hostCount];
        on = new boolean[hostCount];
        canReceive = new boolean[hostCount];
        networkCapacity = new double[hostCount];
        limits = cluster.limits();
        migrationsPerHost = limits.migrationsPerHost();
        Map<HostId, Integer> hostIndex = HashMap.newHashMap(hostCount);
        for (var h = 0; h < hostCount; h++) {
            var host = hosts[h];
            hostIndex.put(host.id(), h);
            cpuCapacity[h] = host.capacity().cpu().value();
            memoryCapacity[h] = host.capacity().memory().value();
            cpuLimit[h] = cpuCapacity[h] * limits.cpuShare() + SLACK;
            memoryLimit[h] = memoryCapacity[h] * limits.memoryShare() + SLACK;
            vcpuLimit[h] = host.capacity().coreCount() * limits.vcpusPerCore() + SLACK;
            networkCapacity[h] = host.capacity().networkMbps();
            on[h] = host.state() == PowerState.ON;
            canReceive[h] = on[h] || host.state() == PowerState.STANDBY;
        }
        Map<VmId, Integer> vmIndex = HashMap.newHashMap(vmCount);
        var homeOfVm = new int[vmCount];
        for (var v = 0; v < vmCount; v++) {
            vmIndex.put(vms[v].id(), v);
            var at = vms[v].host();
            homeOfVm[v] = at == null ? NOWHERE : hostIndex.getOrDefault(at, NOWHERE);
        }
        var grouping = UnitGrouping.of(cluster.rules(), vmIndex, homeOfVm);
        unitOfVm = grouping.unitOfVm;
        vmsOfUnit = grouping.vmsOfUnit;
        unitCount = vmsOfUnit.length;
        cpu = new double[unitCount];
        memory = new double[unitCount];
        vcpus = new long[unitCount];
        network = new double[unitCount];
        home = new int[unitCount];
        pinned = new boolean[unitCount];
        migratable = new boolean[unitCount];
        var entitled = cluster.resourcePools().isEmpty() ? NO_ENTITLEMENTS : Entitlements.of(cluster);
        for (var u = 0; u < unitCount; u++) {
            describeUnit(u, homeOfVm, entitled);
        }
        countsNetwork = Arrays.stream(network).anyMatch(load -> load > 0);
        rules = CompactRules.of(cluster, this, hostIndex, vmIndex);
        var preferences = BrokenAtStart.preferences(cluster);
        soft = preferences.isEmpty() ? null : new SoftRules(this, preferences, hostIndex, vmIndex);
        mayRun = cluster.resourcePools().values().stream()
                        .allMatch(pool -> pool.memory().limitMib() == null)
                ? null
                : PoolMemory.mayRun(cluster, this);
    }

    public static CompactCluster of(Cluster cluster) {
        return new CompactCluster(cluster);
    }

    private CompactCluster(CompactCluster like, boolean[] canReceive) {
        hosts = like.hosts;
        hostCount = like.hostCount;
        vms = like.vms;
        vmCount = like.vmCount;
        cpuCapacity = like.cpuCapacity;
        memoryCapacity = like.memoryCapacity;
        cpuLimit = like.cpuLimit;
        memoryLimit = like.memoryLimit;
        vcpuLimit = like.vcpuLimit;
        on = like.on;
        this.canReceive = canReceive;
        unitOfVm = like.unitOfVm;
        vmsOfUnit = like.vmsOfUnit;
        unitCount = like.unitCount;
        cpu = like.cpu;
        memory = like.memory;
        vcpus = like.vcpus;
        network = like.network;
        countsNetwork = like.countsNetwork;
        networkCapacity = like.networkCapacity;
        home = like.home;
        pinned = like.pinned;
        migratable = like.migratable;
        rules = like.rules;
        soft = like.soft;
        mayRun = like.mayRun;
        limits = like.limits;
        migrationsPerHost = like.migrationsPerHost;
    }

    /** The same cluster, but nobody may go to these hosts. */
    CompactCluster closing(int[] closed) {
        var open = canReceive.clone();
        for (var host : closed) {
            open[host] = false;
        }
        return new CompactCluster(this, open);
    }

    /** The same cluster, but nobody may go to a host that is asleep. */
    CompactCluster withoutWaking() {
        var open = canReceive.clone();
        for (var h = 0; h < hostCount; h++) {
            open[h] &= on[h];
        }
        return new CompactCluster(this, open);
    }

    /** A VM that its resource pool keeps below what it asks for loads its host with no more than it is entitled to. */
    private void describeUnit(int unit, int[] homeOfVm, SortedMap<VmId, Double> entitled) {
        home[unit] = homeOfVm[vmsOfUnit[unit][0]];
        migratable[unit] = true;
        for (var v : vmsOfUnit[unit]) {
            var claim = vms[v].cpu().claim().value();
            cpu[unit] += Math.min(claim, entitled.getOrDefault(vms[v].id(), claim));
            network[unit] += vms[v].needs().networkMbps();
            memory[unit] += vms[v].memory().configured().value();
            vcpus[unit] += vms[v].cpu().vcpuCount();
            migratable[unit] &= vms[v].migratable();
        }
        var most = Math.min(migrationsPerHost, limits.network().migrationsAtOnce());
        pinned[unit] = home[unit] != NOWHERE && (!migratable[unit] || vmsOfUnit[unit].length > most);
    }

    /** Whether anything is known of the demand of any VM in the past. */
    boolean hasHistory() {
        return Arrays.stream(vms).anyMatch(vm -> vm.cpu().history().sampleCount() > 0);
    }

    /** Whether its resource pool lets the unit run. */
    boolean mayRun(int unit) {
        return mayRun == null || mayRun[unit];
    }

    /** That of its most important VM. */
    int priority(int unit) {
        var most = Integer.MIN_VALUE;
        for (var v : vmsOfUnit[unit]) {
            most = Math.max(most, vms[v].priority());
        }
        return most;
    }

    public int hostCount() {
        return hostCount;
    }

    public int vmCount() {
        return vmCount;
    }

    public Host host(int index) {
        return hosts[index];
    }

    public Vm vm(int index) {
        return vms[index];
    }

    /** What the network gives to migrations. */
    public Limits.MigrationNetwork network() {
        return limits.network();
    }

    /** A host whose VMs would find no room elsewhere if it failed, though spare hosts are asked for; null: there is none. */
    public @Nullable Host withoutSpareRoom() {
        var host = limits.spareHosts() == 0 ? NOWHERE : Spare.weakest(new Assignment(this));
        return host == NOWHERE ? null : hosts[host];
    }

    /** Where each VM is at the start, as indices of hosts. */
    public int[] startOfVms() {
        var at = new int[vmCount];
        for (var v = 0; v < vmCount; v++) {
            at[v] = home[unitOfVm[v]];
        }
        return at;
    }

    /** Indices of these hosts. */
    public int[] indicesOf(Collection<HostId> ids) {
        var found = new int[ids.size()];
        var count = 0;
        for (var h = 0; h < hostCount; h++) {
            if (ids.contains(hosts[h].id())) {
                found[count++] = h;
            }
        }
        return Arrays.copyOf(found, count);
    }
}
