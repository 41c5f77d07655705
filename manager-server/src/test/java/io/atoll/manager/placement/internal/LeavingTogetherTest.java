package io.atoll.manager.placement.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.plan.HostRanking.Candidate;
import io.atoll.manager.api.Naming;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.PlacementQuestion;
import io.atoll.model.ClusterId;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
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
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** VMs that must be together leave a host that is emptied one after the other, and end together. */
class LeavingTogetherTest {
    private static final VmId FIRST = new VmId(new UUID(0x7002, 0x8000_0000_0000_0000L));
    private static final VmId SECOND = new VmId(new UUID(0x7003, 0x8000_0000_0000_0000L));

    private static HostId host(int number) {
        return new HostId(new UUID(0x7010L + number, 0x8000_0000_0000_0000L));
    }

    private static Vm vm(VmId id, int onHost) {
        return new Vm(
                id,
                "vm",
                host(onHost),
                Vm.Cpu.of(1, Megahertz.NONE),
                Vm.Memory.of(new Mebibytes(256)),
                new Vm.Needs(new TreeSet<>(), new TreeSet<>(), CpuBaseline.QEMU64.features()),
                Vm.Standing.USUAL);
    }

    /** Where {@code asking} may go, of three hosts; the first is in {@code state}. */
    private static List<HostId> mayGoTo(VmId asking, PowerState state, int hostOfFirst, int hostOfSecond) {
        var hosts = List.of(1, 2, 3).stream()
                .map(number -> new Host(
                        host(number),
                        "h" + number,
                        new Host.Capacity(8, new Megahertz(8_000), new Mebibytes(8_192), 10_000),
                        new Host.Reach(new TreeSet<>(), new TreeSet<>(), CpuBaseline.QEMU64.features()),
                        "",
                        number == 1 ? state : PowerState.ON,
                        PowerModel.ofLine(0, 0)))
                .toList();
        var together = new Rule.KeepTogether("pair", new TreeSet<>(List.of(FIRST, SECOND)));
        var cluster = new ClusterId(new UUID(0x7001, 0x8000_0000_0000_0000L));
        var settings = new Cluster(cluster, Naming.of("c"), 0, Instant.EPOCH, Cluster.AUTO, 4, ClusterHa.DEFAULT);
        var model = io.atoll.model.cluster.Cluster.of(
                hosts,
                List.of(vm(FIRST, hostOfFirst), vm(SECOND, hostOfSecond)),
                List.of(together),
                new Limits(1e6, 1, 4, 8));
        var demand =
                new VmDemand(asking, "vm", 1, new Mebibytes(256), new TreeSet<>(), new TreeSet<>(), CpuBaseline.QEMU64);
        return Decision.of(
                        PlacementQuestion.of(cluster, demand, null),
                        new LiveCluster(settings, model, enrolled(cluster), new TreeMap<>(), List.of()))
                .candidates()
                .stream()
                .map(Candidate::host)
                .sorted()
                .toList();
    }

    /** The record of the first host, of which a refusal says how it is. */
    private static SortedMap<HostId, io.atoll.manager.inventory.Host> enrolled(ClusterId cluster) {
        var enrolled = new TreeMap<HostId, io.atoll.manager.inventory.Host>();
        enrolled.put(
                host(1),
                new io.atoll.manager.inventory.Host(
                        host(1),
                        Naming.of("h1"),
                        1,
                        Instant.EPOCH,
                        cluster,
                        new io.atoll.manager.inventory.Host.Endpoint("10.0.0.1", 7443),
                        new io.atoll.manager.inventory.Host.Link(HostPhase.READY, "", Instant.EPOCH, null, null),
                        io.atoll.manager.inventory.Host.Facts.unknown("test"),
                        null,
                        List.of()));
        return enrolled;
    }

    @Test
    void theFirstMayGoAnywhereAlthoughTheSecondIsThereStill() {
        assertThat(mayGoTo(FIRST, PowerState.MAINTENANCE, 1, 1)).containsExactly(host(2), host(3));
    }

    @Test
    void theSecondMayOnlyGoWhereTheFirstIs() {
        assertThat(mayGoTo(SECOND, PowerState.MAINTENANCE, 3, 1)).containsExactly(host(3));
    }

    @Test
    void onAHostThatIsInUseTheRuleHolds() {
        assertThat(mayGoTo(FIRST, PowerState.ON, 1, 1)).isSubsetOf(host(1));
    }

    /** A drain that was called off half-way: the host is in use again, and nothing but the other's host is right for either. */
    @Test
    void afterADrainThatWasCalledOffEachMayOnlyJoinTheOther() {
        assertThat(mayGoTo(FIRST, PowerState.ON, 3, 1)).isSubsetOf(host(1));
        assertThat(mayGoTo(SECOND, PowerState.ON, 3, 1)).isSubsetOf(host(3));
    }
}
