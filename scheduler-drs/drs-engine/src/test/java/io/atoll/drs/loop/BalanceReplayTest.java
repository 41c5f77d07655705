package io.atoll.drs.loop;

import static io.atoll.drs.loop.LoopClusters.cluster;
import static io.atoll.drs.loop.LoopClusters.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoll.drs.loop.MoveOutcome.Figures;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A recorded day of PlanetLab on eight hosts, half of them empty at the beginning. */
class BalanceReplayTest {
    private static final BalanceSettings USUAL = BalanceSettings.USUAL;

    private static BalanceReplay day() {
        return new BalanceReplay(cluster(8, 4, 48, _ -> 0), LoopClusters.planetLab(), 1);
    }

    @Test
    void everyLevelIsMoreEvenThanTheOneBelowAndMovesMore() {
        var never = day().run(null);
        var calm = day().run(USUAL.at(BalanceLevel.CALM));
        var usual = day().run(USUAL);
        var eager = day().run(USUAL.at(BalanceLevel.EAGER));

        assertThat(never.moves()).isZero();
        assertThat(never.rounds()).isEqualTo(288);
        assertThat(calm.meanImbalance()).isLessThan(never.meanImbalance());
        assertThat(usual.meanImbalance()).isLessThan(calm.meanImbalance());
        assertThat(eager.meanImbalance()).isLessThan(usual.meanImbalance());
        assertThat(eager.moves()).isGreaterThan(usual.moves()).isGreaterThan(0);
        assertThat(usual.hotHostHours()).isLessThanOrEqualTo(never.hotHostHours());
    }

    @Test
    void noVmMovesTwiceWithinTheCoolDown() {
        for (var level : BalanceLevel.values()) {
            assertThat(day().run(USUAL.at(level)).mostMovesOfOneVm())
                    .as(level.name())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void equalDaysComeToEqualTotals() {
        assertThat(day().run(USUAL)).isEqualTo(day().run(USUAL));
    }

    @Test
    void gapsInTheRecordAreNobodysLoad() {
        var load = new TreeMap<>(Map.of(
                vm(0), new double[] {Double.NaN, 16_000, Double.NaN}, vm(1), new double[] {Double.NaN, 4_000, 4_000}));
        var series = new LoadSeries(Duration.ofMinutes(30), 3, load);
        var totals = new BalanceReplay(cluster(2, 1, 2, _ -> 0), series, 1).run(null);
        assertThat(totals.rounds()).isEqualTo(2);
        assertThat(totals.hotHostHours()).isCloseTo(0.5, within(1e-9));
        assertThat(totals.unservedMhzHours()).isCloseTo(2_000, within(1e-6));
    }

    @Test
    void aMoveIsJudgedByWaitingFirstAndByTheFullerHostThen() {
        assertThat(verdict(new Figures(0.20, 0.9, 0.3), new Figures(0.02, 0.6, 0.6)))
                .isEqualTo(MoveOutcome.Verdict.HELPED);
        assertThat(verdict(new Figures(0.00, 0.5, 0.3), new Figures(0.08, 0.3, 0.9)))
                .isEqualTo(MoveOutcome.Verdict.WORSE);
        assertThat(verdict(new Figures(0.00, 0.9, 0.3), new Figures(0.00, 0.6, 0.6)))
                .isEqualTo(MoveOutcome.Verdict.HELPED);
        assertThat(verdict(new Figures(Double.NaN, 0.5, 0.5), new Figures(Double.NaN, 0.5, 0.52)))
                .isEqualTo(MoveOutcome.Verdict.NO_DIFFERENCE);
        assertThat(verdict(new Figures(Double.NaN, Double.NaN, 0.5), new Figures(Double.NaN, 0.5, 0.5)))
                .isEqualTo(MoveOutcome.Verdict.UNKNOWN);
    }

    private static MoveOutcome.Verdict verdict(Figures before, Figures after) {
        return MoveOutcome.of(before, after).verdict();
    }
}
