package io.atoll.ha.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atoll.ha.facts.HaSettings.Patience;
import io.atoll.ha.facts.HaSettings.Retries;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HaSettingsTest {
    @Test
    void fiveTriesAtOnceThenPausesFromHalfAMinuteToHalfAnHour() {
        var retries = Retries.DEFAULT;
        assertThat(retries.delayAfter(5)).isZero();
        assertThat(retries.delayAfter(6)).isEqualTo(Duration.ofSeconds(30));
        assertThat(retries.delayAfter(7)).isEqualTo(Duration.ofSeconds(60));
        assertThat(retries.delayAfter(11)).isEqualTo(Duration.ofMinutes(16));
        assertThat(retries.delayAfter(12)).isEqualTo(Duration.ofMinutes(30));
        assertThat(retries.delayAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void impossibleSettingsAreRefusedWithTheNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Patience(Duration.ZERO, Duration.ZERO, 0, 4, 30))
                .withMessageContaining("(0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Patience(Duration.ZERO, Duration.ZERO, 4, 4, 101))
                .withMessageContaining("101");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Retries(5, Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ZERO))
                .withMessageContaining("PT1M");
    }
}
