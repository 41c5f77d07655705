package io.atoll.manager.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoll.manager.metrics.Figure;
import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.internal.Measured.Values;
import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The arithmetic of buckets and partitions, and what the collector does with samples that are early, late or missing. */
class SampleBucketsTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final HostId HOST = new HostId(new UUID(1, 1));

    @Property
    void everyMomentIsInOneBucketOfEachLevelAndFinerOnesNestInCoarserOnes(
            @ForAll @LongRange(min = -4_000_000_000L, max = 8_000_000_000L) long second) {
        var at = Instant.ofEpochSecond(second);
        for (var level : Level.values()) {
            var begin = level.floor(at);
            assertThat(at).isAfterOrEqualTo(begin).isBefore(begin.plus(level.length()));
            assertThat(level.floor(begin)).isEqualTo(begin);
            level.source()
                    .ifPresent(finer -> assertThat(level.floor(finer.floor(at))).isEqualTo(begin));
        }
    }

    @Property
    void partitionsFollowOneAnotherAndAreKnownByTheirNames(
            @ForAll @LongRange(min = 946_684_800L, max = 4_102_444_800L) long second) {
        var at = Instant.ofEpochSecond(second);
        for (var kind : SampleKind.values()) {
            for (var level : Level.values()) {
                var period = level.period(at);
                assertThat(at).isAfterOrEqualTo(period.begin()).isBefore(period.end());
                assertThat(level.period(period.end()).begin()).isEqualTo(period.end());
                assertThat(level.period(period.begin().minusSeconds(1)).end()).isEqualTo(period.begin());
                assertThat(level.floor(period.begin())).isEqualTo(period.begin());
                assertThat(level.periodOf(kind, level.partitionName(kind, period)))
                        .contains(period);
            }
        }
    }

    @Test
    void aNameOfSomethingElseIsNoPartition() {
        for (var name : List.of("vm_sample", "vm_sample_p", "vm_sample_p2026", "vm_sample_5m_p20261129", "pg_class")) {
            assertThat(Level.SAMPLES.periodOf(SampleKind.VM, name)).as(name).isEmpty();
        }
    }

    /** Mean and maximum of what arrived, in whatever order; a sample that lacks a figure does not count for it. */
    @Property
    void aRowIsTheMeanAndTheMaximumOfItsSamples(
            @ForAll @Size(min = 1, max = 10) List<@DoubleRange(min = 0, max = 1e6) Double> values,
            @ForAll @IntRange(max = 5) int withoutTheFigure) {
        var means = new SampleBucket.Means(HostFigure.values().length);
        for (int i = 0; i < withoutTheFigure; i++) {
            means.add(new Values(HostFigure.values().length), false);
        }
        for (double value : values) {
            means.add(new Values(HostFigure.values().length).set(HostFigure.CPU_USED, value), false);
        }
        Figure used = HostFigure.CPU_USED;
        Figure swap = HostFigure.SWAP_USED;
        int cpu = used.ordinal();
        double sum = values.stream().mapToDouble(Double::doubleValue).sum();
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        assertThat(means.mean(cpu)).isEqualTo(sum / values.size(), within(1e-6));
        assertThat(means.maximum(cpu)).isEqualTo(most);
        assertThat(means.mean(cpu)).isLessThanOrEqualTo(most + 1e-6);
        assertThat(means.samples()).isEqualTo(values.size() + withoutTheFigure);
        assertThat(means.mean(swap.ordinal())).isNaN();
    }

    @Test
    void aBucketIsClosedTenSecondsAfterItsEndAndWhatComesLaterIsDropped() {
        var collector = new SampleCollector();
        collector.add(HOST, sample(NOON.plusSeconds(5)));
        collector.add(HOST, sample(NOON.plusSeconds(19)));
        assertThat(collector.close(NOON.plusSeconds(29))).isEmpty();
        collector.add(HOST, sample(NOON.plusSeconds(22)));
        collector.add(HOST, sample(NOON.plusSeconds(12))); // late, and in time

        var closed = collector.close(NOON.plusSeconds(30));
        assertThat(closed).singleElement().satisfies(bucket -> {
            assertThat(bucket.begin()).isEqualTo(NOON);
            assertThat(bucket.of(SampleKind.HOST).values())
                    .singleElement()
                    .satisfies(row -> assertThat(row.samples()).isEqualTo(3));
        });
        assertThat(collector.closedUntil()).isEqualTo(NOON.plusSeconds(20));
        collector.add(HOST, sample(NOON.plusSeconds(13)));
        assertThat(collector.droppedCount()).isOne();
        assertThat(collector.close(NOON.plusSeconds(50)))
                .extracting(SampleBucket::begin)
                .containsExactly(NOON.plusSeconds(20));
    }

    @Test
    void aTimeWithoutSamplesHasNoBucket() {
        var collector = new SampleCollector();
        collector.add(HOST, sample(NOON));
        collector.add(HOST, sample(NOON.plusSeconds(100)));
        assertThat(collector.close(NOON.plusSeconds(200)))
                .extracting(SampleBucket::begin)
                .containsExactly(NOON, NOON.plusSeconds(100));
    }

    @Test
    void whenTheManagersClockIsSetBackItsSamplesAreStillTaken() {
        var collector = new SampleCollector();
        collector.close(NOON.plus(Duration.ofHours(1)));
        collector.close(NOON);
        collector.add(HOST, sample(NOON));
        assertThat(collector.droppedCount()).isZero();
        assertThat(collector.close(NOON.plusSeconds(30))).hasSize(1);
    }

    private static Measured sample(Instant at) {
        return new Measured(at, at, false, List.of(new Values(HostFigure.values().length)), List.of());
    }
}
