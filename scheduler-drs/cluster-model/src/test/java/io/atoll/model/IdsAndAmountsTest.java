package io.atoll.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsAndAmountsTest {
    @Property
    void anIdReadsItsOwnText(@ForAll long high, @ForAll long low) {
        var id = new VmId(new UUID(high, low));
        assertThat(VmId.parse(id.toString())).isEqualTo(id);
    }

    @Property
    void idsAreOrderedAsTheirTextsAre(@ForAll long high, @ForAll long low, @ForAll long high2, @ForAll long low2) {
        var one = new HostId(new UUID(high, low));
        var other = new HostId(new UUID(high2, low2));
        assertThat(Integer.signum(one.compareTo(other)))
                .isEqualTo(Integer.signum(one.toString().compareTo(other.toString())));
    }

    @Test
    void anIdInCapitalsIsTheSameId() {
        assertThat(PoolId.parse("0198C0DE-7A1E-7000-8000-00000000002A"))
                .hasToString("0198c0de-7a1e-7000-8000-00000000002a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-2-3-4-5",
                "0198c0de7a1e70008000000000000020",
                "../../../../../../../../etc/passwd ",
                " 0198c0de-7a1e-7000-8000-00000000002a",
                "0198c0de-7a1e-7000-8000-00000000002a\n",
                "0198c0de-7a1e-7000-8000-00000000002g",
                "{0198c0de-7a1e-7000-8000-0000000000}"
            })
    void whatIsNoCanonicalUuidIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> NetworkId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The network id \"")
                .hasMessageContaining("0198c0de-7a1e-7000-8000-00000000002a");
    }

    @Test
    void aRefusalQuotesLittleAndNothingThatBreaksALine() {
        assertThatThrownBy(() -> ImageId.parse("evil\r\nline\u202e" + "x".repeat(10_000)))
                .message()
                .contains("evil??line?")
                .hasSizeLessThan(200);
        assertThatThrownBy(() -> ClusterId.parse("x")).hasMessageContaining("cluster id");
    }

    @Test
    void amountsAreNeverNegativeAndNeverWrapAround() {
        assertThatThrownBy(() -> new MilliCores(-1)).hasMessageContaining("(-1)");
        assertThatThrownBy(() -> new Bytes(-1)).hasMessageContaining("(-1)");
        assertThatThrownBy(() -> new Mebibytes(-1)).hasMessageContaining("(-1)");
        assertThatThrownBy(() -> new Percent(-1)).hasMessageContaining("(-1");
        assertThatThrownBy(() -> new VmEpoch(-1)).hasMessageContaining("(-1)");
        assertThatThrownBy(() -> new LeaderEpoch(Long.MAX_VALUE).next()).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Bytes(Long.MAX_VALUE).plus(new Bytes(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Bytes.ofTebibytes(1L << 30)).isInstanceOf(ArithmeticException.class);
        assertThat(new Bytes(1).minusOrNone(new Bytes(2))).isEqualTo(Bytes.NONE);
        assertThat(new MilliCores(5).minusOrNone(new MilliCores(2))).isEqualTo(new MilliCores(3));
        assertThat(Mebibytes.ofGibibytes(1).minusOrNone(new Mebibytes(24))).isEqualTo(new Mebibytes(1000));
    }

    @Test
    void amountsSayTheirUnit() {
        assertThat(List.of(new Mebibytes(5), new MilliCores(250), new Bytes(1), new Bytes(2), Percent.of(7)).stream()
                        .map(Object::toString))
                .containsExactly("5 MiB", "250 millicores", "1 byte", "2 bytes", "7 %");
        assertThat(new Percent(1234)).hasToString("12.34 %");
    }

    @Test
    void sharesOfNothingAndOfVeryMuchAreDefined() {
        assertThat(Percent.ofRatio(0, 0)).isEqualTo(Percent.ZERO);
        assertThat(Percent.ofRatio(1, 0)).isEqualTo(Percent.of(100));
        assertThat(Percent.ofRatio(1, 3)).isEqualTo(new Percent(3333));
        assertThat(Percent.ofRatio(Long.MAX_VALUE, 1)).isEqualTo(Percent.of(100_000));
        assertThat(Percent.ofRatio(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Percent.of(100));
    }

    @Test
    void eachBaselineContainsTheOneBefore() {
        for (var i = 1; i < CpuBaseline.ALL.size(); i++) {
            var lower = CpuBaseline.ALL.get(i - 1);
            var higher = CpuBaseline.ALL.get(i);
            assertThat(lower.runsOn(higher.features()))
                    .as("%s on %s", lower, higher)
                    .isTrue();
            assertThat(higher.runsOn(lower.features()))
                    .as("%s on %s", higher, lower)
                    .isFalse();
            assertThat(CpuBaseline.parse(higher.name())).isEqualTo(higher);
        }
        assertThatThrownBy(() -> CpuBaseline.parse("host,+svm")).hasMessageContaining("x86-64-v2");
    }

    @Test
    void theHighestCommonBaselineIsThatOfTheWeakestHost() {
        var v2 = CpuBaseline.X86_64_V2.features();
        var v4 = CpuBaseline.X86_64_V4.features();
        assertThat(CpuBaseline.highestCommon(List.of(v4, v2, v4))).isEqualTo(CpuBaseline.X86_64_V2);
        assertThat(CpuBaseline.highestCommon(List.of(v4))).isEqualTo(CpuBaseline.X86_64_V4);
        assertThat(CpuBaseline.highestCommon(List.of())).isEqualTo(CpuBaseline.QEMU64);
    }

    @Test
    void whatAllHostsHaveBeyondTheirLevelIsPartOfTheirCommonBaseline() {
        var v2 = CpuBaseline.X86_64_V2.features();
        var some = v2.plus(CpuFeatureSet.of("aes", "rdrand", "avx", "vmx"));
        var others = v2.plus(CpuFeatureSet.of("aes", "avx", "smep", "vmx", "arch_perfmon"));
        var common = CpuBaseline.common(List.of(some, others));
        assertThat(common.text()).isEqualTo("x86-64-v2+aes+avx");
        assertThat(CpuBaseline.read(common.text())).isEqualTo(common);
        assertThat(CpuBaseline.common(List.of())).isEqualTo(CpuBaseline.QEMU64);
        assertThat(CpuBaseline.read("x86-64-v3")).isEqualTo(CpuBaseline.X86_64_V3);
    }

    @Test
    void aBaselineTakesNoFeatureThatGuestsCannotBeGiven() {
        for (var hostile :
                List.of("x86-64-v2,+vmx", "x86-64-v2+aes,enforce=off", "x86-64-v2++aes", "x86-64-v2+", "+aes")) {
            assertThatThrownBy(() -> CpuBaseline.read(hostile))
                    .as(hostile)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> CpuBaseline.QEMU64.with(List.of("arch_perfmon")))
                .hasMessageContaining("12 characters");
    }

    @Test
    void featureNamesCannotCarryOptions() {
        assertThatThrownBy(() -> CpuFeatureSet.of("sse2,+svm")).isInstanceOf(IllegalArgumentException.class);
        assertThat(CpuFeatureSet.of("b", "a", "b").names()).containsExactly("a", "b");
    }

    @Test
    void snapshotsAreEqualWhateverTheOrderAndDoNotFollowLaterChanges() {
        var networks = new TreeSet<>(List.of(new NetworkId(new UUID(0, 7))));
        var one = host(1, networks);
        var two = host(2, networks);
        var cluster = new ClusterId(new UUID(0, 9));
        var snapshot = ClusterSnapshot.of(cluster, List.of(two, one));
        networks.clear();
        assertThat(snapshot).isEqualTo(ClusterSnapshot.of(cluster, List.of(one, two)));
        assertThat(one.networks()).hasSize(1);
        assertThat(snapshot.hosts().keySet()).containsExactly(one.id(), two.id());
        assertThatThrownBy(() -> ClusterSnapshot.of(cluster, List.of(one, one))).hasMessageContaining("twice");
    }

    @Test
    void committingAVmTakesItsRoomOnThatHostOnly() {
        var cluster = new ClusterId(new UUID(0, 9));
        var one = host(1, new TreeSet<>());
        var two = host(2, new TreeSet<>());
        var vm = new VmDemand(
                new VmId(new UUID(0, 5)),
                "vm",
                3,
                new Mebibytes(100),
                new TreeSet<>(),
                new TreeSet<>(),
                CpuBaseline.QEMU64);
        var snapshot = ClusterSnapshot.of(cluster, List.of(one, two));
        var after = snapshot.committing(one.id(), vm);
        assertThat(after.hosts()).containsEntry(two.id(), two).containsEntry(one.id(), one.committing(vm));
        assertThat(one.committing(vm).memory().free()).isEqualTo(new Mebibytes(924));
        assertThat(one.committing(vm).cpu().committedVcpuCount()).isEqualTo(3);
        assertThat(snapshot.committing(new HostId(new UUID(0, 99)), vm)).isEqualTo(snapshot);
    }

    private static HostFacts host(long id, SortedSet<NetworkId> networks) {
        return new HostFacts(
                new HostId(new UUID(0, id)),
                "h" + id,
                HostState.READY,
                new HostCpu(MilliCores.ofCores(4), 0, MilliCores.NONE, CpuFeatureSet.NONE),
                new HostMemory(Mebibytes.ofGibibytes(1), Mebibytes.NONE),
                new TreeSet<>(),
                networks);
    }
}
