package io.atoll.ha.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTimingTest {
    private static LeaseTiming timing(long renewMs, long ackMs, long leaseMs, long freezeMs, long marginMs) {
        return new LeaseTiming(
                Duration.ofMillis(renewMs),
                Duration.ofMillis(ackMs),
                Duration.ofMillis(leaseMs),
                Duration.ofMillis(freezeMs),
                Duration.ofSeconds(1),
                5_000,
                Duration.ofMillis(marginMs));
    }

    @Test
    void theFiguresAreThoseOfTheProtocol() {
        assertThat(LeaseTiming.TWO_CHANNELS.window()).isEqualTo(Duration.ofMillis(5_450));
        assertThat(LeaseTiming.TWO_CHANNELS.freezeAfter()).isEqualTo(Duration.ofMillis(2_400));
        assertThat(LeaseTiming.ONE_CHANNEL.window()).isEqualTo(Duration.ofMillis(21_610));
        assertThat(LeaseTiming.TWO_CHANNELS.windowFor(Duration.ofSeconds(20)))
                .isEqualTo(LeaseTiming.ONE_CHANNEL.window());
    }

    @Test
    void aWindowShorterThanLeaseAndKillBoundIsRefusedWithTheNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> timing(1_000, 1_000, 4_000, 2_400, -100))
                .withMessageContaining("PT4.95S")
                .withMessageContaining("PT5.05S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeaseTiming.TWO_CHANNELS.checkedWindow(Duration.ofSeconds(5)))
                .withMessageContaining("PT5S")
                .withMessageContaining("PT5.45S");
        assertThat(LeaseTiming.TWO_CHANNELS.checkedWindow(Duration.ofSeconds(6)))
                .isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void renewalsThatAlwaysComeAfterTheFreezeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> timing(2_000, 1_000, 4_000, 2_400, 400))
                .withMessageContaining("PT2S")
                .withMessageContaining("PT2.4S");
    }

    @Test
    void aFreezeAfterTheKillIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> timing(1_000, 1_000, 4_000, 4_000, 400))
                .withMessageContaining("PT4S");
    }
}
