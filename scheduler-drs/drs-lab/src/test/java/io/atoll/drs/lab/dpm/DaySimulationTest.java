package io.atoll.drs.lab.dpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoll.drs.lab.UserFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a day costs. The figures of the small day are those of the bench's own simulator for the same moves. */
class DaySimulationTest {
    static final Path SMALL_DAY = Path.of("src/test/resources/dpm/small-day.csv");
    private static final int HOSTS = 40;

    /** Three VMs move in every step but the first, round and round. */
    private static DaySimulation.Consolidation roundabout() {
        var sample = new int[1];
        return moment -> {
            var t = ++sample[0];
            var target = new int[16];
            for (var vm = 0; vm < target.length; vm++) {
                target[vm] = moment.hostOf(vm);
            }
            target[(5 * t + 8) % 16] = (3 * t) % 10;
            target[(5 * t + 3) % 16] = (7 * t + 2) % 10;
            target[(5 * t) % 16] = (7 * t) % 10;
            return target;
        };
    }

    @Test
    void agreesWithTheBenchOnTheSmallDay() throws IOException {
        var day = DaySimulation.run(TraceReader.read(UserFile.named(SMALL_DAY.toString())), HOSTS, roundabout());
        assertThat(day.kilowattHours()).isCloseTo(1.7928753491841032, within(1e-9));
        assertThat(100 * day.timeAtFullLoadShare()).isCloseTo(3.0950435038387454, within(1e-9));
        assertThat(100 * day.lostByMigrationShare()).isCloseTo(0.1079766579785693, within(1e-9));
        assertThat(day.migrations()).isEqualTo(65);
        assertThat(day.shutdowns()).isEqualTo(1);
        assertThat(day.meanHostsOn()).isCloseTo(9.277342222222218, within(1e-9));
    }

    @Test
    void anIdleVmKeepsOneHostAwakeAtItsIdleWatts() {
        var day = DaySimulation.run(new Trace(new int[][] {new int[12]}), 2, moment -> new int[] {moment.hostOf(0)});
        assertThat(day.kilowattHours()).isCloseTo(0.0937, within(1e-12));
        assertThat(day.energyViolation()).isZero();
        assertThat(day.hostsOn()).containsOnly(1).hasSize(12);
    }

    @Test
    void aMoveCostsATenthOfTheCpuWhileItCopies() {
        var trace = new Trace(new int[][] {{40, 40}});
        var day = DaySimulation.run(trace, 4, _ -> new int[] {3});
        var seconds = 870 * 8e6 / DaySimulation.COPY_BITS_PER_SECOND;
        assertThat(day.migrations()).isEqualTo(1);
        assertThat(day.lostByMigrationShare()).isCloseTo(0.1 * seconds / 600, within(1e-12));
        assertThat(day.timeAtFullLoadShare()).isCloseTo(seconds / 600, within(1e-12));
    }
}
