package io.atoll.drs;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.atoll.model.VmDemand;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every cluster and every VM. */
class PlacementPropertiesTest {
    private static final ClusterId CLUSTER = new ClusterId(new UUID(0, 1));
    private static final PlacementPolicy POLICY = PlacementPolicy.DEFAULT;
    private final DrsEngine engine = new DrsEngine(POLICY);

    @Property(tries = 500)
    void neverPlacesWhereItDoesNotFit(@ForAll("hosts") List<HostFacts> hosts, @ForAll("vms") VmDemand vm) {
        var snapshot = ClusterSnapshot.of(CLUSTER, hosts);
        for (var candidate : engine.place(snapshot, PlacementRequest.of(vm)).candidates()) {
            var host = Objects.requireNonNull(
                    snapshot.committing(candidate.host(), vm).hosts().get(candidate.host()));
            assertThat(host.state()).isEqualTo(HostState.READY);
            assertThat(host.memory().committed().value()
                            + POLICY.hostMemoryReserve().value())
                    .isLessThanOrEqualTo(host.memory().capacity().value());
            assertThat(host.cpu().committedVcpuCount() * 1000)
                    .isLessThanOrEqualTo(host.cpu().capacity().value() * POLICY.vcpusPerCore());
            assertThat(host.cpu().features().covers(vm.cpu().features())).isTrue();
        }
    }

    @Property(tries = 500)
    void everyHostIsEitherRankedOrRefusedWithAReason(
            @ForAll("hosts") List<HostFacts> hosts, @ForAll("vms") VmDemand vm) {
        var placement = engine.place(ClusterSnapshot.of(CLUSTER, hosts), PlacementRequest.of(vm));
        var seen = new ArrayList<HostId>(placement.refusals().keySet());
        placement.candidates().forEach(candidate -> seen.add(candidate.host()));
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        hosts.stream().map(HostFacts::id).toList());
        assertThat(placement.refusals().values())
                .allSatisfy(host -> assertThat(host.refusals()).isNotEmpty());
        assertThat(placement.explain()).hasSize(Math.max(1, hosts.size()));
    }

    @Property(tries = 300)
    void theOrderInWhichHostsAreListedChangesNothing(
            @ForAll("hosts") List<HostFacts> hosts, @ForAll("vms") VmDemand vm, @ForAll long seed) {
        var shuffled = new ArrayList<>(hosts);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(engine.place(ClusterSnapshot.of(CLUSTER, shuffled), PlacementRequest.of(vm)))
                .isEqualTo(engine.place(ClusterSnapshot.of(CLUSTER, hosts), PlacementRequest.of(vm)));
    }

    @Property(tries = 500)
    void ranksByLoad(@ForAll("hosts") List<HostFacts> hosts, @ForAll("vms") VmDemand vm) {
        var candidates = engine.place(ClusterSnapshot.of(CLUSTER, hosts), PlacementRequest.of(vm))
                .candidates();
        for (var i = 1; i < candidates.size(); i++) {
            assertThat(candidates.get(i - 1).load().score())
                    .isLessThanOrEqualTo(candidates.get(i).load().score());
        }
    }

    @Property(tries = 300)
    void anExcludedHostIsNeverChosenAndNothingElseChanges(
            @ForAll("hosts") List<HostFacts> hosts, @ForAll("vms") VmDemand vm) {
        var snapshot = ClusterSnapshot.of(CLUSTER, hosts);
        var before = engine.place(snapshot, PlacementRequest.of(vm));
        for (var best : before.best().stream().toList()) {
            var after = engine.place(snapshot, PlacementRequest.of(vm).excluding(best.host(), "the test says so"));
            assertThat(after.candidates())
                    .isEqualTo(
                            before.candidates().subList(1, before.candidates().size()));
        }
    }

    @Provide
    Arbitrary<List<HostFacts>> hosts() {
        return host().list().ofMaxSize(8).uniqueElements(HostFacts::id);
    }

    @Provide
    Arbitrary<VmDemand> vms() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 16),
                        Arbitraries.longs().between(1, 64 * 1024),
                        Arbitraries.of(CpuBaseline.ALL))
                .as((vcpus, memory, cpu) -> new VmDemand(
                        new VmId(new UUID(1, 1)),
                        "vm",
                        vcpus,
                        new Mebibytes(memory),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        cpu));
    }

    private static Arbitrary<HostFacts> host() {
        var cpu = Combinators.combine(
                        Arbitraries.longs().between(0, 64_000),
                        Arbitraries.longs().between(0, 128),
                        Arbitraries.longs().between(0, 64_000),
                        Arbitraries.of(CpuBaseline.ALL))
                .as((capacity, committed, used, level) ->
                        new HostCpu(new MilliCores(capacity), committed, new MilliCores(used), level.features()));
        var memory = Combinators.combine(
                        Arbitraries.longs().between(0, 128 * 1024),
                        Arbitraries.longs().between(0, 128 * 1024))
                .as((capacity, committed) -> new HostMemory(new Mebibytes(capacity), new Mebibytes(committed)));
        return Combinators.combine(Arbitraries.longs(), Arbitraries.of(HostState.class), cpu, memory)
                .as((id, state, hostCpu, hostMemory) -> new HostFacts(
                        new HostId(new UUID(id, 0)),
                        "h" + id,
                        state,
                        hostCpu,
                        hostMemory,
                        new TreeSet<>(),
                        new TreeSet<>()));
    }
}
