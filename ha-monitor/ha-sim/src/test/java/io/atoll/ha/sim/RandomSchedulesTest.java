package io.atoll.ha.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.sim.check.Violation;
import io.atoll.ha.sim.cluster.Variant;
import io.atoll.ha.sim.fault.ScheduleResult;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The protocol under random faults: as it is it breaks no promise, weakened it is found out by the same judge. */
class RandomSchedulesTest {
    private static final long SCHEDULES = 8_000;
    /** There are about 4,400; a tenth of it would show that the faults do nothing any more. */
    private static final long FEWEST_TAKEOVERS = 1_200;

    private static final long FEWEST_RELEASES = 80;

    private static final long MANY_SCHEDULES = 200_000;
    /** Every variant is found out within the first 2,000; the rest is room for a protocol that gets better. */
    private static final long SEEDS_TO_FIND_A_VARIANT = 10_000;

    @Test
    void theProtocolBreaksNoPromise() {
        assertNoViolation(1, SCHEDULES);
    }

    @Test
    @Tag("schedules")
    void theProtocolBreaksNoPromiseInManyMore() {
        assertNoViolation(1_000_000, MANY_SCHEDULES);
    }

    private static void assertNoViolation(long firstSeed, long count) {
        var totals = new Schedules.Totals();
        var broken = new ArrayList<String>();
        for (var seed = firstSeed; seed < firstSeed + count; seed++) {
            var result = Schedules.schedule(seed, Variant.CORRECT);
            totals.add(result);
            if (!result.violations().isEmpty()) {
                broken.add(Schedules.repro(result, Variant.CORRECT));
            }
        }
        System.out.printf(
                "%d schedules: %d takeovers in %d of them, %d faults, %d starts, %d releases, %d with violations%n",
                totals.schedules,
                totals.takeovers,
                totals.withTakeover,
                totals.faults,
                totals.starts,
                totals.releases,
                totals.broken);
        assertThat(broken).isEmpty();
        assertThat(totals.releases).isGreaterThanOrEqualTo(FEWEST_RELEASES * count / SCHEDULES);
        assertThat(totals.takeovers).isGreaterThanOrEqualTo(FEWEST_TAKEOVERS * count / SCHEDULES);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CORRECT")
    void aWeakenedProtocolIsFoundOut(Variant variant) {
        for (var seed = 1L; seed <= SEEDS_TO_FIND_A_VARIANT; seed++) {
            var result = Schedules.schedule(seed, variant);
            if (runsTwice(result)) {
                System.out.printf("%s: found out by seed %d%n", variant.optionName(), seed);
                return;
            }
        }
        throw new AssertionError("%d schedules do not find out the variant %s: the checker or the faults are too tame."
                .formatted(SEEDS_TO_FIND_A_VARIANT, variant.optionName()));
    }

    private static boolean runsTwice(ScheduleResult result) {
        return result.violations().stream().anyMatch(violation -> violation.kind() == Violation.Kind.TWO_WRITERS);
    }

    @Test
    void aSeedTellsOneStoryOnly() {
        var once = Command.run("--seed", "7", "--trace");
        var again = Command.run("--seed", "7", "--trace");
        assertThat(again.out()).isEqualTo(once.out()).contains("power on");
        assertThat(Command.run("--seed", "8", "--trace").out()).isNotEqualTo(once.out());
    }

    @Test
    void threadsChangeNothingButTheTime() {
        var one = Command.run("--schedules", "60", "--seed", "5");
        var two = Command.run("--schedules", "60", "--seed", "5", "--threads", "2");
        assertThat(sums(two.out())).isEqualTo(sums(one.out()));
    }

    private static String sums(String line) {
        return line.substring(0, line.indexOf(';', line.indexOf("takeovers")));
    }
}
