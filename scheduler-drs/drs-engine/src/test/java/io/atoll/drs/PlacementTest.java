package io.atoll.drs;

import static io.atoll.drs.ClusterDsl.cluster;
import static io.atoll.drs.ClusterDsl.hostId;
import static io.atoll.drs.ClusterDsl.pool;
import static io.atoll.drs.ClusterDsl.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.drs.Refusal.Shortage;
import io.atoll.model.ClusterId;
import io.atoll.model.ClusterSnapshot;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostState;
import io.atoll.model.Mebibytes;
import io.atoll.model.Percent;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlacementTest {
    @Test
    void prefersTheHostThatIsLeastFull() {
        var placement = cluster()
                .host("n1")
                .running(vm("db").gib(16))
                .host("n2")
                .running(vm("web").gib(4))
                .host("n3")
                .running(vm("mail").gib(8))
                .place(vm("new"));
        assertThat(ranked(placement)).containsExactly("n2", "n3", "n1");
    }

    @Test
    void theResourceThatRunsOutFirstDecides() {
        var placement = cluster()
                .host("n1")
                .running(vm("many-cpus").vcpus(24))
                .host("n2")
                .running(vm("much-memory").gib(12))
                .place(vm("new"));
        assertThat(ranked(placement)).containsExactly("n2", "n1");
        assertThat(placement.best().orElseThrow().load())
                .isEqualTo(new HostLoad(new Percent(4194), new Percent(625), Percent.ZERO));
    }

    @Test
    void avoidsABusyHostThoughLittleIsPromisedThere() {
        var placement = cluster()
                .host("n1")
                .busy(7_000)
                .host("n2")
                .running(vm("web").gib(4))
                .place(vm("new"));
        assertThat(ranked(placement)).containsExactly("n2", "n1");
    }

    @Test
    void aVmFillsAHostToTheLastMebibyteButNotBeyond() {
        assertThat(ranked(cluster().host("n1").place(vm("fits").gib(31)))).containsExactly("n1");
        var refused = cluster().host("n1").place(vm("too-large").gib(32));
        assertThat(refused.best()).isEmpty();
        assertThat(refusals(refused, "n1"))
                .containsExactly(new Refusal.NotEnoughMemory(
                        Mebibytes.ofGibibytes(32), Mebibytes.ofGibibytes(31), Mebibytes.ofGibibytes(1)));
    }

    @Test
    void fourVcpusPerCoreAreTheLimit() {
        var full = cluster().host("n1").cores(2).running(vm("seven").vcpus(7));
        assertThat(ranked(full.place(vm("one").vcpus(1)))).containsExactly("n1");
        assertThat(refusals(full.place(vm("two").vcpus(2)), "n1")).containsExactly(new Refusal.NotEnoughCpu(2, 1, 4));
    }

    @Test
    void aMigratingVmCountsOnBothEnds() {
        var moving = vm("moving").gib(20);
        var placement = cluster()
                .host("source")
                .running(moving)
                .host("target")
                .running(moving)
                .place(vm("new").gib(12));
        assertThat(placement.refusals().keySet()).containsExactlyInAnyOrder(hostId("source"), hostId("target"));
    }

    @Test
    void aPlacementThatIsDecidedTakesItsRoomBeforeItIsCarriedOut() {
        var empty = cluster().host("n1").host("n2").snapshot();
        var engine = new DrsEngine(ClusterDsl.POLICY);
        var first = engine.place(empty, vm("first").request()).best().orElseThrow();
        var second = engine.place(
                        empty.committing(first.host(), vm("first").demand()),
                        vm("second").request())
                .best()
                .orElseThrow();
        assertThat(second.host()).isNotEqualTo(first.host());
    }

    @Test
    void namesEverythingThatIsInTheWay() {
        var placement = cluster()
                .host("n1")
                .in(HostState.MAINTENANCE)
                .gib(2)
                .cores(1)
                .withoutPools()
                .withoutNetworks()
                .cpu(CpuBaseline.QEMU64)
                .place(vm("big").vcpus(8).gib(8).cpu(CpuBaseline.X86_64_V2).not("n1", "it is leaving it"));
        var refusals = refusals(placement, "n1");
        assertThat(refusals.stream().map(Refusal::checkName))
                .containsExactly("excluded", "state", "memory", "cpu", "pool", "network", "cpu-baseline");
        assertThat(refusals.stream().map(Refusal::shortage))
                .containsExactly(
                        null, null, new Shortage(8192, 1024, "MiB"), new Shortage(8, 4, "vCPU"), null, null, null);
        assertThat(placement.explain())
                .containsExactly(
                        "n1 does not fit big: it is excluded because it is leaving it; it is in maintenance mode; "
                                + "it has too little memory: 8192 MiB needed, 1024 MiB free (1024 MiB held back for the host); "
                                + "it has too few CPUs: 8 vCPU needed, 4 free (4 vCPU per core are allowed); "
                                + "it does not reach the pool " + pool("main") + "; "
                                + "it does not have the network " + ClusterDsl.network("lan") + "; "
                                + "it has a CPU below the baseline x86-64-v2: it lacks cx16 lahf_lm pni popcnt sse4_1 sse4_2 ssse3.");
    }

    @Test
    void explainsAHostThatFits() {
        assertThat(cluster().host("n1").place(vm("web")).explain())
                .containsExactly("n1 fits web: memory 3.23 %, vCPUs 3.13 % promised, processors 0 % busy with it.");
    }

    @Test
    void anEmptyClusterSaysSo() {
        var empty = new ClusterSnapshot(new ClusterId(new UUID(0, 1)), new TreeMap<>());
        assertThat(new DrsEngine(PlacementPolicy.DEFAULT)
                        .place(empty, vm("web").request())
                        .explain())
                .containsExactly("The cluster has no hosts.");
    }

    @ParameterizedTest
    @EnumSource(names = "READY", mode = EnumSource.Mode.EXCLUDE)
    void onlyReadyHostsTakeVms(HostState state) {
        var placement = cluster().host("n1").in(state).place(vm("web"));
        assertThat(refusals(placement, "n1")).containsExactly(new Refusal.NotReady(state));
        assertThat(placement.explain().getFirst()).doesNotContain("is ready");
    }

    @Test
    void equalHostsAreRankedByTheirIdSoThatTheAnswerIsAlwaysTheSame() {
        var placement = cluster().host("n1").host("n2").host("n3").place(vm("web"));
        assertThat(placement.candidates().stream().map(Placement.Candidate::host))
                .isSorted();
    }

    @Test
    void aHostWithoutProcessorsOrMemoryIsRefusedAndNotDividedBy() {
        var placement = cluster().host("n1").cores(0).gib(0).place(vm("web"));
        assertThat(refusals(placement, "n1").stream().map(Refusal::checkName)).containsExactly("memory", "cpu");
    }

    @Test
    void thePolicyRefusesRatiosWithoutSense() {
        assertThatThrownBy(() -> new PlacementPolicy(0, Mebibytes.NONE)).hasMessageContaining("(0)");
        assertThatThrownBy(() -> new PlacementPolicy(65, Mebibytes.NONE)).hasMessageContaining("(65)");
    }

    private static List<String> ranked(Placement placement) {
        return placement.candidates().stream()
                .map(Placement.Candidate::hostName)
                .toList();
    }

    private static List<Refusal> refusals(Placement placement, String host) {
        return Objects.requireNonNull(placement.refusals().get(hostId(host)), host)
                .refusals();
    }
}
