package io.atoll.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.agent.TestAuthority;
import io.atoll.agent.identity.Trust;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.pool.AttachedPools;
import io.atoll.agent.v1.CloudInit;
import io.atoll.agent.v1.DiskSpec;
import io.atoll.agent.v1.NicSpec;
import io.atoll.agent.v1.StoredSpec;
import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.v1.spec.SpecFiles;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import io.atoll.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only what the installation signed for exactly this VM is kept or used, and never something older in place of a newer one. */
class StoredSpecsTest {
    private static final VmId VM = new VmId(new UUID(3, 1));
    private static final VmId OTHER_VM = new VmId(new UUID(3, 2));
    private static final PoolId POOL = new PoolId(new UUID(4, 1));
    private static final PoolId OTHER_POOL = new PoolId(new UUID(4, 2));

    private final TestAuthority authority = new TestAuthority();
    private final Path file;
    private final StoredSpecs specs;

    StoredSpecsTest(@TempDir Path folder) throws IOException {
        var pools = AttachedPools.load(folder.resolve("pools.json"));
        attach(pools, POOL, Files.createDirectory(folder.resolve("pool")));
        attach(pools, OTHER_POOL, Files.createDirectory(folder.resolve("other-pool")));
        file = pools.require(POOL).vms().specPath(VM);
        var host = authority.host(new UUID(1, 1).toString());
        var trust = new Trust(host.key(), host.certificate(), List.of(authority.certificate()), List.of());
        specs = new StoredSpecs(pools, new LiveTrust(trust, Clock.systemUTC()), authority.installation());
    }

    private static void attach(AttachedPools pools, PoolId id, Path path) throws IOException {
        pools.attach(id, "pool", path.toString(), true);
        Files.createDirectories(pools.require(id).vms().folder(VM));
        Files.createDirectories(pools.require(id).vms().folder(OTHER_VM));
    }

    @Test
    void whatWasSignedComesBackAsItWas() {
        var stored = stored(VM, 7, 1).build();
        specs.keep(POOL, VM, sealed(stored));
        assertThat(specs.find(POOL, VM)).contains(stored);
        assertThat(specs.find(POOL, OTHER_VM)).isEmpty();
        assertThat(VmSpecReader.read(specs.find(POOL, VM).orElseThrow().getSpec())
                        .disks())
                .as("all that a start needs")
                .hasSize(1);
    }

    @Test
    void aChangedByteIsNoticed() throws IOException {
        changedBytesAreNoticed(11);
    }

    @Test
    @Tag("schedules")
    void everyChangedByteIsNoticed() throws IOException {
        changedBytesAreNoticed(1);
    }

    private void changedBytesAreNoticed(int stride) throws IOException {
        var genuine = sealed(stored(VM, 7, 1).build());
        specs.keep(POOL, VM, genuine);
        for (int at = 0; at < genuine.length; at += stride) {
            var tampered = genuine.clone();
            tampered[at] ^= 1;
            Files.write(file, tampered);
            try {
                assertThat(specs.find(POOL, VM))
                        .as("byte %d may only be one that means nothing", at)
                        .contains(stored(VM, 7, 1).build());
            } catch (RefusedException e) {
                assertThat(e.code()).isEqualTo(RefusalCode.SPEC_REFUSED);
            }
        }
    }

    @Test
    void aSpecWithMoreMemoryOrAnotherDiskIsRefused() throws IOException {
        var genuine = new String(sealed(stored(VM, 7, 1).build()), StandardCharsets.UTF_8);
        for (var change : List.of(
                new String[] {"256", "512"}, new String[] {"52:54:00", "52:54:01"}, new String[] {"host-a", "host-b"
                })) {
            assertThat(genuine).contains(change[0]);
            Files.writeString(file, genuine.replace(change[0], change[1]));
            refused(() -> specs.find(POOL, VM));
        }
        Files.writeString(file, "");
        refused(() -> specs.find(POOL, VM));
        Files.writeString(file, "{}");
        refused(() -> specs.find(POOL, VM));
        Files.writeString(file, "[".repeat(100_000));
        refused(() -> specs.find(POOL, VM));
    }

