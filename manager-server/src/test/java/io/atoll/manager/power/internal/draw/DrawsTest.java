package io.atoll.manager.power.internal.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.power.PowerDraw;
import io.atoll.manager.power.PowerDraw.Source;
import io.atoll.manager.power.PowerReading.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DrawsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration VALID = Duration.ofMinutes(2);
    private static final WattsByLoad SET = new WattsByLoad(100, 300, 1, NOW);
    private static final int CPUS = 8;

    private static PowerDraw draw(
            State state, @Nullable Measured measured, @Nullable WattsByLoad set, @Nullable Long usedMillicores) {
        return Draws.of(new Draws.Known(state, measured, set, usedMillicores, CPUS), NOW, VALID);
    }

    private static Measured measured(Duration ago) {
        return new Measured(210, NOW.minus(ago));
    }

    @Test
    void whatWasMeasuredLatelyOutranksWhatWasSet() {
        var shown = draw(State.ON, measured(VALID), SET, 4_000L);
        assertThat(shown.source()).isEqualTo(Source.MEASURED);
        assertThat(shown.watts()).isEqualTo(210);
        assertThat(shown.at()).isEqualTo(NOW.minus(VALID));
        assertThat(draw(State.ON, measured(VALID.plusNanos(1)), SET, 4_000L).source())
                .isEqualTo(Source.MODEL);
    }

    @Test
    void theModelGoesByTheLoad() {
        assertThat(draw(State.ON, null, SET, 0L).watts()).isEqualTo(100);
        assertThat(draw(State.ON, null, SET, 4_000L).watts()).isEqualTo(200);
        assertThat(draw(State.ON, null, SET, 8_000L).watts()).isEqualTo(300);
        assertThat(draw(State.ON, null, SET, 9_999L).watts())
                .as("no more than all of it")
                .isEqualTo(300);
        assertThat(draw(State.OFF, null, SET, null).watts()).isZero();
    }

    @Test
    void whatIsNotKnownIsNeverZero() {
        assertThat(draw(State.ON, null, SET, null).source()).isEqualTo(Source.UNKNOWN);
        assertThat(draw(State.UNKNOWN, null, SET, 0L).source()).isEqualTo(Source.UNKNOWN);
        assertThat(draw(State.OFF, null, null, null).source()).isEqualTo(Source.UNKNOWN);
        assertThat(Draws.of(new Draws.Known(State.ON, null, SET, 0L, 0), NOW, VALID)
                        .source())
                .isEqualTo(Source.UNKNOWN);
        var old = draw(State.ON, measured(Duration.ofHours(1)), null, 0L);
        assertThat(old.source()).isEqualTo(Source.UNKNOWN);
        assertThat(old.watts()).isNull();
        assertThat(old.detail()).contains("2025-12-31T23:00:00Z");
    }
}
