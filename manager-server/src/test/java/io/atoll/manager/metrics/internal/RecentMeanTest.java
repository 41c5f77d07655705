package io.atoll.manager.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A short burst moves the mean a little, what lasts moves it all the way, and a gap begins it anew. */
class RecentMeanTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(2);

    private Instant now = NOON;
    private @Nullable RecentMean mean;

    private void add(int times, double value) {
        for (var i = 0; i < times; i++) {
            now = now.plus(STEP);
            mean = RecentMean.after(mean, now, value);
        }
    }

    private double value() {
        assertThat(mean).isNotNull();
        return mean == null ? Double.NaN : mean.value();
    }

    @Test
    void aBurstOfTwoSecondsHardlyCounts() {
        add(60, 100);
        add(1, 4_000);
        assertThat(value()).isCloseTo(100 + 3_900 * (1 - Math.exp(-1.0 / 30)), within(0.01));
    }

    @Test
    void afterTheWindowTheOldHas37PercentOfTheWeightHoweverManySamplesCame() {
        add(30, 1_000);
        add(30, 0);
        assertThat(value()).isCloseTo(1_000 * Math.exp(-1), within(0.01));
        mean = new RecentMean(now, 1_000);
        for (var i = 0; i < 6; i++) {
            now = now.plusSeconds(10);
            mean = RecentMean.after(mean, now, 0);
        }
        assertThat(value()).isCloseTo(1_000 * Math.exp(-1), within(0.01));
    }

    @Test
    void whatIsNotKnownIsNoMean() {
        add(1, 700);
        add(1, Double.NaN);
        assertThat(mean).isNull();
        add(1, 50);
        assertThat(value()).isEqualTo(50);
    }

    @Test
    void aPauseOrAClockThatWasSetBackBeginsItAnew() {
        add(10, 500);
        now = now.plus(SampleStore.FRESH);
        mean = RecentMean.after(mean, now, 20);
        assertThat(value()).isEqualTo(20);
        mean = RecentMean.after(mean, now.minusSeconds(1), 90);
        assertThat(value()).isEqualTo(90);
    }
}
