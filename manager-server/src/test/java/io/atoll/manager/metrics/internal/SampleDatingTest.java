package io.atoll.manager.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.metrics.internal.SampleDating.Date;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SampleDatingTest {
    private static final Instant BEGIN = Instant.parse("2026-11-29T12:00:00Z");

    private final SampleDating dating = new SampleDating();
    private Instant now = BEGIN;

    @Test
    void aClockThatAgreesIsBelievedToTheMillisecond() {
        assertThat(arrives(Duration.ofMillis(-300))).isEqualTo(new Date(now.minusMillis(300), false));
        assertThat(arrives(Duration.ofSeconds(4))).isEqualTo(new Date(now.plusSeconds(4), false));
    }

    @Test
    void aLateMessageKeepsItsOwnTime() {
        onTime(10);
        assertThat(arrives(Duration.ofSeconds(-30))).isEqualTo(new Date(now.minusSeconds(30), false));
    }

    @Test
    void aClockThatIsAlwaysSlowIsOffAndItsSamplesAreDatedByTheirReceipt() {
        for (int i = 0; i < 100; i++) {
            assertThat(arrives(Duration.ofSeconds(-30))).isEqualTo(new Date(now, true));
        }
    }

    @Test
    void aClockThatJumpsAheadIsOffAtOnceAndBelievedAgainAfterItsCorrection() {
        onTime(10);
        assertThat(arrives(Duration.ofHours(1))).isEqualTo(new Date(now, true));
        assertThat(arrives(Duration.ofSeconds(6))).isEqualTo(new Date(now, true));
        for (int i = 0; i < 70; i++) {
            arrives(Duration.ZERO);
        }
        assertThat(arrives(Duration.ZERO)).isEqualTo(new Date(now, false));
    }

    @Test
    void aClockThatJumpsBackByAnHourIsOffAtOnceAndByHalfAMinuteAfterAWhile() {
        onTime(10);
        assertThat(arrives(Duration.ofHours(-1))).isEqualTo(new Date(now, true));
        var last = new Date(now, false);
        for (int i = 0; i < 70; i++) {
            last = arrives(Duration.ofSeconds(-30));
        }
        assertThat(last).isEqualTo(new Date(now, true));
    }

    @Test
    void aSampleWithoutATimeIsDatedByItsReceipt() {
        assertThat(dating.date(0, now)).isEqualTo(new Date(now, true));
    }

    /** The date is the host's own or the receipt, never far in the future, and never older than anything honestly is. */
    @Property(tries = 500)
    void aDateIsNeverAbsurd(@ForAll List<@LongRange(min = -200_000, max = 200_000) Long> offsetsMs) {
        var any = new SampleDating();
        var at = BEGIN;
        for (long offsetMs : offsetsMs) {
            at = at.plusSeconds(2);
            var date = any.date(at.toEpochMilli() + offsetMs, at);
            assertThat(date.at()).isBetween(at.minus(SampleDating.LATEST), at.plus(SampleDating.TOLERANCE));
            assertThat(date.clockOff() ? at : at.plusMillis(offsetMs)).isEqualTo(date.at());
        }
    }

    private void onTime(int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(arrives(Duration.ofMillis(-20)).clockOff()).isFalse();
        }
    }

    /** The next message, two seconds later, from a host whose clock says so much more than the manager's. */
    private Date arrives(Duration hostClockAhead) {
        now = now.plusSeconds(2);
        return dating.date(now.plus(hostClockAhead).toEpochMilli(), now);
    }
}
