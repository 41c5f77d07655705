package io.atoll.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the loss of an uplink counts, and when its return does. */
class UplinkWatchTest {
    @TempDir
    Path folder;

    private Path carrier;
    private long second = 100;
    private UplinkWatch watch;

    @BeforeEach
    void setUp() throws IOException {
        carrier = folder.resolve("carrier");
        carrier("1");
        watch = new UplinkWatch(carrier, () -> second * 1_000_000_000L);
    }

    private void carrier(String text) throws IOException {
        Files.writeString(carrier, text + "\n");
    }

    private boolean hasCarrierAt(long time) {
        second = time;
        return watch.hasCarrier();
    }

    @Test
    void whatDoesNotLastDoesNotCount() throws IOException {
        assertThat(hasCarrierAt(200)).isTrue();
        carrier("0");
        assertThat(hasCarrierAt(201)).isTrue();
        assertThat(hasCarrierAt(205)).isTrue();
        carrier("1");
        assertThat(hasCarrierAt(206)).isTrue();
        carrier("0");
        assertThat(hasCarrierAt(207)).as("counted anew").isTrue();
        assertThat(hasCarrierAt(211)).isTrue();
        assertThat(hasCarrierAt(212)).isFalse();
    }

    @Test
    void itIsBackWhenItStaysBack() throws IOException {
        carrier("0");
        hasCarrierAt(101);
        assertThat(hasCarrierAt(106)).isFalse();
        carrier("1");
        assertThat(hasCarrierAt(107)).isFalse();
        assertThat(hasCarrierAt(112)).isTrue();
    }

    @Test
    void anInterfaceThatIsGoneHasNoCarrier() throws IOException {
        Files.delete(carrier);
        hasCarrierAt(101);
        assertThat(hasCarrierAt(106)).isFalse();
    }
}
