package io.atoll.ha.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GuestPulseTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long SECOND = 1_000_000_000L;

    private GuestPulse pulse = GuestPulse.unheard(0);

    private void unanswered(long... seconds) {
        for (var second : seconds) {
            pulse = pulse.doesNotAnswer(second * SECOND, LIMIT);
        }
    }

    @Test
    void isSilentWhenALimitHasPassedWithoutAnswers() {
        pulse = pulse.answers(10 * SECOND);
        unanswered(20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120);
        assertThat(pulse.isSilent(LIMIT)).isFalse();
        unanswered(130);
        assertThat(pulse.isSilent(LIMIT)).isTrue();
    }

    @Test
    void oneThatNeverAnsweredIsNotSilent() {
        for (var second = 10; second <= 10_000; second += 10) {
            unanswered(second);
        }
        assertThat(pulse.isSilent(LIMIT)).isFalse();
    }

    @Test
    void oneAnswerMakesItWellAgain() {
        pulse = pulse.answers(0);
        unanswered(20, 40, 60, 80, 100);
        pulse = pulse.answers(110 * SECOND);
        unanswered(120);
        assertThat(pulse.quiet()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void timeInWhichNobodyAskedIsNoSilence() {
        pulse = pulse.answers(0);
        unanswered(10, 20, 6_000);
        assertThat(pulse.quiet()).isEqualTo(Duration.ofSeconds(40));
        assertThat(pulse.isSilent(LIMIT)).isFalse();
    }

    @Test
    void timeInWhichItStoodStillIsNoSilence() {
        pulse = pulse.answers(0);
        unanswered(20, 40, 60, 80, 100);
        pulse = pulse.heldUntil(110 * SECOND);
        unanswered(120, 130);
        assertThat(pulse.quiet()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void isAskedSixTimesInALimitBetweenOnceASecondAndEveryTenSeconds() {
        assertThat(GuestPulse.askEvery(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(5));
        assertThat(GuestPulse.askEvery(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(1));
        assertThat(GuestPulse.askEvery(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(10));
    }

    /** Whenever it is asked: no guest is silent before the limit has passed, nor before three questions went without an answer. */
    @Property
    void isNeverSilentTooEarly(
            @ForAll @IntRange(min = 10, max = 3_600) int limitSeconds,
            @ForAll @Size(max = 400) List<@IntRange(max = 100) Integer> gaps) {
        var limit = Duration.ofSeconds(limitSeconds);
        var now = 0L;
        var asked = 0;
        pulse = GuestPulse.unheard(0).answers(0);
        for (var gap : gaps) {
            now += gap * SECOND;
            pulse = pulse.doesNotAnswer(now, limit);
            asked++;
            if (pulse.isSilent(limit)) {
                assertThat(Duration.ofNanos(now)).isGreaterThanOrEqualTo(limit);
                assertThat(asked).isGreaterThanOrEqualTo(3);
            }
        }
    }
}
