package io.atoll.agent.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.model.HostId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineWordsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.5S, 0.5 s",
        "PT30S, 30 s",
        "PT59.9S, 59.9 s",
        "PT1M, 1 min",
        "PT1M30S, 1 min 30 s",
        "PT30M, 30 min",
        "PT1H, 1 h",
        "PT1H30M, 1 h 30 min",
        "PT2H, 2 h",
        "PT26H0M5S, 26 h 5 s",
    })
    void aSpanIsSaidWithTheUnitsThatCount(Duration span, String words) {
        assertThat(TimelineWords.span(span)).isEqualTo(words);
    }

    @Test
    void aQuarantineIsToldInHours() {
        var host = new HostId(new UUID(1, 1));
        var words = new TimelineWords(_ -> "h1", _ -> "vm");
        assertThat(words.sentence(new TimelineEntry.Quarantined(host, 3, Duration.ofHours(1), Duration.ofHours(2))))
                .isEqualTo("h1 was lost 3 times within 1 h and gets no VMs for 2 h.");
    }
}
