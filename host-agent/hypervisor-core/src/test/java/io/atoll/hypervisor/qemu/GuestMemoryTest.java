package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.hypervisor.qmp.StrictJson;
import org.junit.jupiter.api.Test;

/** What QEMU hands on from a guest's balloon driver; the guest may say anything. */
class GuestMemoryTest {

    @Test
    void activeIsTotalLessAvailable() {
        assertThat(active("1000", "400")).isEqualTo(600);
    }

    @Test
    void aDriverThatSaidNothingIsNoFigure() {
        assertThat(active("18446744073709551615", "18446744073709551615")).isNull();
        assertThat(active("1000", "18446744073709551615")).isNull();
        assertThat(GuestMemory.active(StrictJson.MAPPER.readTree("{}"), 1_000)).isNull();
    }

    @Test
    void aGuestThatLiesAboutItselfIsNoFigure() {
        assertThat(active("1000", "1001")).isNull();
        assertThat(active("-5", "-9")).isNull();
        assertThat(active("\"many\"", "1")).isNull();
        assertThat(active("1e3", "1")).isNull();
        assertThat(active("1001", "1")).as("it was given a thousand").isNull();
        assertThat(active("9223372036854775807", "0")).isNull();
    }

    private static @org.jspecify.annotations.Nullable Long active(String total, String available) {
        return GuestMemory.active(
                StrictJson.MAPPER.readTree(
                        "{\"last-update\": 1, \"stats\": {\"stat-total-memory\": %s, \"stat-available-memory\": %s}}"
                                .formatted(total, available)),
                1_000);
    }
}
