package io.atoll.manager.power.internal.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.power.internal.draw.Asking.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskingTest {
    private static final Instant CONFIGURED = Instant.parse("2026-01-01T00:00:00Z");

    private static boolean isDue(Outcome outcome, Duration later) {
        return Asking.isDue(new Asking(outcome, 1_000, CONFIGURED), CONFIGURED, 1_000 + later.toNanos());
    }

    @Test
    void aControllerThatWasNeverAskedIsAsked() {
        assertThat(Asking.isDue(null, CONFIGURED, 0)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"MEASURED, PT0S, PT0S", "NOT_OFFERED, PT59M, PT1H", "FAILED, PT4M59S, PT5M"})
    void patienceGrowsWithWhatItSaid(Outcome outcome, Duration early, Duration due) {
        assertThat(isDue(outcome, early)).isEqualTo(early.equals(due));
        assertThat(isDue(outcome, due)).isTrue();
    }

    @Test
    void anAccountIsNotLockedByAskingAgainAndAgain() {
        assertThat(isDue(Outcome.REFUSED, Duration.ofDays(365))).isFalse();
        var other = CONFIGURED.plusSeconds(1);
        assertThat(Asking.isDue(new Asking(Outcome.REFUSED, 1_000, CONFIGURED), other, 1_000))
                .as("somebody has set the control anew")
                .isTrue();
    }
}