    @Test
    void signaturesOfOthersAndForOtherThingsAreNone() {
        var stored = stored(VM, 7, 1).build();
        var stranger = new TestAuthority();
        refused(() ->
                specs.keep(POOL, VM, SpecFiles.write(stored, content -> stranger.seal(SpecFiles.PURPOSE, content))));
        refused(() -> specs.keep(POOL, VM, SpecFiles.write(stored, content -> authority.seal("backup", content))));
        refused(() -> specs.keep(POOL, VM, SpecFiles.write(stored, _ -> new byte[0])));
        refused(() -> specs.keep(POOL, OTHER_VM, sealed(stored)));
        refused(() -> specs.keep(OTHER_POOL, VM, sealed(stored)));
        refused(() -> specs.keep(
                POOL,
                VM,
                sealed(stored(VM, 7, 1)
                        .setInstallationId(stranger.installation())
                        .build())));
        refused(() -> specs.keep(POOL, VM, sealed(stored(VM, 7, 1).setFormat(2).build())));
        assertThat(file).doesNotExist();
    }

    @Test
    void anOlderOneNeverTakesThePlaceOfANewerOne() {
        specs.keep(POOL, VM, sealed(stored(VM, 7, 5).build()));
        specs.keep(POOL, VM, sealed(stored(VM, 6, 9).build()));
        specs.keep(POOL, VM, sealed(stored(VM, 7, 4).build()));
        assertThat(specs.find(POOL, VM)).contains(stored(VM, 7, 5).build());
        specs.keep(POOL, VM, sealed(stored(VM, 7, 6).build()));
        assertThat(specs.find(POOL, VM)).contains(stored(VM, 7, 6).build());
        specs.keep(POOL, VM, sealed(stored(VM, 8, 1).build()));
        assertThat(specs.find(POOL, VM)).contains(stored(VM, 8, 1).build());
    }

    @Test
    void whatIsNotGenuineIsReplacedByAnythingThatIs() throws IOException {
        var stranger = new TestAuthority();
        Files.write(
                file,
                SpecFiles.write(stored(VM, 999, 1).build(), content -> stranger.seal(SpecFiles.PURPOSE, content)));
        specs.keep(POOL, VM, sealed(stored(VM, 7, 1).build()));
        assertThat(specs.find(POOL, VM)).contains(stored(VM, 7, 1).build());
    }

    @Test
    void aDeletedVmIsNotBroughtBack() {
        var gone = new VmId(new UUID(3, 3));
        assertThatThrownBy(
                        () -> specs.keep(POOL, gone, sealed(stored(gone, 7, 1).build())))
                .isInstanceOf(StorageException.class);
    }

    private byte[] sealed(StoredSpec stored) {
        return SpecFiles.write(stored, content -> authority.seal(SpecFiles.PURPOSE, content));
    }

    private StoredSpec.Builder stored(VmId vm, long epoch, long revision) {
        return StoredSpec.newBuilder()
                .setFormat(SpecFiles.FORMAT)
                .setInstallationId(authority.installation())
                .setEpoch(epoch)
                .setRevision(revision)
                .setSpec(VmSpec.newBuilder()
                        .setVmId(vm.toString())
                        .setName("数据库-1")
                        .setVcpuCount(2)
                        .setMemoryMib(256)
                        .setFirmware("bios")
                        .setCpuModel("qemu64")
                        .setPoolId(POOL.toString())
                        .setHaProtected(true)
                        .addDisks(DiskSpec.newBuilder()
                                .setPoolId(POOL.toString())
                                .setSizeBytes(1 << 20)
                                .setFormat("qcow2")
                                .setBus("virtio")
                                .setCache("none"))
                        .addNics(
                                NicSpec.newBuilder().setMac("52:54:00:00:00:01").setModel("virtio"))
                        .setCloudInit(CloudInit.newBuilder().setHostname("host-a")));
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.SPEC_REFUSED));
    }
}
