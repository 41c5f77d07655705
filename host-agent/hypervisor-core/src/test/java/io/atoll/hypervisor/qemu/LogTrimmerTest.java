package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTrimmerTest {

    private static final int LIMIT_BYTES = 1000;

    @TempDir
    Path folder;

    private final LogTrimmer trimmer = new LogTrimmer(LIMIT_BYTES);

    @Test
    void aLogBelowTheLimitIsLeftAlone() throws IOException {
        var log = Files.writeString(folder.resolve("serial.log"), "x".repeat(LIMIT_BYTES));

        assertThat(trimmer.trim(log)).isFalse();
        assertThat(trimmer.trim(folder.resolve("none.log"))).isFalse();

        assertThat(log).hasSize(LIMIT_BYTES);
    }

    @Test
    void aLongLogKeepsItsNewestPartAndTheWriterGoesOn() throws IOException {
        var log = folder.resolve("serial.log");
        try (var writer = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write(
                    ("a".repeat(LIMIT_BYTES) + "b".repeat(400) + "c".repeat(100)).getBytes(StandardCharsets.US_ASCII));

            assertThat(trimmer.trim(log)).isTrue();
            writer.write("next".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(log).hasContent("next");
        assertThat(folder.resolve("serial.log.1")).hasContent("b".repeat(400) + "c".repeat(100));
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("serial.log", "serial.log.1");
    }
}
