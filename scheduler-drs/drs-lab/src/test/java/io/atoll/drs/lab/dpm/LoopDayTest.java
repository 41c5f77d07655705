package io.atoll.drs.lab.dpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoll.drs.lab.UserFile;
import io.atoll.drs.power.PowerSettings;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LoopDayTest {
    private static final PowerSettings NO_SPARE = PowerSettings.USUAL.withSpareHosts(0);
    private static final Trace AN_IDLE_HOUR = new Trace(new int[][] {new int[12]});

    @Test
    void anIdleVmKeepsOneHostAwake() {
        var day = LoopDay.run(AN_IDLE_HOUR, 2, NO_SPARE, LoopPace.BY_SIZE, 1);
        assertThat(day.tally().kilowattHours()).isCloseTo(0.0937, within(1e-12));
        assertThat(day.wakes() + day.parks()).isZero();
    }

    @Test
    void aHostThatWakesDrawsItsFullWattsUntilItIsReadyAndItsIdleWattsThen() {
        var day = LoopDay.run(AN_IDLE_HOUR, 2, NO_SPARE.withSpareHosts(1), LoopPace.BY_SIZE, 1);
        assertThat(day.wakes()).isEqualTo(1);
        var minutes = LoopDay.WAKE_TIME.toMinutes();
        assertThat(day.tally().kilowattHours())
                .isCloseTo(0.0937 + 0.117 * minutes / 60 + 0.086 * (60 - minutes) / 60, within(1e-12));
    }

    @Test
    void nobodyIsParkedBeforeTheWindowIsOver() throws IOException {
        var trace = TraceReader.read(UserFile.named(DaySimulationTest.SMALL_DAY.toString()));
        var day = LoopDay.run(trace, 40, NO_SPARE.with(new PowerSettings.Pace(10, 0)), LoopPace.BY_SIZE, 1);
        var on = day.tally().hostsOn();
        assertThat(day.parks()).isPositive();
        // Seven samples are known after 30 minutes, eight after 35: then the window is full.
        assertThat(on.subList(0, 7)).containsOnly(on.getFirst());
        assertThat(on.getLast()).isLessThan(on.getFirst());
        assertThat(day.tally().migrations()).isEqualTo(day.powerMoves() + day.balanceMoves());
    }

    /** All of a round are off before the next ones' turn comes, which costs energy. */
    @Test
    void atTheManagersPaceHostsAreWaitedForUntilTheyAreOff() throws IOException {
        var trace = TraceReader.read(UserFile.named(DaySimulationTest.SMALL_DAY.toString()));
        var day = LoopDay.run(trace, 40, NO_SPARE, LoopPace.MANAGER, 1);
        assertThat(day.parks()).isPositive();
        var atOnce = LoopDay.run(trace, 40, NO_SPARE, LoopPace.BY_SIZE, 1);
        assertThat(day.tally().kilowattHours())
                .as("hosts that are told to switch off draw their watts until they do")
                .isGreaterThan(atOnce.tally().kilowattHours());
    }
}
