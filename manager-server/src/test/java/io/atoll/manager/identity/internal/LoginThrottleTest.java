package io.atoll.manager.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final HandClock clock = new HandClock();
    private final LoginThrottle throttle = new LoginThrottle(clock);

    @Test
    void fiveFailuresAreFreeAndThenTheWaitDoubles() {
        fail(5);
        assertThat(throttle.waitFor("ann", "10.0.0.1")).contains(Duration.ofSeconds(1));
        fail(1);
        assertThat(throttle.waitFor("ann", "10.0.0.1")).contains(Duration.ofSeconds(2));
        fail(20);
        assertThat(throttle.waitFor("ann", "10.0.0.1")).contains(Duration.ofMinutes(5));
    }

    @Test
    void waitingHelps() {
        fail(5);
        clock.now = clock.now.plusSeconds(1);
        assertThat(throttle.waitFor("ann", "10.0.0.1")).isEmpty();
    }

    @Test
    void nobodyElseIsSlowed() {
        fail(50);
        assertThat(throttle.waitFor("bob", "10.0.0.1")).isEmpty();
        assertThat(throttle.waitFor("ann", "10.0.0.2")).isEmpty();
        assertThat(throttle.waitFor("ANN", "10.0.0.1")).isPresent();
    }

    @Test
    void successAndTimeForget() {
        fail(6);
        throttle.succeeded("ann", "10.0.0.1");
        assertThat(throttle.waitFor("ann", "10.0.0.1")).isEmpty();
        fail(6);
        clock.now = clock.now.plus(Duration.ofHours(1));
        fail(1);
        assertThat(throttle.waitFor("ann", "10.0.0.1")).isEmpty();
    }

    @Test
    void onePasswordForManyNamesIsSlowedButNotThoseWhoWereInBefore() {
        throttle.succeeded("bob", "10.0.0.1");
        for (int i = 0; i < 100; i++) {
            assertThat(throttle.waitFor("name-" + i, "10.0.0.1")).isEmpty();
            throttle.failed("name-" + i, "10.0.0.1");
        }
        assertThat(throttle.waitFor("another", "10.0.0.1")).contains(Duration.ofSeconds(1));
        assertThat(throttle.waitFor("bob", "10.0.0.1")).isEmpty();
        assertThat(throttle.waitFor("another", "10.0.0.2")).isEmpty();
        clock.now = clock.now.plusSeconds(1);
        assertThat(throttle.waitFor("another", "10.0.0.1")).isEmpty();
        throttle.failed("another", "10.0.0.1");
        assertThat(throttle.waitFor("one-more", "10.0.0.1")).contains(Duration.ofSeconds(1));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed("ann", "10.0.0.1");
        }
    }

    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
