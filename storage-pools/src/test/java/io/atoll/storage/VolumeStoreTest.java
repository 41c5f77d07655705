package io.atoll.storage;

import static io.atoll.storage.PoolFixture.IMAGE;
import static io.atoll.storage.PoolFixture.OTHER_IMAGE;
import static io.atoll.storage.PoolFixture.VM;
import static io.atoll.storage.PoolFixture.expectProblem;
import static io.atoll.storage.PoolFixture.files;
import static io.atoll.storage.PoolFixture.newPool;
import static io.atoll.storage.PoolFixture.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.Bytes;
import io.atoll.storage.image.ImageFormat;
import io.atoll.storage.image.Qcow2Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeStoreTest {
    private static final Bytes SMALL = Bytes.ofMebibytes(2);

    @TempDir
    Path directory;

    private SharedDirectoryPool pool;

    @BeforeEach
    void attach() {
        pool = newPool(directory);
    }

    @Test
    void aLinkedCloneStoresOnlyWhatDiffersAndHasTheImagesContent() throws Exception {
        var image = PoolFixture.importImage(pool, IMAGE);
        var clone = pool.volumes().cloneLinked(VM, 0, IMAGE, image.virtualSize());
        assertThat(clone.backingImage()).isEqualTo(IMAGE);
        assertThat(clone.allocated()).isLessThan(image.virtualSize());
        assertThat(clone.path()).isEqualTo(pool.vms().diskPath(VM, 0));
        expectSameContent(image, clone);
        assertThat(tool("qemu-img", "info", "--output=json", clone.path().toString()))
                .contains("\"backing-filename\": \"../../images/" + IMAGE + "/image.qcow2\"")
                .contains("\"backing-filename-format\": \"qcow2\"");
    }

    @Test
    void aFullCloneStandsAlone() throws Exception {
        var image = PoolFixture.importImage(pool, IMAGE);
        var clone = pool.volumes().cloneFull(VM, 0, IMAGE, image.virtualSize());
        assertThat(clone.backingImage()).isNull();
        expectSameContent(image, clone);
        assertThat(pool.images().delete(IMAGE)).isTrue();
        assertThat(pool.volumes().info(VM, 0)).isEqualTo(clone);
        assertThat(pool.volumes().require(VM, 0)).isEqualTo(clone.path());
    }

    @Test
    void linkedClonesSurviveAMountAtAnotherPath() throws Exception {
        var image = PoolFixture.importImage(pool, IMAGE);
        pool.volumes().cloneLinked(VM, 0, IMAGE, SMALL);
        var elsewhere = directory.resolveSibling(directory.getFileName() + "-moved");
        Files.move(directory, elsewhere);
        try {
            var moved =
                    SharedDirectoryPool.open(elsewhere, PoolFixture.POOL, PoolFixture.qemuImg(), StorageLimits.DEFAULT);
            var clone = moved.volumes().verify(VM, 0, IMAGE);
            assertThat(tool("qemu-img", "info", "--backing-chain", clone.path().toString()))
                    .contains(elsewhere + "/")
                    .doesNotContain(image.path().toString());
        } finally {
            Files.move(elsewhere, directory);
        }
    }

    @Test
    void aDiskIsAtLeastAsLargeAsItsImage() {
        PoolFixture.importImage(pool, IMAGE);
        var invalid = StorageProblem.VOLUME_SIZE_INVALID;
        var tooSmall = new Bytes((1 << 20) - 512);
        expectProblem(invalid, "from 1048576 bytes", () -> pool.volumes().cloneLinked(VM, 0, IMAGE, tooSmall));
        expectProblem(invalid, () -> pool.volumes().cloneFull(VM, 0, IMAGE, tooSmall));
        expectProblem(invalid, () -> pool.volumes().createBlank(VM, 0, Bytes.NONE));
        expectProblem(invalid, () -> pool.volumes().createBlank(VM, 0, new Bytes(1000)));
        expectProblem(invalid, () -> pool.volumes().createBlank(VM, 0, Bytes.ofTebibytes(65)));
        expectProblem(StorageProblem.IMAGE_NOT_FOUND, () -> pool.volumes().cloneLinked(VM, 0, OTHER_IMAGE, SMALL));
        assertThat(pool.vms().list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 64, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void disksAreNumberedWithinReason(int index) {
        expectProblem(StorageProblem.INPUT_INVALID, () -> pool.volumes().createBlank(VM, index, SMALL));
        expectProblem(StorageProblem.INPUT_INVALID, () -> pool.vms().diskPath(VM, index));
    }

    @Test
    void creatingAgainFindsTheDiskDoneAndNeverReplacesAnother() throws IOException {
        PoolFixture.importImage(pool, IMAGE);
        var first = pool.volumes().cloneLinked(VM, 0, IMAGE, SMALL);
        var written = Files.getLastModifiedTime(first.path());
        assertThat(pool.volumes().cloneLinked(VM, 0, IMAGE, SMALL)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.path())).isEqualTo(written);
        var exists = StorageProblem.VOLUME_EXISTS;
        expectProblem(exists, () -> pool.volumes().createBlank(VM, 0, SMALL));
        expectProblem(exists, () -> pool.volumes().cloneLinked(VM, 0, IMAGE, Bytes.ofMebibytes(4)));
        expectProblem(exists, () -> pool.volumes().cloneFull(VM, 0, IMAGE, SMALL));
    }

    @Test
    void aDraftLeftByACrashIsReplaced() throws IOException {
        pool.vms().writeSpec(VM, new byte[0]);
        Files.writeString(pool.vms().folder(VM).resolve("disk-0.qcow2.123.tmp"), "half of it");
        pool.volumes().createBlank(VM, 0, SMALL);
        assertThat(files(pool.vms().folder(VM))).containsExactly("disk-0.qcow2", "spec.json");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(pool.vms().folder(VM))))
                .isEqualTo("rwx------");
    }

    @Test
    void growsADiskThatNoQemuHasOpen() throws Exception {
        pool.volumes().createBlank(VM, 0, SMALL);
        var larger = Bytes.ofMebibytes(8);
        assertThat(pool.volumes().grow(VM, 0, larger).virtualSize()).isEqualTo(larger);
        assertThat(pool.volumes().grow(VM, 0, larger).virtualSize()).isEqualTo(larger);
        expectProblem(StorageProblem.VOLUME_SIZE_INVALID, () -> pool.volumes().grow(VM, 0, SMALL));
        try (var _ = RunningQemu.opening(pool.vms().diskPath(VM, 0))) {
            expectProblem(StorageProblem.VOLUME_IN_USE, () -> pool.volumes().grow(VM, 0, Bytes.ofMebibytes(16)));
        }
    }

    @Test
    void aVmIsNotDeletedWhileAQemuHasADiskOpen() throws Exception {
        pool.volumes().createBlank(VM, 0, SMALL);
        pool.volumes().createBlank(VM, 1, SMALL);
        var before = files(directory);
        try (var qemu = RunningQemu.opening(pool.vms().diskPath(VM, 1))) {
            expectProblem(
                    StorageProblem.VOLUME_IN_USE,
                    "disk-1.qcow2",
                    () -> pool.vms().delete(VM));
            assertThat(pool.volumes().info(VM, 1).virtualSize()).isEqualTo(SMALL);
            qemu.freeze();
            expectProblem(StorageProblem.VOLUME_IN_USE, () -> pool.vms().delete(VM));
            assertThat(files(directory)).isEqualTo(before);
        }
        assertThat(pool.vms().delete(VM)).isTrue();
    }

    @Test
    void aVmIsDeletedOnceItsQemuHasEnded() throws Exception {
        pool.volumes().createBlank(VM, 0, SMALL);
        try (var qemu = RunningQemu.opening(pool.vms().diskPath(VM, 0))) {
            qemu.quit();
            assertThat(pool.vms().delete(VM)).isTrue();
        }
    }

    @Test
    void whileADiskIsLockedForDeletionNoQemuOpensIt() throws Exception {
        var disk = pool.volumes().createBlank(VM, 0, SMALL).path();
        try (var _ = VolumeLock.acquire(List.of(disk))) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> RunningQemu.opening(disk))
                    .hasMessageContaining("lock");
        }
        RunningQemu.opening(disk).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/etc/hostname", "../../images/image.qcow2", "json:{\"driver\":\"null-co\"}", "nbd:localhost:1"})
    void aDiskThatWasMadeToReachElsewhereIsNotUsed(String backing) throws Exception {
        var disk = pool.volumes().createBlank(VM, 0, SMALL).path();
        tool("qemu-img", "rebase", "-u", "-f", "qcow2", "-F", "raw", "-b", backing, disk.toString());
        expectRefused("backing file");
    }

    /** Whether it is looked at for people or for a start. */
    private void expectRefused(String why) {
        expectProblem(StorageProblem.VOLUME_REFUSED, why, () -> pool.volumes().info(VM, 0));
        expectProblem(StorageProblem.VOLUME_REFUSED, why, () -> pool.volumes().require(VM, 0));
    }

    @Test
    void aDiskOfAnotherImageIsNotTheOneExpected() throws Exception {
        PoolFixture.importImage(pool, IMAGE);
        PoolFixture.importImage(pool, OTHER_IMAGE);
        var disk = pool.volumes().cloneLinked(VM, 0, IMAGE, SMALL).path();
        assertThat(pool.volumes().verify(VM, 0, IMAGE).backingImage()).isEqualTo(IMAGE);
        var refused = StorageProblem.VOLUME_REFUSED;
        expectProblem(refused, () -> pool.volumes().verify(VM, 0, null));
        var other = "../../images/" + OTHER_IMAGE + "/image.qcow2";
        tool("qemu-img", "rebase", "-u", "-f", "qcow2", "-F", "raw", "-b", other, disk.toString());
        expectProblem(refused, () -> pool.volumes().info(VM, 0));
        tool("qemu-img", "rebase", "-u", "-f", "qcow2", "-F", "qcow2", "-b", other, disk.toString());
        expectProblem(refused, OTHER_IMAGE.toString(), () -> pool.volumes().verify(VM, 0, IMAGE));
    }

    @Test
    void aDiskWhoseImageIsGoneIsNotUsed() throws IOException {
        PoolFixture.importImage(pool, IMAGE);
        pool.volumes().cloneLinked(VM, 0, IMAGE, SMALL);
        Files.delete(pool.images().path(IMAGE));
        expectRefused("not in this pool");
    }

    @Test
    void anotherFormatUnderADisksNameIsNotUsed() throws IOException {
        var disk = pool.volumes().createBlank(VM, 0, SMALL).path();
        Files.write(disk, new byte[1 << 20]);
        expectProblem(StorageProblem.VOLUME_REFUSED, () -> pool.volumes().info(VM, 0));
        Files.write(disk, Qcow2Bytes.version3().int64(72, 4).build());
        expectProblem(StorageProblem.VOLUME_REFUSED, () -> pool.volumes().info(VM, 0));
        expectProblem(StorageProblem.VOLUME_NOT_FOUND, () -> pool.volumes().info(VM, 7));
        expectProblem(StorageProblem.VOLUME_NOT_FOUND, () -> pool.volumes().require(VM, 7));
    }

    @Test
    void aDeletionThatACrashInterruptedIsFinished() throws IOException {
        pool.volumes().createBlank(VM, 0, SMALL);
        Files.move(pool.vms().folder(VM), pool.vms().folder(VM).resolveSibling(".going-" + VM));
        assertThat(pool.vms().list()).isEmpty();
        assertThat(pool.vms().delete(VM)).isTrue();
        assertThat(files(directory)).containsExactly(".atoll-pool");
    }

    @Test
    void oneOperationAtATimeWorksInAVmsFolder() {
        var folder = pool.vms().makeFolder(VM);
        var root = new PoolRoot(pool.path());
        try (var _ = FolderLock.exclusive(root, folder)) {
            expectProblem(StorageProblem.STORAGE_BUSY, () -> pool.volumes().createBlank(VM, 0, SMALL));
            expectProblem(StorageProblem.STORAGE_BUSY, () -> pool.vms().delete(VM));
            expectProblem(StorageProblem.STORAGE_BUSY, () -> FolderLock.shared(root, folder));
        }
        try (var _ = FolderLock.shared(root, folder);
                var _ = FolderLock.shared(root, folder)) {
            expectProblem(StorageProblem.STORAGE_BUSY, () -> FolderLock.exclusive(root, folder));
        }
        FolderLock.exclusive(root, folder).close();
    }

    @Test
    void shortWorkOfAnotherIsWaitedFor() throws Exception {
        var folder = pool.vms().makeFolder(VM);
        var root = new PoolRoot(pool.path());
        var held = FolderLock.exclusive(root, folder);
        var got = new CompletableFuture<FolderLock>();
        var waiting = Thread.ofPlatform().start(() -> got.complete(FolderLock.exclusive(root, folder)));
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        held.close();
        got.get().close();
    }

    @Test
    void theLockOfAFolderHoldsAgainstOtherProcesses() throws Exception {
        var folder = pool.vms().makeFolder(VM);
        var lock = Files.createFile(folder.resolve(".lock"));
        try (var _ = RunningQemu.opening(lock, "raw")) {
            expectProblem(StorageProblem.STORAGE_BUSY, () -> pool.volumes().createBlank(VM, 0, SMALL));
        }
        pool.volumes().createBlank(VM, 0, SMALL);
    }

    @Test
    void aQemuThatSlippedInBeforeTheRenamingKeepsItsDisks() throws Exception {
        pool.volumes().createBlank(VM, 0, SMALL);
        try (var _ = RunningQemu.opening(pool.vms().diskPath(VM, 0))) {
            Files.move(pool.vms().folder(VM), pool.vms().folder(VM).resolveSibling(".going-" + VM));
            expectProblem(StorageProblem.VOLUME_IN_USE, () -> pool.vms().delete(VM));
            assertThat(pool.volumes().info(VM, 0).virtualSize()).isEqualTo(SMALL);
        }
        assertThat(pool.vms().delete(VM)).isTrue();
    }

    @Test
    void aToolThatWritesTooMuchIsStopped() {
        var source = pool.images().path(IMAGE).resolveSibling("incoming.done").toString();
        PoolFixture.upload(pool, IMAGE, ImageFormat.RAW, PoolFixture.content(4 << 20));
        var target = directory.resolve("out").toString();
        expectProblem(
                StorageProblem.TOOL_FAILED,
                "1048576 bytes",
                () -> PoolFixture.qemuImg()
                        .run(
                                List.of("convert", "-f", "raw", "-O", "qcow2", source, target),
                                new QemuImg.Bounds(java.time.Duration.ofMinutes(1), Bytes.ofMebibytes(1)),
                                _ -> {}));
    }

    @Test
    void aMissingToolIsNamedWithItsPackage() {
        var missing = new QemuImg(Path.of("/no/qemu-img"), Path.of("/no/prlimit"), List.of());
        expectProblem(
                StorageProblem.TOOL_MISSING,
                "/no/prlimit",
                () -> missing.run(
                        List.of("--version"),
                        new QemuImg.Bounds(java.time.Duration.ofMinutes(1), Bytes.NONE),
                        _ -> {}));
    }

    private static void expectSameContent(ImageInfo image, VolumeInfo volume) throws Exception {
        assertThat(tool(
                        "qemu-img",
                        "compare",
                        "-f",
                        "qcow2",
                        "-F",
                        "qcow2",
                        image.path().toString(),
                        volume.path().toString()))
                .contains("identical");
    }
}
