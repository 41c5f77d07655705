package io.atoll.manager.power.internal.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atoll.manager.power.PowerKind;
import io.atoll.manager.power.Wakeability.NotWakeable;
import io.atoll.manager.power.Wakeability.Reason;
import io.atoll.manager.power.Wakeability.Wakeable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WakeBookTest {
    private static final Instant CONFIGURED = Instant.parse("2026-01-01T00:00:00Z");

    /** Seconds each wake took, the newest first; a negative number failed. */
    private static WakeBook book(int... seconds) {
        var attempts = new ArrayList<WakeAttempt>();
        for (int index = 0; index < seconds.length; index++) {
            attempts.add(attempt(CONFIGURED.plusSeconds(1_000L - index), seconds[index]));
        }
        return new WakeBook(attempts);
    }

    private static WakeAttempt attempt(Instant at, int seconds) {
        return seconds < 0
                ? WakeAttempt.failed(new UUID(0, 1), at, true, new WakeAttempt.Failure("HOST_NOT_AWAKE", "still dark"))
                : WakeAttempt.succeeded(new UUID(0, 1), at, true, Duration.ofSeconds(seconds));
    }

    private static NotWakeable refused(WakeBook book, Reason reason) {
        var judged = book.judge(PowerKind.IPMI, CONFIGURED);
        assertThat(judged)
                .isInstanceOfSatisfying(
                        NotWakeable.class, no -> assertThat(no.reason()).isEqualTo(reason));
        return (NotWakeable) judged;
    }

    @Test
    void theLongestOfTheNewestFiveIsLearned() {
        assertThat(book(30, 50, 40).judge(PowerKind.REDFISH, CONFIGURED))
                .isEqualTo(new Wakeable(Duration.ofSeconds(50), 3));
        assertThat(book(30, 31, 32, 33, 34, 900).judge(PowerKind.REDFISH, CONFIGURED))
                .as("a slow boot is forgotten after five more")
                .isEqualTo(new Wakeable(Duration.ofSeconds(34), 5));
        assertThat(book(30, -1, 50).judge(PowerKind.REDFISH, CONFIGURED))
                .as("a failure before a success counts for nothing")
                .isEqualTo(new Wakeable(Duration.ofSeconds(50), 2));
    }

    @Test
    void nobodyCountsOnAHostThatDidNotComeBack() {
        assertThat(refused(book(-1, 30, 30), Reason.LAST_WAKE_FAILED).detail()).isEqualTo("still dark");
        assertThat(refused(WakeBook.EMPTY, Reason.NEVER_WOKEN).detail()).contains("test-wake");
        assertThat(book(30).judge(null, Instant.EPOCH))
                .isInstanceOfSatisfying(
                        NotWakeable.class, no -> assertThat(no.reason()).isEqualTo(Reason.NO_CONTROL));
    }

    @Test
    void whatAnotherControlDidCountsForNothing() {
        var before = attempt(CONFIGURED.minusSeconds(1), 30);
        refused(new WakeBook(List.of(before)), Reason.NEVER_WOKEN);
        refused(new WakeBook(List.of(attempt(CONFIGURED, 30))), Reason.NEVER_WOKEN);
        assertThat(new WakeBook(List.of(attempt(CONFIGURED.plusNanos(1), 20), before))
                        .judge(PowerKind.IPMI, CONFIGURED))
                .isEqualTo(new Wakeable(Duration.ofSeconds(20), 1));
    }

    @Test
    void aWakeIsOneOrTheOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WakeAttempt(new UUID(0, 1), CONFIGURED, false, null, null));
    }

    /** Whatever the past: the time is one that the host has needed among the newest successes, and none of them was longer. */
    @Property
    void theLearnedTimeIsNeverShorterThanAnyItIsDrawnFrom(
            @ForAll @Size(max = 20) List<@IntRange(min = -50, max = 600) Integer> seconds) {
        var book = book(seconds.stream().mapToInt(Integer::intValue).toArray());
        var newest = seconds.stream()
                .filter(time -> time >= 0)
                .limit(WakeBook.LEARNT_FROM)
                .toList();
        if (book.judge(PowerKind.REDFISH, CONFIGURED) instanceof Wakeable(var wakeTime, var wakes)) {
            assertThat(seconds.getFirst()).isNotNegative();
            assertThat(wakes).isEqualTo(newest.size());
            assertThat(newest).contains((int) wakeTime.toSeconds()).allMatch(time -> time <= wakeTime.toSeconds());
        } else {
            assertThat(seconds.isEmpty() || seconds.getFirst() < 0).isTrue();
        }
    }
}
