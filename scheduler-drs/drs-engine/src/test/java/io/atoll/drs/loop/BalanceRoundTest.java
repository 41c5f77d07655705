package io.atoll.drs.loop;

import static io.atoll.drs.loop.LoopClusters.cluster;
import static io.atoll.drs.loop.LoopClusters.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.drs.core.Effort;
import io.atoll.drs.loop.BalanceRound.Outcome;
import io.atoll.drs.loop.BalanceRound.Verdict;
import io.atoll.drs.plan.Plan;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BalanceRoundTest {
    private static final Instant NOW = Instant.parse("2026-05-04T03:02:00Z");
    private static final BalanceSettings USUAL = BalanceSettings.USUAL;

    private static Outcome decide(BalanceSettings settings, Cluster cluster, BalancePast past, Instant now) {
        return new BalanceRound(settings, 1, Effort.usual()).decide(cluster, past, now);
    }

    private static BalancePast unevenSince(Instant since) {
        return new BalancePast(new TreeMap<>(), new TreeSet<>(), since);
    }

    /** All twelve VMs on two of four hosts. */
    private static Cluster lopsided() {
        return cluster(4, 2, 12, _ -> 2_000);
    }

    private static List<VmId> moved(Outcome outcome) {
        return outcome.steps().stream()
                .flatMap(step -> step.migrations().stream())
                .map(Plan.Migration::vm)
                .toList();
    }

    @Test
    void waitsUntilTheClusterWasUnevenForLongEnough() {
        var first = decide(USUAL, lopsided(), BalancePast.NONE, NOW);
        assertThat(first.verdict()).isEqualTo(Verdict.WAITS);
        assertThat(first.unevenSince()).isEqualTo(NOW);
        assertThat(first.steps()).isEmpty();

        var soon = decide(USUAL, lopsided(), unevenSince(NOW), NOW.plusSeconds(119));
        assertThat(soon.verdict()).isEqualTo(Verdict.WAITS);

        var then = decide(USUAL, lopsided(), unevenSince(NOW), NOW.plusSeconds(120));
        assertThat(then.verdict()).isEqualTo(Verdict.EVENS);
        assertThat(moved(then)).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void anEvenClusterForgetsThatItWasUneven() {
        var even = decide(USUAL, cluster(4, 4, 12, _ -> 2_000), unevenSince(NOW), NOW.plusSeconds(600));
        assertThat(even.verdict()).isEqualTo(Verdict.EVEN);
        assertThat(even.unevenSince()).isNull();
    }

    @Test
    void aClockSetBackBeginsTheWaitAnewAndHoldsNobodyForLong() {
        var back = decide(USUAL, lopsided(), unevenSince(NOW.plusSeconds(86_400)), NOW);
        assertThat(back.verdict()).isEqualTo(Verdict.WAITS);
        assertThat(back.unevenSince()).isEqualTo(NOW);

        var movedTomorrow = new TreeMap<VmId, Instant>();
        lopsided().vms().keySet().forEach(vm -> movedTomorrow.put(vm, NOW.plusSeconds(86_400)));
        var past = new BalancePast(movedTomorrow, new TreeSet<>(), NOW.minusSeconds(600));
        assertThat(decide(USUAL, lopsided(), past, NOW).verdict()).isEqualTo(Verdict.EVENS);
    }

    @Test
    void whoMovedLatelyAndWhoIsNeverToMoveStays() {
        var movedAt = new TreeMap<VmId, Instant>();
        for (var v = 0; v < 12; v += 2) {
            movedAt.put(vm(v), NOW.minus(USUAL.coolDown()).plusSeconds(1));
        }
        var never = new TreeSet<>(Set.of(vm(1), vm(3), vm(5)));
        var outcome = decide(USUAL, lopsided(), new BalancePast(movedAt, never, NOW.minusSeconds(600)), NOW);
        assertThat(moved(outcome)).isNotEmpty().isSubsetOf(vm(7), vm(9), vm(11));
    }

    @Test
    void saysWhenNothingHelps() {
        var everybody = new TreeSet<>(lopsided().vms().keySet());
        var past = new BalancePast(new TreeMap<>(), everybody, NOW.minusSeconds(600));
        assertThat(decide(USUAL, lopsided(), past, NOW).verdict()).isEqualTo(Verdict.NOTHING_HELPS);
    }

    @ParameterizedTest
    @EnumSource(BalanceLevel.class)
    void everyLevelMendsABrokenRuleAtOnce(BalanceLevel level) {
        var apart = new Rule.KeepApart("apart", new TreeSet<>(Set.of(vm(0), vm(4))));
        var broken = cluster(4, 4, 8, _ -> 1_000, apart);
        var outcome = decide(USUAL.at(level), broken, BalancePast.NONE, NOW);
        assertThat(outcome.verdict()).isEqualTo(Verdict.MENDS);
        assertThat(moved(outcome)).containsAnyOf(vm(0), vm(4));
    }

    @Test
    void whoMovedLatelyAndBreaksARuleIsMovedAgainAndOnlyThat() {
        var apart = new Rule.KeepApart("apart", new TreeSet<>(Set.of(vm(0), vm(4))));
        var broken = cluster(4, 4, 8, _ -> 1_000, apart);
        var movedAt = new TreeMap<VmId, Instant>();
        broken.vms().keySet().forEach(vm -> movedAt.put(vm, NOW.minusSeconds(60)));
        var outcome = decide(USUAL, broken, new BalancePast(movedAt, new TreeSet<>(), null), NOW);
        assertThat(outcome.verdict()).isEqualTo(Verdict.MENDS);
        assertThat(moved(outcome)).isNotEmpty().isSubsetOf(vm(0), vm(4));
        var never = new BalancePast(movedAt, new TreeSet<>(Set.of(vm(0), vm(4))), null);
        assertThat(decide(USUAL, broken, never, NOW).steps()).isEmpty();
    }

    /** Shares and zones are preferences to the planner, also where they must hold. */
    @ParameterizedTest
    @EnumSource(BalanceLevel.class)
    void everyLevelMendsABrokenShareThatMustHold(BalanceLevel level) {
        var many = new TreeSet<>(Set.of(vm(0), vm(1), vm(4), vm(5)));
        var broken = cluster(4, 2, 8, _ -> 1_000);
        var must = new Preference.BlastRadius("half", many, null, 0.25, Preference.BINDING_WEIGHT);
        var should = new Preference.BlastRadius("half", many, null, 0.25, Preference.USUAL_WEIGHT);
        assertThat(decide(USUAL.at(level), broken.with(List.of(must)), BalancePast.NONE, NOW))
                .returns(Verdict.MENDS, Outcome::verdict);
        assertThat(decide(USUAL.at(level), broken.with(List.of(should)), BalancePast.NONE, NOW)
                        .verdict())
                .isEqualTo(level.evens() ? Verdict.MENDS : Verdict.EVEN);
    }

    @Test
    void levelOneMovesNobodyForEvenness() {
        var outcome = decide(USUAL.at(BalanceLevel.ONLY_MENDS), lopsided(), unevenSince(NOW), NOW.plusSeconds(3_600));
        assertThat(outcome.verdict()).isEqualTo(Verdict.EVEN);
    }

    @Test
    void vmsThatAreOffAreNobodysLoadAndStayOff() {
        var cluster = lopsided();
        var off = cluster.withVms(
                cluster.vms().values().stream().map(vm -> vm.on(null)).toList());
        var outcome = decide(USUAL, off, unevenSince(NOW), NOW.plusSeconds(600));
        assertThat(outcome.verdict()).isEqualTo(Verdict.EVEN);
        assertThat(outcome.asked().vms()).isEmpty();
    }

    @Test
    void levelsAreNumberedFromOneToFive() {
        assertThat(BalanceLevel.of(3)).isEqualTo(BalanceLevel.USUAL);
        assertThatThrownBy(() -> BalanceLevel.of(6)).hasMessageContaining("from 1 to 5, not 6");
    }

    /** VMs wander around means of their own, as calm ones do; the first minutes may put right how they were placed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void steadyNoiseMovesNobodyOnceTheClusterIsEven(long seed) {
        var random = new Random(seed);
        var mean = random.doubles(48, 500, 3_500).toArray();
        var later = new ArrayList<VmId>();
        play(lopsidedNoise(mean), 6 * 60, (minute, cluster) -> noisy(cluster, mean, random), (minute, vms) -> {
            if (minute > 60) {
                later.addAll(vms);
            }
        });
        assertThat(later).isEmpty();
    }

    /** Whoever is moved becomes hot, and whoever is left behind cold: the load runs after the balancing. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void loadThatRunsAfterItMovesNoVmTwiceInHalfAnHour(long seed) {
        var random = new Random(seed);
        var mhz = random.doubles(48, 500, 3_500).toArray();
        Map<VmId, Integer> lastMinute = new HashMap<>();
        var moves = new ArrayList<VmId>();
        play(lopsidedNoise(mhz), 6 * 60, (_, cluster) -> asking(cluster, mhz), (minute, vms) -> {
            for (var v = 0; v < mhz.length; v++) {
                mhz[v] = vms.contains(vm(v)) ? 3_900 : random.nextInt(4) == 0 ? 100 : mhz[v];
            }
            for (var vm : vms) {
                var before = lastMinute.put(vm, minute);
                assertThat(before == null || minute - before >= 30)
                        .as("%s moved in minutes %s and %d", vm, before, minute)
                        .isTrue();
            }
            moves.addAll(vms);
        });
        assertThat(moves).isNotEmpty();
    }

    private interface Weather {
        Cluster at(int minute, Cluster cluster);
    }

    private interface Audience {
        void moved(int minute, List<VmId> vms);
    }

    private static Cluster lopsidedNoise(double[] mean) {
        return cluster(8, 4, mean.length, v -> mean[v]);
    }

    /** Ten minutes of samples, the last as of now; each strays from the VM's mean by itself. */
    private static Cluster noisy(Cluster cluster, double[] mean, Random random) {
        var index = new int[1];
        return cluster.withVms(cluster.vms().values().stream()
                .map(vm -> vm.with(straying(mean[index[0]++], vm.cpu().history(), random)))
                .toList());
    }

    private static Vm.Cpu straying(double mean, DemandHistory past, Random random) {
        var samples = new double[30];
        for (var i = 0; i < samples.length; i++) {
            var age = samples.length - 1 - i;
            samples[i] = age >= 3 && past.sampleCount() > 0
                    ? past.mhzAgo(age - 3)
                    : Math.clamp(mean * (1 + 0.3 * random.nextGaussian()), 0, LoopClusters.VM_MHZ);
        }
        var newest = new Megahertz(samples[samples.length - 1]);
        return new Vm.Cpu(4, newest, Megahertz.NONE, null, 1000, DemandHistory.of(samples));
    }

    private static Cluster asking(Cluster cluster, double[] mhz) {
        var index = new int[1];
        return cluster.withVms(cluster.vms().values().stream()
                .map(vm -> vm.with(Vm.Cpu.of(4, new Megahertz(mhz[index[0]++]))))
                .toList());
    }

    /** A round a minute, at the most eager level, its moves made at once. */
    private static void play(Cluster start, int minutes, Weather weather, Audience audience) {
        var settings = USUAL.at(BalanceLevel.EAGER);
        var cluster = start;
        var movedAt = new TreeMap<VmId, Instant>();
        Instant unevenSince = null;
        for (var minute = 0; minute < minutes; minute++) {
            var now = NOW.plus(Duration.ofMinutes(minute));
            cluster = weather.at(minute, cluster);
            var outcome = decide(settings, cluster, new BalancePast(movedAt, new TreeSet<>(), unevenSince), now);
            unevenSince = outcome.unevenSince();
            var homes = new HashMap<VmId, HostId>();
            outcome.steps().forEach(step -> step.migrations().forEach(move -> homes.put(move.vm(), move.to())));
            homes.keySet().forEach(vm -> movedAt.put(vm, now));
            cluster = cluster.withVms(cluster.vms().values().stream()
                    .map(vm -> vm.on(homes.getOrDefault(vm.id(), vm.host())))
                    .toList());
            audience.moved(minute, List.copyOf(homes.keySet()));
        }
    }
}
