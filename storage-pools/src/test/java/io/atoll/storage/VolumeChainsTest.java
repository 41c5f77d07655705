package io.atoll.storage;

import static io.atoll.storage.PoolFixture.IMAGE;
import static io.atoll.storage.PoolFixture.VM;
import static io.atoll.storage.PoolFixture.expectProblem;
import static io.atoll.storage.PoolFixture.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks of several files: made, merged while no QEMU has them, retired and deleted, and never read otherwise than before. */
class VolumeChainsTest {
    private static final DiskImage FIRST = DiskImage.first(0);
    private static final DiskImage SECOND = image(2);
    private static final DiskImage THIRD = image(3);
    private static final DiskImage BRANCH = image(4);
    private static final Bytes SIZE = Bytes.ofMebibytes(8);

    @TempDir
    Path directory;

    private SharedDirectoryPool pool;
    private VolumeChains chains;

    @BeforeEach
    void makeADiskOfThree() throws Exception {
        pool = PoolFixture.newPool(directory);
        chains = pool.chains();
        PoolFixture.importImage(pool, IMAGE);
        pool.volumes().cloneLinked(VM, 0, IMAGE, SIZE);
        write(FIRST, 0x11, "1M", "2M");
        chains.create(VM, SECOND, FIRST);
        write(SECOND, 0x22, "2M", "1M");
        chains.create(VM, THIRD, SECOND);
        write(THIRD, 0x33, "3M", "64k");
    }

    private static DiskImage image(int number) {
        return new DiskImage(0, "0198c0de-0000-7000-8000-00000000000" + number);
    }

