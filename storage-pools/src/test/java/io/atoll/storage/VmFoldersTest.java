package io.atoll.storage;

import static io.atoll.storage.PoolFixture.OTHER_VM;
import static io.atoll.storage.PoolFixture.VM;
import static io.atoll.storage.PoolFixture.expectProblem;
import static io.atoll.storage.PoolFixture.files;
import static io.atoll.storage.PoolFixture.newPool;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.Bytes;
import io.atoll.storage.seed.NoCloudSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmFoldersTest {
    @TempDir
    Path directory;

    private SharedDirectoryPool pool;

    @BeforeEach
    void attach() {
        pool = newPool(directory);
    }

    @Test
    void aSpecIsReplacedAsAWhole() throws IOException {
        assertThat(pool.vms().readSpec(VM)).isEmpty();
        pool.vms().writeSpec(VM, "{\"name\":\"old\"}".getBytes(UTF_8));
        pool.vms().writeSpec(VM, "{\"name\":\"新\"}".getBytes(UTF_8));
        assertThat(pool.vms().readSpec(VM))
                .hasValueSatisfying(json -> assertThat(new String(json, UTF_8)).isEqualTo("{\"name\":\"新\"}"));
        assertThat(files(pool.vms().folder(VM))).containsExactly("spec.json");
    }

    @Test
    void aSpecHasALimitBothWays() throws IOException {
        var limit = (int) StorageLimits.DEFAULT.maxSpecSize().value();
        pool.vms().writeSpec(VM, new byte[limit]);
        expectProblem(
                StorageProblem.INPUT_INVALID, "1048577 bytes", () -> pool.vms().writeSpec(VM, new byte[limit + 1]));
        assertThat(pool.vms().readSpec(VM))
                .hasValueSatisfying(json -> assertThat(json).hasSize(limit));
        Files.write(pool.vms().specPath(VM), new byte[limit + 1]);
        expectProblem(StorageProblem.VOLUME_REFUSED, () -> pool.vms().readSpec(VM));
    }

    @Test
    void aSpecTakesThePlaceOfAnotherOnlyIfChosen() throws IOException {
        pool.vms().writeSpec(VM, new byte[] {1});
        assertThat(pool.vms().replaceSpec(VM, new byte[] {2}, present -> {
                    assertThat(present)
                            .hasValueSatisfying(there -> assertThat(there).containsExactly(1));
                    return false;
                }))
                .isFalse();
        assertThat(pool.vms().readSpec(VM))
                .hasValueSatisfying(there -> assertThat(there).containsExactly(1));
        assertThat(pool.vms().replaceSpec(VM, new byte[] {3}, _ -> true)).isTrue();
        assertThat(pool.vms().readSpec(VM))
                .hasValueSatisfying(there -> assertThat(there).containsExactly(3));
        assertThat(files(pool.vms().folder(VM))).as("no drafts are left").doesNotContain("spec.json.");
    }

    @Test
    void aSpecBringsBackNoVmThatIsGoneAndWhatIsTooLargeIsNoSpec() throws IOException {
        expectProblem(StorageProblem.VOLUME_NOT_FOUND, () -> pool.vms().replaceSpec(VM, new byte[] {1}, _ -> true));
        assertThat(pool.vms().list()).isEmpty();
        pool.vms().writeSpec(VM, new byte[] {1});
        Files.write(
                pool.vms().specPath(VM),
                new byte[(int) StorageLimits.DEFAULT.maxSpecSize().value() + 1]);
        assertThat(pool.vms().replaceSpec(VM, new byte[] {2}, present -> {
                    assertThat(present).isEmpty();
                    return true;
                }))
                .isTrue();
    }

    @Test
    void nobodyElseChangesASpecMeanwhile() {
        pool.vms().writeSpec(VM, new byte[] {1});
        assertThat(pool.vms().replaceSpec(VM, new byte[] {2}, _ -> {
                    expectProblem(
                            StorageProblem.STORAGE_BUSY, () -> pool.vms().replaceSpec(VM, new byte[] {3}, _ -> true));
                    return true;
                }))
                .isTrue();
        assertThat(pool.vms().readSpec(VM))
                .hasValueSatisfying(there -> assertThat(there).containsExactly(2));
    }

    @Test
    void listsItsVmsAndNothingElse() throws IOException {
        assertThat(pool.vms().list()).isEmpty();
        pool.vms().writeSpec(OTHER_VM, new byte[0]);
        pool.vms().writeSpec(VM, new byte[0]);
        Files.createDirectory(directory.resolve("vms/not-an-id"));
        Files.createDirectory(directory.resolve("vms/.going-" + VM));
        assertThat(pool.vms().list()).containsExactly(VM, OTHER_VM);
    }

    @Test
    void aSeedIsReplacedAsAWhole() throws IOException {
        var first = pool.vms().writeSeed(VM, new NoCloudSeed(VM.toString(), "one", null, null));
        var size = Files.size(first);
        var big = "#cloud-config\n# " + "x".repeat(100_000) + "\n";
        assertThat(pool.vms().writeSeed(VM, new NoCloudSeed(VM.toString(), "two", big, null)))
                .isEqualTo(first)
                .isEqualTo(pool.vms().seedPath(VM));
        assertThat(Files.size(first)).isGreaterThan(size);
        assertThat(files(pool.vms().folder(VM))).containsExactly("seed.iso");
    }

    @Test
    void aFileInTheWayOfAFolderIsNotTouched() throws IOException {
        Files.writeString(directory.resolve("vms"), "in the way");
        expectProblem(StorageProblem.POOL_CONTENT_FOREIGN, () -> pool.vms().writeSpec(VM, new byte[0]));
        expectProblem(StorageProblem.POOL_CONTENT_FOREIGN, () -> pool.vms().delete(VM));
        expectProblem(
                StorageProblem.POOL_CONTENT_FOREIGN, () -> pool.volumes().createBlank(VM, 0, Bytes.ofMebibytes(1)));
    }
}
