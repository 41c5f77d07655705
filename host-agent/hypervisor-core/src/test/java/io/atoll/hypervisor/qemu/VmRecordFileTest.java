package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.atoll.hypervisor.api.CpuTopology;
import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.IncomingRequest.Arrival;
import io.atoll.hypervisor.api.MacAddress;
import io.atoll.hypervisor.api.MigrationResult;
import io.atoll.hypervisor.api.NicBackend;
import io.atoll.hypervisor.api.Platform;
import io.atoll.hypervisor.api.Platform.BootSource;
import io.atoll.hypervisor.api.ProcessIdentity;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.qemu.VmRecord.Phase;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmRecordFileTest {

    private static final VmDefinition DEFINITION = new VmDefinition(
            VmId.parse("0190aaaa-0000-7000-8000-0000000000db"),
            "db \u6570\u636e <b>, \"quoted\"",
            VmHardware.of(2, new Mebibytes(1024), CpuBaseline.X86_64_V3),
            List.of(
                    VmDisk.qcow2(Path.of("/pool/a,b \"c\".qcow2")),
                    new VmDisk(Path.of("/pool/d.raw"), VmDisk.Format.RAW, VmDisk.Cache.WRITEBACK, true)),
            Path.of("/pool/seed.iso"),
            List.of(
                    new VmNic(new MacAddress("52:54:00:00:00:01"), new NicBackend.Tap("tap0")),
                    new VmNic(new MacAddress("52:54:00:00:00:02"), new NicBackend.UserMode(true))));

    @TempDir
    Path folder;

    static Stream<Phase> phases() {
        var result = new MigrationResult(
                Duration.ofMillis(700), Duration.ofMillis(90), Duration.ofMillis(4), 123_456_789_012L, 3);
        return Stream.of(
                new Phase.Launching(),
                new Phase.Incoming(Arrival.AS_SENT),
                new Phase.Incoming(Arrival.HELD),
                new Phase.Incoming(Arrival.HELD_THEN_PAUSED),
                new Phase.Live(),
                new Phase.Ended(StopCause.GUEST_SHUTDOWN, null),
                new Phase.Ended(StopCause.MIGRATED_AWAY, result),
                new Phase.Died("it said: \"Ouch\"\u001b[31m"));
    }

    @ParameterizedTest
    @MethodSource("phases")
    void whatIsWrittenIsRead(Phase phase) throws IOException {
        var file = folder.resolve("vm.json");
        var record = new VmRecord(DEFINITION, new VmEpoch(7), "boot", new ProcessIdentity(4711, 99), phase);

        VmRecordFile.write(file, record.with(new Phase.Launching()));
        VmRecordFile.write(file, record);

        assertThat(VmRecordFile.read(file)).isEqualTo(record);
        assertThat(folder.toFile().list()).containsExactly("vm.json");
    }

    @Test
    void aRecordWithoutProcessOrSeedIsRead() throws IOException {
        var file = folder.resolve("vm.json");
        var bare = new VmDefinition(DEFINITION.id(), "db", DEFINITION.hardware(), List.of(), null, List.of());
        var record = new VmRecord(bare, new VmEpoch(0), "boot", null, new Phase.Launching());

        VmRecordFile.write(file, record);

        assertThat(VmRecordFile.read(file)).isEqualTo(record);
    }

    @Test
    void slotsAndLayoutAreKeptAndVmsWithoutLookAsTheyDidBefore() throws IOException {
        var file = folder.resolve("vm.json");
        var nic = new VmNic(new MacAddress("52:54:00:00:00:03"), new NicBackend.Tap("tap9"), 7, true);
        var disk = VmDisk.qcow2(Path.of("/pool/disk-5.qcow2")).inSlot(5);
        var changed = DEFINITION
                .in(DeviceLayout.HOT_PLUG)
                .withDisk(1, null)
                .withDisk(5, disk)
                .withNic(7, nic);
        var record = new VmRecord(changed, new VmEpoch(7), "boot", null, new Phase.Live());

        VmRecordFile.write(file, record);

        assertThat(VmRecordFile.read(file)).isEqualTo(record);
        VmRecordFile.write(file, record.with(DEFINITION));
        assertThat(Files.readString(file)).doesNotContain("slot", "deviceLayout", "hotPluggable");
    }

    @Test
    void thePlatformIsKeptAndPlainVmsLookAsTheyDidBefore() throws IOException {
        var file = folder.resolve("vm.json");
        var platform = new Platform(
                new CpuTopology(2, 1, 1),
                List.of(BootSource.NETWORK, BootSource.DISK),
                new Platform.Uefi(true, Path.of("/pool/uefi-vars.fd")),
                Path.of("/pool/tpm"));
        var equipped = new VmDefinition(
                DEFINITION.id(),
                "db",
                DEFINITION.hardware().with(platform),
                DEFINITION.disks(),
                null,
                DEFINITION.nics());
        var record = new VmRecord(equipped, new VmEpoch(7), "boot", null, new Phase.Live());

        VmRecordFile.write(file, record);

        assertThat(VmRecordFile.read(file)).isEqualTo(record);
        VmRecordFile.write(file, record.with(DEFINITION));
        assertThat(Files.readString(file)).doesNotContain("platform");
    }

    @Test
    void protectionIsKeptAndOrdinaryVmsLookAsTheyDidBefore() throws IOException {
        var file = folder.resolve("vm.json");
        var ordinary = new VmRecord(DEFINITION, new VmEpoch(7), "boot", null, new Phase.Live());

        VmRecordFile.write(file, ordinary);
        assertThat(Files.readString(file)).doesNotContain("highlyAvailable");
        assertThat(VmRecordFile.read(file)).isEqualTo(ordinary);

        var shielded =
                new VmRecord(DEFINITION.withHighAvailability(true), new VmEpoch(7), "boot", null, new Phase.Live());
        VmRecordFile.write(file, shielded);
        assertThat(VmRecordFile.read(file)).isEqualTo(shielded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"phase\" : \"LIVE\"", "\"epoch\" : 7", "\"formatVersion\" : 1", "\"pid\" : 4711", "}"})
    void aDamagedRecordIsRefused(String part) throws IOException {
        var file = folder.resolve("vm.json");
        VmRecordFile.write(
                file,
                new VmRecord(DEFINITION, new VmEpoch(7), "boot", new ProcessIdentity(4711, 99), new Phase.Live()));
        var text = Files.readString(file);
        assertThat(text).contains(part);

        for (var damage : List.of("", "\"x\" : 1", "\"phase\" : \"DEAD\"", "\"epoch\" : -7", "\"formatVersion\" : 2")) {
            Files.writeString(file, text.replace(part, damage));
            if (!damage.equals(part)) {
                assertThatIOException()
                        .isThrownBy(() -> VmRecordFile.read(file))
                        .withMessageContaining("vm.json");
            }
        }
    }

    @Test
    void aHugeFileIsNotEvenRead() throws IOException {
        var file = folder.resolve("vm.json");
        Files.write(file, new byte[(1 << 20) + 1]);

        assertThatIOException().isThrownBy(() -> VmRecordFile.read(file)).withMessageContaining("1048577 bytes");
    }
}
