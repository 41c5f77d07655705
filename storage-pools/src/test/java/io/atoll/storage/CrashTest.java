package io.atoll.storage;

import static io.atoll.storage.PoolFixture.IMAGE;
import static io.atoll.storage.PoolFixture.POOL;
import static io.atoll.storage.PoolFixture.VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.Bytes;
import io.atoll.storage.image.ImageFormat;
import io.atoll.storage.seed.NoCloudSeed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the process that works on a pool at any moment; whatever it was doing can be done again, and then is done. */
class CrashTest {
    private static final int CRASHES = 12;
    private static final int LONGEST_LIFE_MILLIS = 1_500;
    private static final Bytes SIZE = Bytes.ofMebibytes(16);

    @TempDir
    Path directory;

    @TempDir
    Path output;

    @Test
    void whateverACrashInterruptsCanBeDoneAgain() throws Exception {
        PoolFixture.newPool(directory);
        var lives = new Random(1);
        for (var crash = 0; crash < CRASHES; crash++) {
            var worker = worker();
            var ended = worker.waitFor(lives.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
            worker.destroyForcibly().waitFor();
            assertThat(ended).as("ended by itself").withFailMessage(this::said).isFalse();
            expectOnlyWholeThings();
        }
        var pool = SharedDirectoryPool.open(directory, POOL);
        work(pool);
        assertThat(PoolFixture.files(directory)).containsExactly(".atoll-pool");
    }

    private void expectOnlyWholeThings() {
        var pool = SharedDirectoryPool.open(directory, POOL);
        pool.images()
                .find(IMAGE)
                .ifPresent(image -> assertThat(image.virtualSize()).isEqualTo(Bytes.ofMebibytes(8)));
        for (var index : List.of(0, 1)) {
            if (Files.exists(pool.vms().diskPath(VM, index))) {
                assertThat(pool.volumes().info(VM, index).virtualSize()).isEqualTo(SIZE);
            }
        }
        pool.vms().readSpec(VM).ifPresent(spec -> assertThat(spec).hasSize(100_000));
    }

    private Process worker() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.resolve("worker.txt").toFile())
                .start();
    }

    private String said() {
        try {
            return Files.readString(output.resolve("worker.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The life of a VM from its image to its deletion, begun wherever an earlier one was cut off. */
    private static void work(SharedDirectoryPool pool) {
        if (pool.images().find(IMAGE).isEmpty()) {
            var content = PoolFixture.content(8 << 20);
            try (var upload = pool.images().receive(IMAGE, new ExpectedImage(ImageFormat.RAW, null, null))) {
                upload.write(ByteBuffer.wrap(content));
                upload.finish();
            }
            pool.images().importReceived(IMAGE, ImageFormat.RAW, _ -> {});
        }
        pool.volumes().cloneLinked(VM, 0, IMAGE, SIZE);
        pool.volumes().cloneFull(VM, 1, IMAGE, SIZE);
        pool.vms().writeSpec(VM, new byte[100_000]);
        pool.vms().writeSeed(VM, new NoCloudSeed(VM.toString(), "db-1", null, null));
        pool.vms().delete(VM);
        pool.images().delete(IMAGE);
    }

    /** The process that is killed. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] arguments) {
            var pool = SharedDirectoryPool.open(Path.of(arguments[0]), POOL);
            while (true) {
                work(pool);
            }
        }
    }
}
