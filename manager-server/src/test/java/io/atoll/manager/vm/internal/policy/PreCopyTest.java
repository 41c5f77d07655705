package io.atoll.manager.vm.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PreCopyTest {
    private static final long MIB = 1L << 20;
    private static final List<Integer> LADDER = List.of(100, 150, 500);

    @Test
    void aGuestThatWritesNothingTakesOnePassAndNoPause() {
        var forecast = forecast(1_000 * MIB, 0, 100 * MIB, true);
        assertThat(forecast).isEqualTo(new PreCopy.Forecast(true, 2, 1_000 * MIB, 10_000, 0, 100, 0));
    }

    @Test
    void eachPassSendsWhatWasWrittenDuringTheOneBefore() {
        // 1000 MiB in 10 s; 200 MiB in 2 s; 40 in 0.4 s; 8 fit into 80 ms
        var forecast = forecast(1_000 * MIB, 20 * MIB, 100 * MIB, true);
        assertThat(forecast.passes()).isEqualTo(4);
        assertThat(forecast.copyMs()).isCloseTo(12_400, within(1L));
        assertThat(forecast.pauseMs()).isEqualTo(80);
        assertThat(forecast.bytes()).isEqualTo(1_248 * MIB);
    }

    @Test
    void whatHardlyComesCloserIsAllowedALongerPause() {
        // written again and again: 300 MiB of a working set the whole of which is dirty after each pass
        var forecast = forecast(40 * MIB, 99 * MIB, 100 * MIB, true);
        assertThat(forecast.fits()).isTrue();
        assertThat(forecast.pauseLimitMs()).isEqualTo(500);
        assertThat(forecast.pauseMs()).isBetween(151L, 500L);
        assertThat(forecast.throttlePercent()).isZero();
    }

    @Test
    void aGuestThatWritesFasterThanTheNetworkIsSlowedDownOrStays() {
        var slowed = forecast(4_000 * MIB, 300 * MIB, 100 * MIB, true);
        assertThat(slowed.fits()).isTrue();
        assertThat(slowed.throttlePercent()).isGreaterThanOrEqualTo(70);
        var stays = forecast(4_000 * MIB, 300 * MIB, 100 * MIB, false);
        assertThat(stays.fits()).isFalse();
        assertThat(stays.pauseLimitMs()).isEqualTo(500);
        assertThat(stays.pauseMs()).as("what it would take").isGreaterThan(500);
    }

    @Property
    void itEndsAndKeepsItsWord(
            @ForAll @LongRange(max = 1L << 44) long memory,
            @ForAll @LongRange(max = 1L << 40) long dirty,
            @ForAll @LongRange(min = 1, max = 1L << 36) long bandwidth,
            @ForAll boolean autoConverge) {
        var forecast = forecast(memory, dirty, bandwidth, autoConverge);
        assertThat(forecast.fits()).isEqualTo(forecast.pauseMs() <= forecast.pauseLimitMs());
        assertThat(forecast.bytes()).isGreaterThanOrEqualTo(memory);
        assertThat(LADDER).contains(forecast.pauseLimitMs());
        assertThat(forecast.throttlePercent()).isBetween(0, autoConverge ? 99 : 0);
    }

    @Property
    void moreBandwidthNeverMakesItLonger(
            @ForAll @LongRange(min = 1, max = 1L << 36) long memory, @ForAll @LongRange(max = 1L << 24) long dirty) {
        var slow = forecast(memory, dirty, 1L << 27, true);
        var fast = forecast(memory, dirty, 1L << 28, true);
        assertThat(fast.copyMs()).isLessThanOrEqualTo(slow.copyMs() + 1);
    }

    private static PreCopy.Forecast forecast(long memory, long dirty, long bandwidth, boolean autoConverge) {
        return PreCopy.of(new PreCopy.Facts(memory, dirty, bandwidth, LADDER, autoConverge));
    }
}
