package io.atoll.ha.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChannelWindowTest {
    private static final long MS = 1_000_000L;
    private static final LeaseTiming TIMING = LeaseTiming.TWO_CHANNELS;

    private static ChannelValue value(long sequence) {
        return new ChannelValue(new BootId(new UUID(0, 1)), sequence, TIMING.lease());
    }

    @Test
    void itRunsFromTheEndOfTheReadThatFirstSawTheValue() {
        var window = ChannelWindow.UNREAD.seen(value(1), 0, 100 * MS).seen(value(1), 1_000 * MS, 1_100 * MS);
        assertThat(window.over(5_549 * MS, TIMING)).isFalse();
        assertThat(window.over(5_550 * MS, TIMING)).isTrue();
    }

    @Test
    void anyChangeStartsItAnew() {
        var window = ChannelWindow.UNREAD.seen(value(1), 0, 0).seen(value(2), 5_000 * MS, 5_000 * MS);
        assertThat(window.over(6_000 * MS, TIMING)).isFalse();
        var rebooted = new ChannelValue(new BootId(new UUID(0, 2)), 2, TIMING.lease());
        assertThat(window.seen(rebooted, 9_000 * MS, 9_000 * MS).stillNanos(9_000 * MS))
                .isZero();
    }

    @Test
    void aFailedReadStartsItAnew() {
        var window = ChannelWindow.UNREAD.seen(value(1), 0, 0).failed();
        assertThat(window.over(60_000 * MS, TIMING)).isFalse();
        assertThat(window.seen(value(1), 60_000 * MS, 60_000 * MS).over(61_000 * MS, TIMING))
                .isFalse();
    }

    @Test
    void anInterruptionLeavesTimeForARenewalAndNoMore() {
        var before = ChannelWindow.UNREAD.seen(value(1), 0, 0).interrupted();
        assertThat(before.over(60_000 * MS, TIMING))
                .as("who cannot read says nothing")
                .isFalse();
        var again = before.seen(value(1), 6_000 * MS, 6_000 * MS);
        assertThat(again.over(6_999 * MS, TIMING)).isFalse();
        assertThat(again.over(7_000 * MS, TIMING)).isTrue();
        assertThat(before.seen(value(2), 6_000 * MS, 6_000 * MS).over(7_000 * MS, TIMING))
                .isFalse();
    }

    @Test
    void theHoldersOwnLeaseCounts() {
        var slow = new ChannelValue(new BootId(new UUID(0, 1)), 1, Duration.ofSeconds(20));
        var window = ChannelWindow.UNREAD.seen(slow, 0, 0);
        assertThat(window.over(21_600 * MS, TIMING)).isFalse();
        assertThat(window.over(21_610 * MS, TIMING)).isTrue();
    }
}
