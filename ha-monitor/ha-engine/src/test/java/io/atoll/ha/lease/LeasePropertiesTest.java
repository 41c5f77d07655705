package io.atoll.ha.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.lease.HolderLease.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The argument of the protocol, tried: whatever renewals do, when both windows are over nothing runs any more. */
class LeasePropertiesTest {
    private static final long MS = 1_000_000L;
    private static final LeaseTiming TIMING = LeaseTiming.TWO_CHANNELS;
    private static final BootId BOOT = new BootId(new UUID(0, 1));

    /** One renewal: started, landed where others see it, acknowledged; or lost. */
    private record Renewal(Channel channel, long sequence, long startMs, long landsMs, long ackMs) {}

    private static List<Renewal> renewals(Random random) {
        var renewals = new ArrayList<Renewal>();
        for (var channel : Channel.values()) {
            var start = 1L;
            for (var sequence = 1L; sequence <= 12; sequence++) {
                start += random.nextInt(6) == 0 ? 1_000 + random.nextInt(4_000) : 1_000;
                var slow = random.nextInt(5) == 0 ? 3_000 : 200;
                var lands = start + random.nextInt(slow);
                renewals.add(new Renewal(channel, sequence, start, lands, lands + random.nextInt(slow)));
            }
        }
        return renewals;
    }

    @Property(tries = 2000)
    void whenBothWindowsAreOverAndAFreshReadShowsNothingNewTheHostHasKilled(@ForAll long seed) {
        var random = new Random(seed);
        var renewals = renewals(random);
        // The holder's clock runs up to 0.5 % faster or slower, and up to K late.
        var speed = 0.995 + random.nextInt(11) / 1000.0;
        var lease = HolderLease.notHeld(TIMING);
        lease.begin(0, 0);
        var windows = new EnumMap<Channel, ChannelWindow>(Channel.class);
        var overMs = -1L;
        for (var ms = 0L; ms < 90_000; ms += 50) {
            for (var renewal : renewals) {
                if (renewal.ackMs >= ms && renewal.ackMs < ms + 50) {
                    lease.counted(renewal.channel, holder(renewal.startMs, speed), holder(renewal.ackMs, speed));
                }
            }
            var end = ms;
            for (var channel : Channel.values()) {
                var last = renewals.stream()
                        .filter(one -> one.channel == channel && one.landsMs <= end)
                        .mapToLong(Renewal::sequence)
                        .max()
                        .orElse(0);
                var value = new ChannelValue(BOOT, last, TIMING.lease());
                windows.merge(
                        channel,
                        ChannelWindow.UNREAD.seen(value, end * MS, end * MS),
                        (window, _) -> window.seen(value, end * MS, end * MS));
            }
            if (windows.values().stream().allMatch(window -> window.over(end * MS, TIMING))) {
                overMs = ms;
                break;
            }
        }
        assertThat(overMs).as("it ends").isPositive();
        assertThat(lease.verdict(holder(overMs, speed) - TIMING.killBound().toNanos()))
                .as("killed K before the windows were over")
                .isEqualTo(Verdict.KILL);
    }

    private static long holder(long ms, double speed) {
        return (long) (ms * speed * MS);
    }

    @Property
    void theDeadlineNeverGoesBack(@ForAll long seed) {
        var random = new Random(seed);
        var lease = HolderLease.notHeld(TIMING);
        lease.begin(0, 0);
        var deadline = lease.deadlineNanos();
        var now = 0L;
        for (var i = 0; i < 100; i++) {
            now += random.nextInt(800) * MS;
            var started = now - random.nextInt(2_000) * MS;
            lease.counted(random.nextBoolean() ? Channel.STORAGE : Channel.ZOOKEEPER, started, now);
            assertThat(lease.deadlineNanos()).isGreaterThanOrEqualTo(deadline);
            deadline = lease.deadlineNanos();
        }
    }
}
