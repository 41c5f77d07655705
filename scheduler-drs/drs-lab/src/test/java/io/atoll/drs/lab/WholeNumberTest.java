package io.atoll.drs.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole numbers are read to the last digit, however they are written. */
class WholeNumberTest {
    @ParameterizedTest
    @CsvSource({
        "9007199254740993, 9007199254740993",
        "9007199254740991, 9007199254740991",
        "9223372036854775807, 9223372036854775807",
        "9007199254740993.0, 9007199254740993",
        "9007199254740.993e3, 9007199254740993",
        "1e18, 1000000000000000000",
        "1.5e1, 15",
        "8192, 8192"
    })
    void areExact(String written, long expected) {
        var host = read(written).cluster().hosts().values().iterator().next();
        assertThat(host.capacity().memory().value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993.5", "9223372036854775808", "1e19", "0.5", "-1", "0"})
    void othersAreRefusedAtTheirPlace(String written) {
        assertThatThrownBy(() -> read(written))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("hosts[0].memCapacityMib should be a whole number from 1 to below 2^63, but is");
    }

    private static Instance read(String mib) {
        return InstanceReader.read("""
            {"schema":"drs-instance/1","name":"t","objective":{"kind":"balance"},
             "hosts":[{"id":"a","cpuCores":4,"cpuCapacityMhz":8000,"memCapacityMib":%s}],"vms":[]}
            """.formatted(mib).getBytes(StandardCharsets.UTF_8));
    }
}
