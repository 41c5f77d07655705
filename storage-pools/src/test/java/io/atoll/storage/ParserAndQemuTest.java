package io.atoll.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.Bytes;
import io.atoll.storage.image.ImageFormat;
import io.atoll.storage.image.ImageInspector;
import io.atoll.storage.image.ImageLimits;
import io.atoll.storage.image.ImageVerdict;
import io.atoll.storage.image.Qcow2Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Our parser decides what QEMU may open, so what it takes must mean to QEMU what it means to us. */
class ParserAndQemuTest {
    private static final int HEADERS = 2_000;
    private static final int[] FIELDS = {
        4, 8, 12, 16, 20, 32, 36, 56, 60, 72, 76, 80, 88, 96, 100, 104, 112, 116, 120, 124
    };
    private static final int[] VALUES = {
        0, 1, 2, 3, 4, 8, 9, 12, 16, 17, 24, 64, 104, 112, 120, 128, 512, 4096, 0xe2792aca, 0x44415441, 0x6803f857, -1
    };

    @TempDir
    Path directory;

    @Test
    void qemuFindsNothingOutsideInWhatWeTake() throws IOException {
        var qemuImg = PoolFixture.qemuImg();
        var inspector = new ImageInspector(ImageLimits.DEFAULT);
        var taken = new ArrayList<byte[]>();
        for (var seed = 0; seed < HEADERS; seed++) {
            var file = damaged(new Random(seed));
            if (inspector.inspect(file, new Bytes(file.length), ImageFormat.QCOW2) instanceof ImageVerdict.Accepted) {
                taken.add(file);
            }
        }
        assertThat(taken).as("headers that pass in spite of the damage").hasSizeGreaterThan(50);
        for (var file : taken.subList(0, 50)) {
            expectNothingOutside(qemuImg, Files.write(directory.resolve("image"), file));
        }
    }

    private static void expectNothingOutside(QemuImg qemuImg, Path file) {
        var result = qemuImg.execute(
                List.of("info", "-f", "qcow2", "--output=json", file.toString()),
                new QemuImg.Bounds(Duration.ofSeconds(30), Bytes.NONE),
                _ -> {});
        if (result.code() == 0) {
            var info = JsonMapper.shared().readTree(result.output());
            assertThat(info.path("format").asString()).isEqualTo("qcow2");
            assertThat(info.path("virtual-size").asLong()).isEqualTo(1L << 30);
            assertThat(info.has("backing-filename")).isFalse();
            assertThat(info.has("encrypted")).isFalse();
            assertThat(info.path("format-specific").path("data").has("data-file"))
                    .isFalse();
        } else {
            // QEMU is stricter here and there, and that is fine: it ends with a message, not by a signal.
            assertThat(result.code()).as(result.errors()).isEqualTo(1);
        }
    }

    private static byte[] damaged(Random random) {
        var file = Qcow2Bytes.version3();
        for (var i = 0; i <= random.nextInt(3); i++) {
            file.int32(FIELDS[random.nextInt(FIELDS.length)], VALUES[random.nextInt(VALUES.length)]);
        }
        return file.build();
    }
}
