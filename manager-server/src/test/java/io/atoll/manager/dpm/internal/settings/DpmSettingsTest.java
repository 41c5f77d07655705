package io.atoll.manager.dpm.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.ClusterId;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DpmSettingsTest {
    private static final DpmSettings USUAL = DpmSettings.untouched(new ClusterId(new UUID(0, 1)));

    /** Friday evening lasts into Saturday's morning, by the clocks of the place. */
    @Test
    void timesOverMidnightBelongToTheDayTheyBeginOn() {
        var nights = new SleepHours(List.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(6, 0));
        var times = with(nights).times();
        assertThat(times.allow(Instant.parse("2026-05-08T20:30:00Z"))).isTrue();
        assertThat(times.allow(Instant.parse("2026-05-09T03:59:00Z"))).isTrue();
        assertThat(times.allow(Instant.parse("2026-05-09T04:00:00Z"))).isFalse();
        assertThat(times.allow(Instant.parse("2026-05-08T03:00:00Z"))).isFalse();
    }

    @Test
    void withoutTimesHostsMaySleepAlways() {
        assertThat(USUAL.times().allow(Instant.parse("2026-05-08T20:30:00Z"))).isTrue();
    }

    private static DpmSettings with(SleepHours hours) {
        return new DpmSettings(
                USUAL.cluster(),
                1,
                USUAL.mode(),
                USUAL.band(),
                USUAL.timing(),
                0,
                ZoneId.of("Europe/Vienna"),
                List.of(hours),
                USUAL.excluded());
    }
}
