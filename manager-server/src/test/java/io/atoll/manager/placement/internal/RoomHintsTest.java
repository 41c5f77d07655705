package io.atoll.manager.placement.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.DrsEngine;
import io.atoll.drs.PlacementPolicy;
import io.atoll.drs.PlacementRequest;
import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterId;
import io.atoll.model.ClusterSnapshot;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostCpu;
import io.atoll.model.HostFacts;
import io.atoll.model.HostId;
import io.atoll.model.HostMemory;
import io.atoll.model.HostState;
import io.atoll.model.Mebibytes;
import io.atoll.model.MilliCores;
import io.atoll.model.PoolId;
import io.atoll.model.VmDemand;
import io.atoll.model.VmId;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Nobody is told to make room where no room would ever suffice. Hosts hold 512 MiB back for themselves. */
class RoomHintsTest {
    private static final PoolId POOL = new PoolId(id(0x100));

    private static UUID id(int number) {
        return new UUID(0x7000L + number, 0x8000_0000_0000_0000L);
    }

    private static HostFacts host(int number, int cpus, int usedCpus, long memoryMiB, long usedMiB) {
        return new HostFacts(
                new HostId(id(number)),
                "host-" + number,
                HostState.READY,
                new HostCpu(MilliCores.ofCores(cpus), usedCpus, new MilliCores(0), CpuBaseline.QEMU64.features()),
                new HostMemory(new Mebibytes(memoryMiB), new Mebibytes(usedMiB)),
                new TreeSet<>(List.of(POOL)),
                new TreeSet<>());
    }

    private static List<String> hints(int vcpus, long memoryMiB, int ratio, int wished, HostFacts... hosts) {
        var vm = new VmDemand(
                new VmId(id(0x200)),
                "vm",
                vcpus,
                new Mebibytes(memoryMiB),
                new TreeSet<>(List.of(POOL)),
                new TreeSet<>(),
                CpuBaseline.QEMU64);
        var excluded = new TreeMap<HostId, String>();
        for (var host : hosts) {
            if (wished != 0 && !host.id().equals(new HostId(id(wished)))) {
                excluded.put(host.id(), "another host was asked for");
            }
        }
        var snapshot = ClusterSnapshot.of(new ClusterId(id(0x300)), List.of(hosts));
        var policy = new PlacementPolicy(ratio, PlacementPolicy.DEFAULT.hostMemoryReserve());
        var placement = new DrsEngine(policy).place(snapshot, new PlacementRequest(vm, excluded));
        return new RoomHints(placement, snapshot, policy)
                .list().stream().map(Hint::text).toList();
    }

    @Test
    void anEmptyHostThatIsTooSmallIsNotToBeEmptied() {
        assertThat(hints(1, 10_000, 1, 0, host(1, 8, 0, 4_096, 0), host(2, 8, 0, 6_026, 0)))
                .containsExactly("No host is large enough: the largest, host-2, has 5514 MiB for VMs."
                        + " Give the VM less memory, or enrol a larger host.");
    }

    @Test
    void roomIsMadeWhereItSuffices() {
        assertThat(hints(1, 10_000, 1, 0, host(1, 8, 0, 4_096, 0), host(2, 8, 0, 12_512, 4_000)))
                .containsExactly("Free 2000 MiB on host-2: migrate or stop a VM there.");
        assertThat(hints(6, 256, 1, 0, host(1, 8, 4, 4_096, 0)))
                .containsExactly("Free 2 vCPU on host-1: migrate or stop a VM there,"
                        + " or raise the cluster's CPU overcommit ratio.");
    }

    @Test
    void moreCpusThanAnyHostHasAreNotToBeFreed() {
        assertThat(hints(64, 256, 1, 0, host(1, 8, 0, 4_096, 0), host(2, 4, 0, 4_096, 0)))
                .containsExactly("No host is large enough: the largest, host-1, has 8 vCPU for VMs."
                        + " Give the VM fewer vCPUs, or raise the cluster's CPU overcommit ratio.");
        assertThat(hints(256, 256, 1, 0, host(1, 2, 0, 4_096, 0)))
                .containsExactly("host-1 is not large enough: it has 2 vCPU for VMs. Give the VM fewer vCPUs.");
    }

    @Test
    void whoAsksForOneHostHearsOfThatOne() {
        assertThat(hints(1, 10_000, 1, 1, host(1, 8, 0, 4_096, 0), host(2, 8, 0, 64_000, 0)))
                .containsExactly("host-1 is not large enough: it has 3584 MiB for VMs. Give the VM less memory.");
    }
}