    @Test
    void aChainIsKnownByItsHeadersAndCheckedBeforeItIsUsed() throws Exception {
        assertThat(chains.create(VM, THIRD, SECOND))
                .as("asked again")
                .isEqualTo(chains.path(VM, THIRD))
                .isEqualTo(chains.require(VM, THIRD));
        assertThat(chains.survey(VM, 0))
                .extracting(VolumeChains.ChainImage::image, VolumeChains.ChainImage::base)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(FIRST, null),
                        org.assertj.core.groups.Tuple.tuple(SECOND, FIRST),
                        org.assertj.core.groups.Tuple.tuple(THIRD, SECOND));
        assertThat(chains.survey(VM, 1)).isEmpty();
        expectProblem(StorageProblem.VOLUME_EXISTS, "not based on", () -> chains.create(VM, THIRD, FIRST));
        expectProblem(StorageProblem.VOLUME_NOT_FOUND, "", () -> chains.require(VM, BRANCH));
        expectProblem(StorageProblem.VOLUME_IN_USE, "stands on", () -> chains.delete(VM, SECOND));
        tool("qemu-img", "rebase", "-u", "-f", "qcow2", "-b", "../../../etc/passwd", "-F", "raw", path(SECOND));
        expectProblem(StorageProblem.VOLUME_REFUSED, "backing file", () -> chains.require(VM, THIRD));
        tool("qemu-img", "rebase", "-u", "-f", "qcow2", "-b", "disk-1.qcow2", "-F", "qcow2", path(SECOND));
        expectProblem(StorageProblem.VOLUME_REFUSED, "backing file", () -> chains.require(VM, THIRD));
        tool("qemu-img", "rebase", "-u", "-f", "qcow2", "-b", THIRD.fileName(), "-F", "qcow2", path(SECOND));
        expectProblem(StorageProblem.VOLUME_REFUSED, "on itself", () -> chains.require(VM, THIRD));
    }

    @Test
    void aCommittedImageIsFoundWhereItsContentWent() throws Exception {
        var before = content(THIRD);
        var middle = content(SECOND);

        chains.commit(VM, SECOND, FIRST, _ -> {});
        chains.commit(VM, SECOND, FIRST, _ -> {}); // asked again

        requireSound(FIRST, THIRD);
        assertThat(content(THIRD)).isEqualTo(before);
        assertThat(content(FIRST)).isEqualTo(middle);
        assertThat(chains.present(VM, SECOND)).isEqualTo(FIRST);
        assertThat(chains.require(VM, SECOND)).isEqualTo(chains.path(VM, FIRST));
        assertThat(chains.base(VM, THIRD)).isEqualTo(FIRST);
        chains.empty(VM, SECOND, FIRST);
        assertThat(chains.require(VM, SECOND)).isEqualTo(chains.path(VM, FIRST));

        chains.commit(VM, THIRD, FIRST, _ -> {});

        requireSound(FIRST);
        assertThat(content(FIRST)).isEqualTo(before);
        assertThat(chains.require(VM, THIRD)).isEqualTo(chains.path(VM, FIRST));
        assertThat(chains.delete(VM, THIRD)).isTrue();
        assertThat(chains.delete(VM, SECOND)).isTrue();
        assertThat(chains.delete(VM, SECOND)).isFalse();
        assertThat(names()).containsExactly("disk-0.qcow2");
    }

    @Test
    void aPulledImageStandsOnWhatWasBelowAndKeepsTheOthers() throws Exception {
        chains.create(VM, BRANCH, SECOND);
        write(BRANCH, 0x44, "0", "64k");
        var third = content(THIRD);
        var branch = content(BRANCH);

        expectProblem(
                StorageProblem.VOLUME_IN_USE, "2 files stand on", () -> chains.commit(VM, THIRD, SECOND, _ -> {}));
        chains.pull(VM, THIRD, SECOND, _ -> {});
        chains.pull(VM, THIRD, SECOND, _ -> {}); // asked again

        assertThat(chains.base(VM, THIRD)).isEqualTo(FIRST);
        assertThat(content(THIRD)).isEqualTo(third);
        chains.pull(VM, THIRD, FIRST, _ -> {});
        assertThat(chains.backingName(VM, THIRD))
                .as("the image of the pool")
                .isEqualTo("../../images/%s/image.qcow2".formatted(IMAGE));
        assertThat(content(THIRD)).isEqualTo(third);
        assertThat(content(BRANCH)).isEqualTo(branch);
        requireSound(FIRST, SECOND, THIRD, BRANCH);
        expectProblem(StorageProblem.IMAGE_IN_USE, "", () -> pool.images().delete(IMAGE));
    }

    @Test
    void whatAQemuHasOpenIsLeft() throws Exception {
        try (var _ = RunningQemu.opening(chains.path(VM, THIRD))) {
            expectProblem(StorageProblem.VOLUME_IN_USE, "open", () -> chains.delete(VM, THIRD));
            expectProblem(StorageProblem.VOLUME_REFUSED, "lock", () -> chains.commit(VM, THIRD, SECOND, _ -> {}));
            expectProblem(StorageProblem.VOLUME_IN_USE, "open", () -> pool.vms().delete(VM));
            expectProblem(
                    StorageProblem.VOLUME_IN_USE, "open", () -> pool.volumes().delete(VM, 0));
        }
        requireSound(FIRST, SECOND, THIRD);
        assertThat(pool.volumes().delete(VM, 0)).isTrue();
        assertThat(names()).isEmpty();
    }

    /** The tool is killed in the middle, as with its host: every file still reads as before, and the merge completes. */
    @Test
    void aMergeThatIsCutOffHarmsNothing() throws Exception {
        for (var megabyte = 0; megabyte < 8; megabyte++) {
            write(SECOND, 0x50 + megabyte, megabyte + "M", "1M");
        }
        chains.delete(VM, THIRD);
        chains.create(VM, THIRD, SECOND);
        write(THIRD, 0x33, "3M", "64k");
        var before = content(THIRD);
        for (var delayMs = 0; delayMs < 60; delayMs += 6) {
            var tool = new ProcessBuilder("qemu-img", "commit", "-d", "-r", "20M", "-f", "qcow2", path(SECOND))
                    .redirectErrorStream(true)
                    .start();
            Thread.sleep(20 + delayMs);
            tool.destroyForcibly().waitFor();
            assertThat(content(THIRD)).as("cut off after %d ms", 20 + delayMs).isEqualTo(before);
        }

        chains.commit(VM, SECOND, FIRST, _ -> {});

        requireSound(FIRST, THIRD);
        assertThat(content(THIRD)).isEqualTo(before);
    }

    @Test
    void theFileThatIsWrittenGrowsAndThoseBelowKeepTheirSize() {
        pool.volumes().grow(VM, THIRD, Bytes.ofMebibytes(16));

        assertThat(chains.survey(VM, 0))
                .filteredOn(one -> one.virtualSize().equals(SIZE))
                .extracting(VolumeChains.ChainImage::image)
                .containsExactlyInAnyOrder(FIRST, SECOND);
        chains.commit(VM, THIRD, SECOND, _ -> {});
        assertThat(chains.survey(VM, 0))
                .filteredOn(one -> one.image().equals(SECOND))
                .singleElement()
                .extracting(VolumeChains.ChainImage::virtualSize)
                .isEqualTo(Bytes.ofMebibytes(16));
    }

    private List<String> names() throws IOException {
        return PoolFixture.files(pool.vms().folder(VM));
    }

    private String path(DiskImage image) {
        return chains.path(VM, image).toString();
    }

    private void write(DiskImage image, int pattern, String offset, String length) throws Exception {
        tool("qemu-io", "-f", "qcow2", "-c", "write -P 0x%x %s %s".formatted(pattern, offset, length), path(image));
    }

    /** All a guest would read. */
    private byte[] content(DiskImage image) throws Exception {
        var raw = directory.resolve("content.raw");
        tool("qemu-img", "convert", "-U", "-f", "qcow2", "-O", "raw", path(image), raw.toString());
        return java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(raw));
    }

    private void requireSound(DiskImage... images) throws Exception {
        for (var image : images) {
            tool("qemu-img", "check", "-q", "-f", "qcow2", path(image));
        }
    }
}
