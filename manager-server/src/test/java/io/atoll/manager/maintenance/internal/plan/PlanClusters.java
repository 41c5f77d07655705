package io.atoll.manager.maintenance.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.api.Naming;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Small clusters for the planners: hosts of 16 GiB and 10 GHz, VMs of so many GiB that want so many MHz. */
final class PlanClusters {
    static final int HOST_GIB = 16;
    static final int HOST_MHZ = 10_000;

    private final List<Host> hosts = new ArrayList<>();
    private final List<Vm> vms = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    static HostId host(int number) {
        return new HostId(new UUID(1, number));
    }

    static VmId vm(int number) {
        return new VmId(new UUID(2, number));
    }

    PlanClusters withHosts(int count) {
        for (var number = 1; number <= count; number++) {
            hosts.add(new Host(
                    host(number),
                    "h" + number,
                    new Host.Capacity(16, new Megahertz(HOST_MHZ), Mebibytes.ofGibibytes(HOST_GIB), 10_000),
                    Host.Reach.NOTHING_SPECIAL,
                    "",
                    PowerState.ON,
                    PowerModel.ofLine(100, 200)));
        }
        return this;
    }

    PlanClusters withVm(int number, int onHost, int gib, int mhz) {
        vms.add(new Vm(
                vm(number),
                "v" + number,
                host(onHost),
                Vm.Cpu.of(1, new Megahertz(mhz)),
                Vm.Memory.of(Mebibytes.ofGibibytes(gib)),
                Vm.Needs.NOTHING_SPECIAL,
                true,
                0));
        return this;
    }

    PlanClusters withRule(Rule rule) {
        rules.add(rule);
        return this;
    }

    LiveCluster live() {
        var settings = new io.atoll.manager.inventory.Cluster(
                new ClusterId(new UUID(3, 1)),
                Naming.of("cluster"),
                0,
                Instant.EPOCH,
                io.atoll.manager.inventory.Cluster.AUTO,
                4,
                ClusterHa.DEFAULT);
        return new LiveCluster(
                settings, Cluster.of(hosts, vms, rules, Limits.NONE), new TreeMap<>(), new TreeMap<>(), List.of());
    }

    SortedSet<VmId> everybody() {
        var all = new TreeSet<VmId>();
        vms.forEach(vm -> all.add(vm.id()));
        return all;
    }

    SortedSet<VmId> on(int number) {
        var there = new TreeSet<VmId>();
        vms.stream().filter(vm -> host(number).equals(vm.host())).map(Vm::id).forEach(there::add);
        return there;
    }

    /** Carries the waves out in their order, a VM counting on both hosts during its own; answers where everybody is then. */
    SortedMap<VmId, HostId> carriedOut(List<PlannedMove> moves) {
        var places = new TreeMap<VmId, HostId>();
        vms.forEach(vm -> places.put(vm.id(), vm.host()));
        var last = moves.stream().mapToInt(PlannedMove::wave).max().orElse(-1);
        for (var wave = 0; wave <= last; wave++) {
            var now = wave;
            var ofWave = moves.stream().filter(move -> move.wave() == now).toList();
            for (var host : hosts) {
                var staying = vms.stream()
                        .filter(vm -> host.id().equals(places.get(vm.id())))
                        .mapToLong(vm -> vm.memory().configured().value())
                        .sum();
                var coming = ofWave.stream()
                        .filter(move -> move.to().equals(host.id()))
                        .mapToLong(PlannedMove::memoryMiB)
                        .sum();
                assertThat(coming == 0 ? 0 : staying + coming)
                        .as("MiB on %s in wave %d of %s", host.name(), wave, moves)
                        .isLessThanOrEqualTo(host.capacity().memory().value());
            }
            ofWave.forEach(move -> {
                assertThat(places.get(move.vm())).as("%s", move).isEqualTo(move.from());
                places.put(move.vm(), move.to());
            });
        }
        return places;
    }
}
