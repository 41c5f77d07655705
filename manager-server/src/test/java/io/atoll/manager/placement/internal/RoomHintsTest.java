package io.atoll.manager.placement.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.api.Naming;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.PlacementQuestion;
import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterId;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.PoolId;
import io.atoll.model.VmDemand;
import io.atoll.model.VmId;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Nobody is told to make room where no room would ever suffice. Memory is what is left once 512 MiB are held back. */
class RoomHintsTest {
    private static final PoolId POOL = new PoolId(id(0x100));
    private static final VmId VM = new VmId(id(0x200));

    private static UUID id(int number) {
        return new UUID(0x7000L + number, 0x8000_0000_0000_0000L);
    }

    /** A host, and what one VM there uses of it. */
    private record Used(Host host, int cpus, long memoryMiB) {}

    private static Used host(int number, int cpus, int usedCpus, long memoryMiB, long usedMiB) {
        var host = new Host(
                new HostId(id(number)),
                "host-" + number,
                new Host.Capacity(cpus, new Megahertz(cpus * 1_000.0), new Mebibytes(memoryMiB - 512), 10_000),
                new Host.Reach(new TreeSet<>(List.of(POOL)), new TreeSet<>(), CpuBaseline.QEMU64.features()),
                "",
                PowerState.ON,
                PowerModel.ofLine(0, 0));
        return new Used(host, usedCpus, usedMiB);
    }

    private static Vm vm(UUID id, HostId host, int vcpus, long memoryMiB) {
        return vm(id, vcpus, memoryMiB).on(host);
    }

    private static Vm vm(UUID id, int vcpus, long memoryMiB) {
        return new Vm(
                new VmId(id),
                "vm",
                null,
                Vm.Cpu.of(Math.max(1, vcpus), Megahertz.NONE),
                Vm.Memory.of(new Mebibytes(memoryMiB)),
                new Vm.Needs(new TreeSet<>(List.of(POOL)), new TreeSet<>(), CpuBaseline.QEMU64.features()),
                Vm.Standing.USUAL);
    }

    private static List<String> hints(
            int vcpus, long memoryMiB, int ratio, int wished, List<Rule> rules, Used... used) {
        var question = PlacementQuestion.of(
                new ClusterId(id(0x300)),
                new VmDemand(
                        VM,
                        "vm",
                        vcpus,
                        new Mebibytes(memoryMiB),
                        new TreeSet<>(List.of(POOL)),
                        new TreeSet<>(),
                        CpuBaseline.QEMU64),
                null);
        var hosts = new ArrayList<Host>();
        var vms = new ArrayList<Vm>();
        vms.add(vm(VM.value(), vcpus, memoryMiB));
        for (var one : used) {
            hosts.add(one.host);
            if (one.cpus > 0 || one.memoryMiB > 0) {
                vms.add(vm(id(0x400 + hosts.size()), one.host.id(), one.cpus, one.memoryMiB));
            }
            if (wished != 0 && !one.host.id().equals(new HostId(id(wished)))) {
                question = question.excluding(one.host.id(), "another host was asked for");
            }
        }
        var settings = new Cluster(
                question.cluster(), Naming.of("cluster"), 0, Instant.EPOCH, Cluster.AUTO, ratio, ClusterHa.DEFAULT);
        var model = io.atoll.model.cluster.Cluster.of(hosts, vms, rules, new Limits(1e6, 1, ratio, 8));
        var decision =
                Decision.of(question, new LiveCluster(settings, model, new TreeMap<>(), new TreeMap<>(), List.of()));
        return new RoomHints(question.vm(), decision.refusals().values(), model)
                .list().stream().map(Hint::text).toList();
    }

    @Test
    void anEmptyHostThatIsTooSmallIsNotToBeEmptied() {
        assertThat(hints(1, 10_000, 1, 0, List.of(), host(1, 8, 0, 4_096, 0), host(2, 8, 0, 6_026, 0)))
                .containsExactly("No host is large enough: the largest, host-2, has 5514 MiB for VMs."
                        + " Give the VM less memory, or enrol a larger host.");
    }

    @Test
    void roomIsMadeWhereItSuffices() {
        assertThat(hints(1, 10_000, 1, 0, List.of(), host(1, 8, 0, 4_096, 0), host(2, 8, 0, 12_512, 4_000)))
                .containsExactly("Free 2000 MiB on host-2: migrate or stop a VM there.");
        assertThat(hints(6, 256, 1, 0, List.of(), host(1, 8, 4, 4_096, 0)))
                .containsExactly("Free 2 vCPU on host-1: migrate or stop a VM there,"
                        + " or raise the cluster's CPU overcommit ratio.");
    }

    @Test
    void moreCpusThanAnyHostHasAreNotToBeFreed() {
        assertThat(hints(64, 256, 1, 0, List.of(), host(1, 8, 0, 4_096, 0), host(2, 4, 0, 4_096, 0)))
                .containsExactly("No host is large enough: the largest, host-1, has 8 vCPU for VMs."
                        + " Give the VM fewer vCPUs, or raise the cluster's CPU overcommit ratio.");
        assertThat(hints(256, 256, 1, 0, List.of(), host(1, 2, 0, 4_096, 0)))
                .containsExactly("host-1 is not large enough: it has 2 vCPU for VMs. Give the VM fewer vCPUs.");
    }

    @Test
    void whoAsksForOneHostHearsOfThatOne() {
        assertThat(hints(1, 10_000, 1, 1, List.of(), host(1, 8, 0, 4_096, 0), host(2, 8, 0, 64_000, 0)))
                .containsExactly("host-1 is not large enough: it has 3584 MiB for VMs. Give the VM less memory.");
    }

    @Test
    void aRuleThatAloneIsInTheWayIsNamed() {
        var never = new Rule.NeverOn("licences", new TreeSet<>(List.of(VM)), new TreeSet<>(List.of(new HostId(id(1)))));
        assertThat(hints(1, 256, 1, 0, List.of(never), host(1, 8, 0, 4_096, 0)))
                .containsExactly("Change or disable rule licences, which alone keeps the VM from host-1.");
    }
}
