package io.atoll.manager.metrics.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.Retention;
import io.atoll.manager.schedule.Rhythm;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Samples go by whole partitions, and never before they were rolled up. */
@Configuration(proxyBeanMethods = false)
class SampleHousekeeping {
    @Bean
    Housekeeping oldSamples(SampleTables tables, SampleRollup rollup, Retention retention, Clock clock) {
        return new OldPartitions("samples", Level.SAMPLES, retention.samples(), tables, rollup, clock);
    }

    @Bean
    Housekeeping oldFiveMinuteSamples(SampleTables tables, SampleRollup rollup, Retention retention, Clock clock) {
        return new OldPartitions(
                "samples-five-minutes", Level.FIVE_MINUTES, retention.samplesFiveMinutes(), tables, rollup, clock);
    }

    @Bean
    Housekeeping oldHourlySamples(SampleTables tables, SampleRollup rollup, Retention retention, Clock clock) {
        return new OldPartitions("samples-hourly", Level.HOURS, retention.samplesHourly(), tables, rollup, clock);
    }

    private record OldPartitions(
            String name, Level level, Duration kept, SampleTables tables, SampleRollup rollup, Clock clock)
            implements Housekeeping {
        @Override
        public Rhythm rhythm() {
            return Rhythm.HOURLY;
        }

        @Override
        public int removeBatch() {
            for (var kind : SampleKind.values()) {
                int rows = tables.dropOldest(kind, level, limit(kind));
                if (rows > 0) {
                    return rows;
                }
            }
            return 0;
        }

        private Instant limit(SampleKind kind) {
            var old = clock.instant().minus(kept);
            return switch (level) {
                case SAMPLES -> earlier(old, rolledUp(kind, Level.FIVE_MINUTES));
                case FIVE_MINUTES -> earlier(old, rolledUp(kind, Level.HOURS));
                case HOURS -> old;
            };
        }

        private Instant rolledUp(SampleKind kind, Level above) {
            return rollup.doneUntil(kind, above).orElse(Instant.EPOCH);
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }
    }
}
