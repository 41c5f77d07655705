package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryChannelsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "4, 2", "8, 4", "256, 4"})
    void takeNoMoreThanHalfOfTheProcessorsAndAtMostFour(int processors, int channels) {
        assertThat(MemoryChannels.sensible(processors)).isEqualTo(channels);
    }
}
