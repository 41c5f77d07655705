package io.atoll.storage;

import static io.atoll.storage.PoolFixture.IMAGE;
import static io.atoll.storage.PoolFixture.POOL;
import static io.atoll.storage.PoolFixture.VM;
import static io.atoll.storage.PoolFixture.expectProblem;
import static io.atoll.storage.PoolFixture.files;
import static io.atoll.storage.PoolFixture.newPool;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.Bytes;
import io.atoll.model.PoolId;
import io.atoll.storage.image.ImageFormat;
import io.atoll.storage.seed.NoCloudSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedDirectoryPoolTest {
    private static final PoolId OTHER_POOL = PoolId.parse("0198c0de-0000-7000-8000-0000000000f1");

    @TempDir
    Path directory;

    @TempDir
    Path elsewhere;

    @Test
    void carriesAVmFromUploadToDeletion() throws IOException {
        var pool = newPool(directory);
        PoolFixture.importImage(pool, IMAGE);
        pool.volumes().cloneLinked(VM, 0, IMAGE, Bytes.ofMebibytes(16));
        pool.volumes().cloneFull(VM, 1, IMAGE, Bytes.ofMebibytes(16));
        pool.volumes().createBlank(VM, 2, Bytes.ofMebibytes(16));
        pool.vms().writeSeed(VM, new NoCloudSeed(VM.toString(), "db-1", null, null));
        pool.vms().writeSpec(VM, new byte[] {'{', '}'});
        var vm = "vms/" + VM + "/";
        assertThat(files(directory))
                .containsExactly(
                        ".atoll-pool",
                        "images/" + IMAGE + "/image.qcow2",
                        vm + "disk-0.qcow2",
                        vm + "disk-1.qcow2",
                        vm + "disk-2.qcow2",
                        vm + "seed.iso",
                        vm + "spec.json");
        assertThat(pool.vms().delete(VM)).isTrue();
        assertThat(pool.vms().delete(VM)).isFalse();
        assertThat(pool.images().delete(IMAGE)).isTrue();
        assertThat(pool.images().delete(IMAGE)).isFalse();
        assertThat(files(directory)).containsExactly(".atoll-pool");
    }

    @Test
    void aDirectoryWithoutAMarkerIsNotAPool() throws IOException {
        expectProblem(StorageProblem.POOL_MARKER_MISSING, directory.toString(), () -> open(POOL));
        assertThat(files(directory)).isEmpty();
    }

    @Test
    void aPoolIsAttachedUnderItsOwnIdOnly() {
        SharedDirectoryPool.createMarker(directory, POOL);
        SharedDirectoryPool.createMarker(directory, POOL);
        assertThat(open(POOL).id()).isEqualTo(POOL);
        expectProblem(StorageProblem.POOL_MARKER_WRONG, OTHER_POOL.toString(), () -> open(OTHER_POOL));
        expectProblem(StorageProblem.POOL_MARKER_WRONG, () -> SharedDirectoryPool.createMarker(directory, OTHER_POOL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "null",
                "{\"poolId\":\"0198c0de-0000-7000-8000-000000000001\"}",
                "{\"poolId\":\"0198c0de-0000-7000-8000-000000000001\",\"type\":\"other\",\"layoutVersion\":1}",
                "{\"poolId\":\"0198c0de-0000-7000-8000-000000000001\",\"type\":\"shared-directory\",\"layoutVersion\":2}",
                "{\"poolId\":\"x\",\"poolId\":\"0198c0de-0000-7000-8000-000000000001\",\"type\":\"shared-directory\",\"layoutVersion\":1}",
                "{\"poolId\":\"0198c0de-0000-7000-8000-000000000001\",\"type\":\"shared-directory\",\"layoutVersion\":1,\"x\":1}",
                "{\"poolId\":\"0198c0de-0000-7000-8000-000000000001\",\"type\":\"shared-directory\",\"layoutVersion\":1}{}",
                "{\"poolId\":null,\"type\":null,\"layoutVersion\":null}"
            })
    void aMarkerThatIsNotOursIsRefused(String content) throws IOException {
        Files.writeString(directory.resolve(".atoll-pool"), content);
        expectProblem(StorageProblem.POOL_MARKER_WRONG, () -> open(POOL));
    }

    @Test
    void noPoolIsMadeOfADirectoryInUse() throws IOException {
        Files.writeString(directory.resolve("thesis.txt"), "all of it");
        expectProblem(
                StorageProblem.POOL_NOT_EMPTY, "1 other", () -> SharedDirectoryPool.createMarker(directory, POOL));
        assertThat(files(directory)).containsExactly("thesis.txt");
    }

    @Test
    void ofManyHostsThatMarkADirectoryAtOnceOneWins() throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> attempts = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return marks(new PoolId(new UUID(0x7000, i)));
                    }))
                    .toList();
            start.countDown();
            var winners = new ArrayList<Boolean>();
            for (var attempt : attempts) {
                winners.add(attempt.get());
            }
            assertThat(winners).containsOnlyOnce(true);
        }
        assertThat(files(directory)).containsExactly(".atoll-pool");
    }

    @Test
    void nothingIsWrittenWhileTheStorageIsNotMounted() throws IOException {
        var pool = newPool(directory);
        PoolFixture.importImage(pool, IMAGE);
        var away = directory.resolveSibling(directory.getFileName() + "-away");
        Files.move(directory, away);
        try {
            Files.createDirectory(directory);
            var size = Bytes.ofMebibytes(1);
            var seed = new NoCloudSeed(VM.toString(), "db-1", null, null);
            var expected = new ExpectedImage(ImageFormat.RAW, null, null);
            var gone = StorageProblem.POOL_MARKER_MISSING;
            expectProblem(gone, () -> pool.volumes().createBlank(VM, 0, size));
            expectProblem(gone, () -> pool.volumes().cloneLinked(VM, 0, IMAGE, size));
            expectProblem(gone, () -> pool.volumes().cloneFull(VM, 0, IMAGE, size));
            expectProblem(gone, () -> pool.volumes().grow(VM, 0, size));
            expectProblem(gone, () -> pool.vms().writeSpec(VM, new byte[0]));
            expectProblem(gone, () -> pool.vms().readSpec(VM));
            expectProblem(gone, () -> pool.vms().writeSeed(VM, seed));
            expectProblem(gone, () -> pool.vms().delete(VM));
            expectProblem(gone, () -> pool.vms().list());
            expectProblem(gone, () -> pool.images().receive(IMAGE, expected));
            expectProblem(gone, () -> pool.images().importReceived(IMAGE, ImageFormat.RAW, _ -> {}));
            expectProblem(gone, () -> pool.images().delete(IMAGE));
            expectProblem(gone, () -> pool.images().list());
            expectProblem(gone, pool::capabilities);
            assertThat(pool.report().reachable()).isFalse();
            assertThat(pool.report().detail()).contains(".atoll-pool");
            assertThat(files(directory)).isEmpty();
        } finally {
            Files.delete(directory);
            Files.move(away, directory);
        }
        assertThat(pool.report().reachable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative/path", "/", "/no/such/directory", "/etc/hostname", "/tmp/line\nbreak"})
    void aPoolPathIsAnExistingAbsoluteDirectory(String path) {
        expectProblem(StorageProblem.POOL_PATH_INVALID, () -> SharedDirectoryPool.createMarker(Path.of(path), POOL));
    }

    @Test
    void linksInsideAPoolLeadNowhere() throws IOException {
        var pool = newPool(directory);
        PoolFixture.importImage(pool, IMAGE);
        pool.volumes().createBlank(VM, 0, Bytes.ofMebibytes(1));
        var precious = Files.writeString(elsewhere.resolve("disk-0.qcow2"), "precious");
        var foreign = StorageProblem.POOL_CONTENT_FOREIGN;

        var disk = pool.vms().diskPath(VM, 0);
        Files.delete(disk);
        Files.createSymbolicLink(disk, precious);
        expectProblem(foreign, disk.toString(), () -> pool.volumes().info(VM, 0));
        expectProblem(foreign, () -> pool.volumes().createBlank(VM, 0, Bytes.ofMebibytes(1)));
        expectProblem(foreign, () -> pool.vms().delete(VM));

        var folder = pool.vms().folder(PoolFixture.OTHER_VM);
        Files.createSymbolicLink(folder, elsewhere);
        expectProblem(foreign, () -> pool.vms().writeSpec(PoolFixture.OTHER_VM, new byte[0]));
        expectProblem(foreign, () -> pool.vms().delete(PoolFixture.OTHER_VM));
        expectProblem(foreign, () -> pool.volumes().createBlank(PoolFixture.OTHER_VM, 0, Bytes.ofMebibytes(1)));

        var image = pool.images().path(IMAGE);
        Files.delete(image);
        Files.createSymbolicLink(image, precious);
        expectProblem(foreign, () -> pool.images().info(IMAGE));

        Files.delete(directory.resolve(".atoll-pool"));
        Files.createSymbolicLink(directory.resolve(".atoll-pool"), precious);
        expectProblem(foreign, () -> open(POOL));
        assertThat(precious).hasContent("precious");
        assertThat(files(elsewhere)).containsExactly("disk-0.qcow2");
        for (var link : List.of(directory.resolve(".atoll-pool"), disk, folder, image)) {
            Files.delete(link);
        }
    }

    @Test
    void reportsSizesAndTriesWhatTheStorageCanDo() throws IOException {
        var pool = newPool(directory);
        var report = pool.report();
        assertThat(report.reachable()).isTrue();
        assertThat(report.detail()).isEmpty();
        assertThat(report.used()).isLessThanOrEqualTo(report.capacity());
        assertThat(report.capacity()).isGreaterThan(Bytes.NONE);
        var capabilities = pool.capabilities();
        assertThat(capabilities.supports("image-lock")).isTrue();
        assertThat(capabilities.supports("direct-io")).isEqualTo(report.directIo());
        assertThat(capabilities.supports("tool-isolation"))
                .isEqualTo(PoolFixture.qemuImg().isIsolated());
        assertThat(capabilities.supports("snapshots")).isFalse();
        assertThat(capabilities.supports("no-such-thing")).isFalse();
        assertThat(capabilities.capabilities())
                .allSatisfy(each -> assertThat(each.evidence()).containsAnyOf("tried", "by design"));
        assertThat(files(directory)).containsExactly(".atoll-pool");
    }

    @Test
    void aHungStorageIsReportedAndAskedByOneThreadOnly() throws InterruptedException {
        var asked = new CountDownLatch(2);
        var mended = new CountDownLatch(1);
        var answer = new PoolReport(true, Bytes.NONE, Bytes.NONE, false, "");
        var probe = new BoundedProbe(
                () -> {
                    asked.countDown();
                    try {
                        mended.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    return answer;
                },
                Duration.ofMillis(20));
        assertThat(probe.ask().detail()).isEqualTo("the storage did not answer within 20 ms");
        assertThat(probe.ask().reachable()).isFalse();
        assertThat(asked.getCount()).isEqualTo(1);
        mended.countDown();
        org.awaitility.Awaitility.await().until(() -> probe.ask().reachable());
    }

    @Test
    void aReportThatBreaksIsAReportToo() {
        var probe = new BoundedProbe(
                () -> {
                    throw new IllegalStateException("broken");
                },
                Duration.ofSeconds(10));
        assertThat(probe.ask().detail()).contains("broken");
    }

    private boolean marks(PoolId pool) {
        try {
            SharedDirectoryPool.createMarker(directory, pool);
            return true;
        } catch (StorageException e) {
            assertThat(e.problem()).isIn(StorageProblem.POOL_MARKER_WRONG, StorageProblem.POOL_NOT_EMPTY);
            return false;
        }
    }

    private SharedDirectoryPool open(PoolId id) {
        return SharedDirectoryPool.open(directory, id, PoolFixture.qemuImg(), StorageLimits.DEFAULT);
    }
}
