package io.atoll.storage;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.model.Bytes;
import io.atoll.model.ImageId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import io.atoll.storage.image.ImageFormat;
import io.atoll.storage.image.ImageLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;

/** What the tests of pools share: ids, a pool in a fresh directory, images in it, and qemu-img itself. */
final class PoolFixture {
    static final PoolId POOL = PoolId.parse("0198c0de-0000-7000-8000-000000000001");
    static final ImageId IMAGE = ImageId.parse("0198c0de-0000-7000-8000-000000000002");
    static final ImageId OTHER_IMAGE = ImageId.parse("0198c0de-0000-7000-8000-0000000000f2");
    static final VmId VM = VmId.parse("0198c0de-0000-7000-8000-000000000003");
    static final VmId OTHER_VM = VmId.parse("0198c0de-0000-7000-8000-0000000000f3");

    private PoolFixture() {}

    /** Skips the test where QEMU is missing, unless this machine is one that has to have it. */
    static QemuImg qemuImg() {
        try {
            return QemuImg.find();
        } catch (StorageException missing) {
            if ("true".equals(System.getenv("ATOLL_REQUIRE_QEMU"))) {
                throw missing;
            }
            return Assumptions.abort(missing.detail());
        }
    }

    static SharedDirectoryPool newPool(Path directory) {
        return newPool(directory, StorageLimits.DEFAULT);
    }

    static SharedDirectoryPool newPool(Path directory, StorageLimits limits) {
        SharedDirectoryPool.createMarker(directory, POOL);
        return SharedDirectoryPool.open(directory, POOL, qemuImg(), limits);
    }

    static StorageLimits limits(ImageLimits image, Duration conversionTimeout) {
        var usual = StorageLimits.DEFAULT;
        return new StorageLimits(
                image,
                usual.maxVolumeSize(),
                usual.maxSpecSize(),
                conversionTimeout,
                usual.toolTimeout(),
                usual.reportTimeout());
    }

    /** Bytes that do not compress, the same in every run. */
    static byte[] content(int length) {
        var bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    static ReceivedImage upload(SharedDirectoryPool pool, ImageId image, ImageFormat format, byte[] file) {
        try (var upload = pool.images().receive(image, new ExpectedImage(format, new Bytes(file.length), null))) {
            upload.write(ByteBuffer.wrap(file));
            return upload.finish();
        }
    }

    /** A raw image of 1 MiB, ready to be cloned. */
    static ImageInfo importImage(SharedDirectoryPool pool, ImageId image) {
        upload(pool, image, ImageFormat.RAW, content(1 << 20));
        return pool.images().importReceived(image, ImageFormat.RAW, _ -> {});
    }

    static void expectProblem(StorageProblem problem, ThrowingCallable call) {
        expectProblem(problem, "", call);
    }

    /** The call is refused with this code, in one line that contains {@code part}, with something to do about it. */
    static void expectProblem(StorageProblem problem, String part, ThrowingCallable call) {
        assertThatExceptionOfType(StorageException.class).isThrownBy(call).satisfies(e -> {
            org.assertj.core.api.Assertions.assertThat(e.problem())
                    .as(e.detail())
                    .isEqualTo(problem);
            org.assertj.core.api.Assertions.assertThat(e.detail())
                    .contains(part)
                    .doesNotContain("\n");
        });
    }

    /** Every file below a directory by its path from there, sorted, without lock files and folders. */
    static List<String> files(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(path -> !Files.isDirectory(path))
                    .filter(path -> !path.getFileName().toString().equals(".lock"))
                    .map(path -> directory.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Runs a QEMU tool as any user would, without our bounds. */
    static String tool(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}
