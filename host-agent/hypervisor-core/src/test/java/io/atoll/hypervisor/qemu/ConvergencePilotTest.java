package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atoll.hypervisor.api.MigrationPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConvergencePilotTest {
    private static final MigrationPolicy LADDER = ladder(100, 150, 500);

    @Test
    void aGuestThatComesCloserWithEachPassIsLetBe() {
        assertThat(limits(LADDER, 4_000, 2_000, 900, 400, 150)).containsExactly(100L, 100L, 100L, 100L, 100L);
    }

    @Test
    void eachPassThatComesNoCloserIsWorthOneRungUpToTheLast() {
        assertThat(limits(LADDER, 2_000, 1_990, 2_100, 2_050, 2_000)).containsExactly(100L, 150L, 500L, 500L, 500L);
    }

    @Test
    void onePassThatWentWellDoesNotTakeBackWhatWasAllowed() {
        assertThat(limits(LADDER, 2_000, 2_000, 1_000, 1_000)).containsExactly(100L, 150L, 150L, 500L);
    }

    @Test
    void thePassThatSendsEverythingTellsNothingAndNoneIsJudgedTwice() {
        var pilot = new ConvergencePilot(LADDER);
        assertThat(pilot.look(0, Duration.ofMinutes(5))).isEmpty();
        assertThat(pilot.look(1, Duration.ofMinutes(5))).isEmpty();
        assertThat(pilot.look(2, Duration.ofSeconds(2))).isEmpty();
        assertThat(pilot.look(2, Duration.ofSeconds(2))).isEmpty();
        assertThat(pilot.look(3, Duration.ofSeconds(2))).contains(Duration.ofMillis(150));
        assertThat(pilot.look(3, Duration.ofSeconds(2))).isEmpty();
    }

    @Property
    void whatIsAllowedIsOfTheLadderAndNeverLess(@ForAll @Size(max = 50) List<@IntRange(max = 100_000) Integer> needed) {
        var before = 0L;
        for (long limit :
                limits(LADDER, needed.stream().mapToInt(Integer::intValue).toArray())) {
            assertThat(LADDER.pauseLadder()).contains(Duration.ofMillis(limit));
            assertThat(limit).isGreaterThanOrEqualTo(before);
            before = limit;
        }
    }

    @Test
    void aBoundIsTheLastRung() {
        assertThat(LADDER.boundBy(Duration.ofMillis(200)).pauseLadder())
                .containsExactly(Duration.ofMillis(100), Duration.ofMillis(150), Duration.ofMillis(200));
        assertThat(LADDER.boundBy(Duration.ofMillis(50)).pauseLadder()).containsExactly(Duration.ofMillis(50));
        assertThat(LADDER.boundBy(Duration.ofMillis(900)).longestPause()).isEqualTo(Duration.ofMillis(900));
    }

    @Test
    void whatIsNoLadderIsRefusedWithItsLimits() {
        assertThatIllegalArgumentException().isThrownBy(() -> ladder()).withMessageContaining("1 to 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ladder(100, 100))
                .withMessageContaining("longer than the one before");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ladder(0))
                .withMessageContaining("between 1 ms and 2000 s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MigrationPolicy(-1, List.of(Duration.ofMillis(1)), true))
                .withMessageContaining("-1");
    }

    private static MigrationPolicy ladder(int... millis) {
        return new MigrationPolicy(
                0, Arrays.stream(millis).mapToObj(Duration::ofMillis).toList(), true);
    }

    /** What is allowed after each pass, of which the first is the second over the guest's memory. */
    private static List<Long> limits(MigrationPolicy policy, int... neededMillis) {
        var pilot = new ConvergencePilot(policy);
        var pass = new int[] {1};
        return Arrays.stream(neededMillis)
                .mapToObj(needed -> {
                    pilot.look(++pass[0], Duration.ofMillis(needed));
                    return pilot.limit().toMillis();
                })
                .toList();
    }
}
