package io.atoll.manager.agentlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UpdatePaceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aFloodIsReadSlowly() {
        var pace = new UpdatePace(START);
        Instant now = START;
        for (int i = 0; i < 100_000; i++) {
            now = now.plus(pace.take(now, 1));
        }
        // 2,000 at once, the other 98,000 at 200 per second.
        assertThat(Duration.between(START, now)).isBetween(Duration.ofSeconds(485), Duration.ofSeconds(500));
    }

    @Test
    void aBusyHostIsNotHeldUp() {
        var pace = new UpdatePace(START);
        for (int second = 0; second < 600; second++) {
            for (int i = 0; i < 150; i++) {
                assertThat(pace.take(START.plusSeconds(second), 1)).isZero();
            }
        }
    }

    @Test
    void aClockThatGoesBackGivesNothingAway() {
        var pace = new UpdatePace(START);
        for (int i = 0; i < 2_000; i++) {
            assertThat(pace.take(START, 1)).isZero();
        }
        assertThat(pace.take(START.minusSeconds(3_600), 1)).isPositive();
    }
}
