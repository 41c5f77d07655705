package io.atoll.manager.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What counts as live: neither what is old, nor what is from a future that the clock has left again. */
class SampleStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final HistoryRig.SetClock clock = new HistoryRig.SetClock(NOON);
    private final SampleStore store = new SampleStore(clock);

    @Test
    void aSampleIsLiveForSomeSecondsOnly() {
        store.put(HistoryRig.HOST, HistoryRig.measured(NOON, 100, false));
        clock.set(NOON.plus(SampleStore.FRESH).minusMillis(1));
        assertThat(store.host(HistoryRig.HOST)).isPresent();
        assertThat(store.vm(HistoryRig.VM)).isPresent();
        clock.set(NOON.plus(SampleStore.FRESH));
        assertThat(store.host(HistoryRig.HOST)).isEmpty();
        assertThat(store.freshVms()).isEmpty();
    }

    @Test
    void theMeanGoesOnFromSampleToSample() {
        store.put(HistoryRig.HOST, HistoryRig.measured(NOON, 100, false));
        store.put(HistoryRig.HOST, HistoryRig.measured(NOON.plusSeconds(2), 1_600, false));
        assertThat(store.vm(HistoryRig.VM)).hasValueSatisfying(sample -> {
            assertThat(sample.cpuUsedMillicores()).isEqualTo(1_600);
            assertThat(sample.cpuMeanMillicores()).isBetween(149.0, 150.0);
        });
        assertThat(store.host(HistoryRig.HOST))
                .hasValueSatisfying(
                        sample -> assertThat(sample.cpuMeanMillicores()).isBetween(149.0, 150.0));
    }

    @Test
    void whatWasHeardBeforeTheClockWasSetBackIsNotLiveUntilThatTimeComesAgain() {
        store.put(HistoryRig.HOST, HistoryRig.measured(NOON, 100, false));
        clock.set(NOON.minus(Duration.ofHours(1)));
        assertThat(store.host(HistoryRig.HOST)).isEmpty();
        store.dropOld();
        clock.set(NOON);
        assertThat(store.freshHosts()).isEmpty();
        assertThat(store.freshVms()).isEmpty();
    }
}
