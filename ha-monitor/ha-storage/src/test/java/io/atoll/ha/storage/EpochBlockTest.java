package io.atoll.ha.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.os.OpenFlags;
import io.atoll.ha.os.Posix;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochBlockTest {
    private static final VmId VM = new VmId(UUID.randomUUID());
    private static final HostId ONE = new HostId(UUID.randomUUID());
    private static final HostId TWO = new HostId(UUID.randomUUID());

    @TempDir
    Path folder;

    private PoolLocation pool;
    private Path file;

    @BeforeEach
    void setUp() throws IOException {
        pool = TestPool.in(folder);
        file = Files.createDirectories(folder.resolve("vms").resolve(VM.toString()))
                .resolve("epoch");
    }

    @Test
    void epochsOnlyGrowAndOneEpochHasOneHost() {
        assertThat(block().read()).isEqualTo(new EpochReading.Missing());
        assertThat(block().write(content(5, ONE))).isEqualTo(new EpochWrite.Written(content(5, ONE)));
        assertThat(block().write(content(5, ONE))).isEqualTo(new EpochWrite.Written(content(5, ONE)));
        assertThat(block().write(content(4, ONE))).isEqualTo(new EpochWrite.Overtaken(content(5, ONE)));
        assertThat(block().write(content(5, TWO))).isEqualTo(new EpochWrite.Overtaken(content(5, ONE)));
        assertThat(block().write(content(6, TWO))).isEqualTo(new EpochWrite.Written(content(6, TWO)));
        assertThat(block().read()).isEqualTo(new EpochReading.Value(content(6, TWO)));
    }

    @Test
    void whatWasReleasedIsNotHeldAgainAtTheSameEpoch() {
        block().write(content(5, ONE));
        var released = content(5, ONE).released();
        assertThat(block().write(content(5, TWO).released())).isEqualTo(new EpochWrite.Overtaken(content(5, ONE)));
        assertThat(block().write(released)).isEqualTo(new EpochWrite.Written(released));
        assertThat(block().read()).isEqualTo(new EpochReading.Value(released));
        assertThat(block().write(content(5, ONE))).isEqualTo(new EpochWrite.Overtaken(released));
        assertThat(block().write(content(6, ONE))).isInstanceOf(EpochWrite.Written.class);
    }

    @Test
    void aDamagedBlockRefusesUntilSomebodyWhoKnowsRepairsIt() throws IOException {
        block().write(content(5, ONE));
        var bytes = Files.readAllBytes(file);
        bytes[20] ^= 1;
        Files.write(file, bytes);

        assertThat(block().read()).isInstanceOf(EpochReading.Unreadable.class);
        assertThat(block().write(content(9, ONE)))
                .isInstanceOfSatisfying(
                        EpochWrite.Refused.class, it -> assertThat(it.why()).contains("checksum"));
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThat(block().repair(content(9, ONE))).isEqualTo(new EpochWrite.Written(content(9, ONE)));
        assertThat(block().repair(content(8, ONE))).as("no way back").isInstanceOf(EpochWrite.Overtaken.class);
    }

    @Test
    void anotherVmsBlockSaysNothingOfThisOne() throws IOException {
        block().write(content(5, ONE));
        var other = new VmId(UUID.randomUUID());
        Files.createDirectories(folder.resolve("vms").resolve(other.toString()));
        Files.copy(file, folder.resolve("vms").resolve(other.toString()).resolve("epoch"));

        assertThat(new EpochBlock(pool, other).read()).isInstanceOf(EpochReading.Unreadable.class);
    }

    @Test
    void whileSomebodyElseHasItLockedNothingIsWritten() throws IOException {
        block().write(content(5, ONE));
        try (var arena = Arena.ofConfined()) {
            var held =
                    Posix.openAt(Posix.CURRENT_DIRECTORY, arena.allocateFrom(file.toString()), OpenFlags.READ_WRITE, 0);
            assertThat(Posix.lockRange(held, 0, 4096)).isZero();
            assertThat(block().write(content(6, TWO)))
                    .isInstanceOfSatisfying(
                            EpochWrite.Refused.class, it -> assertThat(it.why()).contains("somebody else has it"));
            Posix.close(held);
        }
        assertThat(block().write(content(6, TWO))).isInstanceOf(EpochWrite.Written.class);
    }

    @Test
    void withoutTheVmsFolderNothingIsMade() throws IOException {
        var nowhere = new VmId(UUID.randomUUID());
        var block = new EpochBlock(pool, nowhere);

        assertThat(block.write(EpochContent.held(nowhere, new VmEpoch(1), ONE))).isInstanceOf(EpochWrite.Refused.class);
        assertThat(folder.resolve("vms").resolve(nowhere.toString())).doesNotExist();
    }

    @Test
    void aPoolOnThisDiskCanCarryLeasesAndTheProbeLeavesNothing() throws IOException {
        assertThat(new PoolProbe(pool, ONE).probe().missing()).isEmpty();
        assertThat(TestPool.slots(pool)).isEmptyDirectory();
        Files.delete(folder.resolve(".atoll-pool"));
        assertThat(new PoolProbe(pool, ONE).probe().missing())
                .singleElement()
                .asString()
                .contains("not mounted");
    }

    private EpochBlock block() {
        return new EpochBlock(pool, VM);
    }

    private static EpochContent content(long epoch, HostId host) {
        return EpochContent.held(VM, new VmEpoch(epoch), host);
    }
}
