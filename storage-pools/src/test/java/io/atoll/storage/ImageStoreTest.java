package io.atoll.storage;

import static io.atoll.storage.PoolFixture.IMAGE;
import static io.atoll.storage.PoolFixture.OTHER_IMAGE;
import static io.atoll.storage.PoolFixture.VM;
import static io.atoll.storage.PoolFixture.content;
import static io.atoll.storage.PoolFixture.expectProblem;
import static io.atoll.storage.PoolFixture.files;
import static io.atoll.storage.PoolFixture.newPool;
import static io.atoll.storage.PoolFixture.tool;
import static io.atoll.storage.PoolFixture.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.model.Bytes;
import io.atoll.storage.image.ImageFormat;
import io.atoll.storage.image.ImageLimits;
import io.atoll.storage.image.Qcow2Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageStoreTest {
    private static final byte[] RAW = content(1 << 20);

    @TempDir
    Path directory;

    @TempDir
    Path outside;

    private SharedDirectoryPool pool;

    @BeforeEach
    void attach() {
        pool = newPool(directory);
    }

    @Test
    void anImportedImageHasTheContentThatWasUploaded() throws Exception {
        var original = Files.write(outside.resolve("original"), RAW);
        var received = upload(pool, IMAGE, ImageFormat.RAW, RAW);
        assertThat(received.sha256()).isEqualTo(sha256(RAW));
        assertThat(pool.images().find(IMAGE)).isEmpty();
        var percents = Collections.synchronizedList(new ArrayList<Integer>());
        var image = pool.images().importReceived(IMAGE, ImageFormat.RAW, percents::add);
        assertThat(percents).endsWith(100);
        assertThat(image.virtualSize()).isEqualTo(Bytes.ofMebibytes(1));
        assertThat(image.path()).isEqualTo(pool.images().path(IMAGE));
        assertThat(pool.images().list()).containsExactly(IMAGE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(image.path())))
                .isEqualTo("r--r--r--");
        assertThat(tool(
                        "qemu-img",
                        "compare",
                        "-f",
                        "raw",
                        "-F",
                        "qcow2",
                        original.toString(),
                        image.path().toString()))
                .contains("identical");
        assertThat(files(directory)).containsExactly(".atoll-pool", "images/" + IMAGE + "/image.qcow2");
    }

    @Test
    void importingAgainFindsItDone() throws IOException {
        PoolFixture.importImage(pool, IMAGE);
        var before = Files.getLastModifiedTime(pool.images().path(IMAGE));
        assertThat(pool.images().importReceived(IMAGE, ImageFormat.RAW, _ -> {}).virtualSize())
                .isEqualTo(Bytes.ofMebibytes(1));
        assertThat(Files.getLastModifiedTime(pool.images().path(IMAGE))).isEqualTo(before);
    }

    @Test
    void aConversionThatWasInterruptedByACrashIsDoneAnew() throws IOException {
        upload(pool, IMAGE, ImageFormat.RAW, RAW);
        Files.writeString(pool.images().path(IMAGE).resolveSibling("image.qcow2.123.tmp"), "half of it");
        assertThat(pool.images().importReceived(IMAGE, ImageFormat.RAW, _ -> {}).virtualSize())
                .isEqualTo(Bytes.ofMebibytes(1));
        assertThat(files(directory)).containsExactly(".atoll-pool", "images/" + IMAGE + "/image.qcow2");
    }

    @Test
    void anImageThatIsThereIsNeverOverwritten() {
        PoolFixture.importImage(pool, IMAGE);
        expectProblem(StorageProblem.IMAGE_EXISTS, () -> upload(pool, IMAGE, ImageFormat.RAW, RAW));
    }

    @Test
    void nothingIsImportedThatDidNotArriveWhole() throws IOException {
        expectProblem(
                StorageProblem.IMAGE_NOT_FOUND, () -> pool.images().importReceived(IMAGE, ImageFormat.RAW, _ -> {}));
        try (var upload = pool.images().receive(IMAGE, new ExpectedImage(ImageFormat.RAW, null, null))) {
            upload.write(ByteBuffer.wrap(RAW));
        }
        expectProblem(
                StorageProblem.IMAGE_NOT_FOUND, () -> pool.images().importReceived(IMAGE, ImageFormat.RAW, _ -> {}));
        assertThat(files(directory)).containsExactly(".atoll-pool");
    }

    @Test
    void moreOrLessThanAnnouncedIsRefused() throws IOException {
        var expected = new ExpectedImage(ImageFormat.RAW, new Bytes(1024), null);
        try (var upload = pool.images().receive(IMAGE, expected)) {
            upload.write(ByteBuffer.allocate(512));
            expectProblem(StorageProblem.IMAGE_SIZE_MISMATCH, "512 bytes arrived, 1024 bytes", upload::finish);
            expectProblem(
                    StorageProblem.IMAGE_SIZE_MISMATCH,
                    "More than 1024 bytes",
                    () -> upload.write(ByteBuffer.allocate(513)));
        }
        assertThat(files(directory)).containsExactly(".atoll-pool");
    }

    @Test
    void otherBytesThanAnnouncedAreRefused() throws IOException {
        var expected = new ExpectedImage(ImageFormat.RAW, null, sha256(new byte[] {1}));
        try (var upload = pool.images().receive(IMAGE, expected)) {
            upload.write(ByteBuffer.wrap(RAW));
            expectProblem(StorageProblem.IMAGE_DIGEST_MISMATCH, sha256(RAW), upload::finish);
        }
        assertThat(files(directory)).containsExactly(".atoll-pool");
        assertThatThrownBy(() -> new ExpectedImage(ImageFormat.RAW, null, "ABCDEF"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("6 characters");
    }

    @Test
    void anUploadOfUnknownSizeIsBoundedByTheLimit() {
        var small = new ImageLimits(new Bytes(100 * 1024), Bytes.ofMebibytes(1));
        var bounded = newPool(directory, PoolFixture.limits(small, Duration.ofMinutes(1)));
        try (var upload = bounded.images().receive(IMAGE, new ExpectedImage(ImageFormat.RAW, null, null))) {
            upload.write(ByteBuffer.allocate(100 * 1024));
            expectProblem(
                    StorageProblem.IMAGE_SIZE_MISMATCH, "102400 bytes", () -> upload.write(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void aHostileHeaderEndsAnUploadBeforeTheRestIsSent() throws IOException {
        var hostile = Qcow2Bytes.version3().backing("/etc/shadow").build();
        var expected = new ExpectedImage(ImageFormat.QCOW2, Bytes.ofGibibytes(1), null);
        try (var upload = pool.images().receive(IMAGE, expected)) {
            upload.write(ByteBuffer.wrap(hostile, 0, 40_000));
            expectProblem(
                    StorageProblem.IMAGE_REFUSED,
                    "(backing-file)",
                    () -> upload.write(ByteBuffer.wrap(hostile, 40_000, 40_000)));
        }
        assertThat(files(directory)).containsExactly(".atoll-pool");
    }

    @Test
    void anUploadInSmallPiecesIsTheSame() {
        try (var upload = pool.images().receive(IMAGE, new ExpectedImage(ImageFormat.RAW, null, sha256(RAW)))) {
            for (var at = 0; at < RAW.length; at += 1000) {
                upload.write(ByteBuffer.wrap(RAW, at, Math.min(1000, RAW.length - at)));
            }
            assertThat(upload.received()).isEqualTo(new Bytes(RAW.length));
            assertThat(upload.finish().size()).isEqualTo(new Bytes(RAW.length));
        }
    }

    @Test
    void twoUploadsOfOneImageDoNotMix() {
        var expected = new ExpectedImage(ImageFormat.RAW, null, null);
        try (var upload = pool.images().receive(IMAGE, expected)) {
            upload.write(ByteBuffer.wrap(RAW));
            expectProblem(StorageProblem.STORAGE_BUSY, () -> pool.images().receive(IMAGE, expected));
            expectProblem(StorageProblem.STORAGE_BUSY, () -> pool.images().delete(IMAGE));
            upload.finish();
        }
    }

    @Test
    void anUploadThatCannotFitIsRefusedAtOnce() {
        var expected = new ExpectedImage(ImageFormat.RAW, new Bytes(Long.MAX_VALUE), null);
        expectProblem(StorageProblem.POOL_FULL, () -> pool.images().receive(IMAGE, expected));
    }

    @ParameterizedTest
    @CsvSource({
        "qcow2, qcow2, compat=0.10",
        "qcow2, qcow2, 'compat=1.1,compression_type=zstd'",
        "qcow2, qcow2, 'cluster_size=512'",
        "qcow2, qcow2, 'cluster_size=2M,extended_l2=on'",
        "qcow2, qcow2, 'lazy_refcounts=on,refcount_bits=64'",
        "qcow2, qcow2, preallocation=metadata",
        "raw, raw, preallocation=off"
    })
    void takesWhatQemuMakes(String format, ImageFormatName declared, String options) throws Exception {
        var file = make(format, options);
        upload(pool, IMAGE, declared.format(), Files.readAllBytes(file));
        pool.images().importReceived(IMAGE, declared.format(), _ -> {});
        assertThat(tool(
                        "qemu-img",
                        "compare",
                        "-f",
                        format,
                        "-F",
                        "qcow2",
                        file.toString(),
                        pool.images().path(IMAGE).toString()))
                .contains("identical");
    }

    /** Lets a table write the formats as the API does. */
    record ImageFormatName(ImageFormat format) {
        static ImageFormatName valueOf(String name) {
            return new ImageFormatName(ImageFormat.parse(name));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vmdk, subformat=monolithicSparse",
        "vmdk, subformat=streamOptimized",
        "vhdx, subformat=dynamic",
        "vpc, subformat=dynamic",
        "vpc, subformat=fixed",
        "vdi, static=off",
        "qed, cluster_size=65536",
        "qcow, encryption=off",
        "parallels, cluster_size=1048576"
    })
    void refusesEveryOtherFormatThatQemuMakes(String format, String options) throws Exception {
        var file = Files.readAllBytes(make(format, options));
        expectProblem(StorageProblem.IMAGE_REFUSED, () -> importAs(ImageFormat.RAW, file));
        expectProblem(StorageProblem.IMAGE_REFUSED, () -> importAs(ImageFormat.QCOW2, file));
    }

    @Test
    void refusesTheReachingOutThatQemuItselfCanMake() throws Exception {
        var base = make("raw", "preallocation=off");
        var linked = outside.resolve("linked");
        tool("qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", base.toString(), linked.toString());
        expectProblem(
                StorageProblem.IMAGE_REFUSED,
                "(backing-file)",
                () -> upload(pool, IMAGE, ImageFormat.QCOW2, Files.readAllBytes(linked)));
        var external = outside.resolve("external");
        var options = "data_file=" + outside.resolve("data") + ",data_file_raw=on";
        tool("qemu-img", "create", "-q", "-f", "qcow2", "-o", options, external.toString(), "4M");
        expectProblem(
                StorageProblem.IMAGE_REFUSED,
                "(data-file)",
                () -> upload(pool, IMAGE, ImageFormat.QCOW2, Files.readAllBytes(external)));
        var encrypted = outside.resolve("encrypted");
        var secret = "secret,id=s,data=guess";
        var aes = "encrypt.format=aes,encrypt.key-secret=s";
        tool("qemu-img", "create", "-q", "--object", secret, "-f", "qcow2", "-o", aes, encrypted.toString(), "4M");
        expectProblem(
                StorageProblem.IMAGE_REFUSED,
                "(encryption)",
                () -> upload(pool, IMAGE, ImageFormat.QCOW2, Files.readAllBytes(encrypted)));
    }

    @Test
    void theHeaderIsJudgedAgainWhenItIsConverted() throws IOException {
        upload(pool, IMAGE, ImageFormat.RAW, RAW);
        var done = pool.images().path(IMAGE).resolveSibling("incoming.done");
        Files.write(done, Qcow2Bytes.version3().backing("/etc/shadow").build());
        for (var declared : ImageFormat.values()) {
            expectProblem(StorageProblem.IMAGE_REFUSED, () -> pool.images().importReceived(IMAGE, declared, _ -> {}));
        }
        assertThat(pool.images().find(IMAGE)).isEmpty();
    }

    @Test
    void dataClustersThatOverlapTheTablesAreRefused() throws Exception {
        var file = make("qcow2", "compat=1.1");
        var header = ByteBuffer.wrap(Files.readAllBytes(file));
        var level2 = header.getLong((int) header.getLong(40)) & 0x00ff_ffff_ffff_fe00L;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(8).putLong(0, 1L << 63 | header.getLong(40)), level2);
        }
        expectProblem(
                StorageProblem.IMAGE_REFUSED, "(tables)", () -> importAs(ImageFormat.QCOW2, Files.readAllBytes(file)));
        assertThat(pool.images().find(IMAGE)).isEmpty();
    }

    @Test
    void aConversionThatTakesTooLongIsStoppedAndLeavesNothing() throws IOException {
        var hurried = newPool(directory, PoolFixture.limits(ImageLimits.DEFAULT, Duration.ofMillis(1)));
        upload(hurried, IMAGE, ImageFormat.RAW, RAW);
        expectProblem(
                StorageProblem.TOOL_TIMEOUT, () -> hurried.images().importReceived(IMAGE, ImageFormat.RAW, _ -> {}));
        assertThat(files(directory)).containsExactly(".atoll-pool", "images/" + IMAGE + "/incoming.done");
        pool.images().importReceived(IMAGE, ImageFormat.RAW, _ -> {});
    }

    @Test
    void aCancelledConversionLeavesWhatArrived() throws IOException {
        upload(pool, IMAGE, ImageFormat.RAW, RAW);
        Thread.currentThread().interrupt();
        expectProblem(StorageProblem.CANCELLED, () -> pool.images().importReceived(IMAGE, ImageFormat.RAW, _ -> {}));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(files(directory)).containsExactly(".atoll-pool", "images/" + IMAGE + "/incoming.done");
    }

    @Test
    void anImageInUseIsNotDeleted() {
        PoolFixture.importImage(pool, IMAGE);
        PoolFixture.importImage(pool, OTHER_IMAGE);
        pool.volumes().cloneLinked(VM, 0, IMAGE, Bytes.ofMebibytes(2));
        expectProblem(
                StorageProblem.IMAGE_IN_USE, "1 volumes", () -> pool.images().delete(IMAGE));
        assertThat(pool.images().delete(OTHER_IMAGE)).isTrue();
        pool.vms().delete(VM);
        assertThat(pool.images().delete(IMAGE)).isTrue();
    }

    @Test
    void aDeletionThatACrashInterruptedIsFinished() throws IOException {
        PoolFixture.importImage(pool, IMAGE);
        var folder = directory.resolve("images/" + IMAGE);
        Files.move(folder, folder.resolveSibling(".going-" + IMAGE));
        assertThat(pool.images().list()).isEmpty();
        assertThat(pool.images().delete(IMAGE)).isTrue();
        assertThat(files(directory)).containsExactly(".atoll-pool");
    }

    @Test
    void aVolumeThatCannotBeReadMayBeLinkedToAnything() throws IOException {
        PoolFixture.importImage(pool, IMAGE);
        pool.volumes().createBlank(VM, 0, Bytes.ofMebibytes(2));
        Files.write(pool.vms().diskPath(VM, 0), new byte[100]);
        expectProblem(StorageProblem.IMAGE_IN_USE, () -> pool.images().delete(IMAGE));
    }

    private ImageInfo importAs(ImageFormat declared, byte[] file) {
        upload(pool, IMAGE, declared, file);
        return pool.images().importReceived(IMAGE, declared, _ -> {});
    }

    /** An image of 4 MiB with some data in it, made by qemu-img. */
    private Path make(String format, String options) throws Exception {
        var source = Files.write(outside.resolve("source"), content(4 << 20));
        var file = outside.resolve("made");
        tool("qemu-img", "convert", "-f", "raw", "-O", format, "-o", options, source.toString(), file.toString());
        return file;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
