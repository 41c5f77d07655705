package io.atoll.manager.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RetentionTest {
    @Test
    void theDefaultsAreTheOnesTheReadmeNames() {
        assertThat(bind(Map.of()))
                .isEqualTo(new Retention(
                        Duration.ofDays(30),
                        Duration.ofDays(30),
                        Duration.ofDays(7),
                        Duration.ofDays(730),
                        Duration.ofDays(730),
                        Duration.ofDays(90),
                        Duration.ofDays(2),
                        Duration.ofDays(30),
                        Duration.ofDays(400),
                        Duration.ofDays(365),
                        Duration.ofDays(30)));
    }

    @ParameterizedTest
    @CsvSource({
        "events, 59m, 'atoll.retention.events (PT59M) must be at least 1h'",
        "tasks, 0s, 'atoll.retention.tasks (PT0S) must be at least 1h'",
        "join-tokens, -1d, 'atoll.retention.join-tokens (PT-24H) must be at least 1h'",
        "samples, 2h, 'atoll.retention.samples (2h) must be at least 3h'",
        "samples-five-minutes, 0s, 'atoll.retention.samples-five-minutes (PT0S) must be at least 3h'",
        "samples-hourly, 36501d, 'atoll.retention.samples-hourly (36501d) must be at most 36500d'",
        "audit, 29d, 'atoll.retention.audit (29d) must be at least 30d'",
        "audit, 40000d, 'atoll.retention.audit (40000d) must be at most 36500d'"
    })
    void aRetentionThatMakesNoSenseIsRefusedByNameAndLimit(String name, String value, String message) {
        assertThatThrownBy(() -> bind(Map.of("atoll.retention." + name, value)))
                .rootCause()
                .hasMessageStartingWith(message);
    }

    private static Retention bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("atoll.retention", Retention.class);
    }
}
