package io.atoll.manager.maintenance.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** How many VMs move at once. */
class DrainPaceTest {
    @Test
    void itGrowsByOneWhilePausesAreShortAndHalvesAfterALongOne() {
        assertThat(DrainPace.width(List.of(), 300, 8)).isEqualTo(2);
        assertThat(DrainPace.width(List.of(40L, 40L, 40L), 300, 8)).isEqualTo(5);
        assertThat(DrainPace.width(List.of(40L, 40L, 40L, 301L), 300, 8)).isEqualTo(2);
        assertThat(DrainPace.width(List.of(900L, 900L, 900L), 300, 8)).isEqualTo(1);
    }

    @Property
    void itNeverStopsAndNeverExceedsWhatWasAskedFor(
            @ForAll @Size(max = 30) List<@LongRange(min = 0, max = 10_000) Long> pausesMs,
            @ForAll @IntRange(min = 1, max = 8) int most) {
        assertThat(DrainPace.width(pausesMs, 300, most)).isBetween(1, most);
    }
}
