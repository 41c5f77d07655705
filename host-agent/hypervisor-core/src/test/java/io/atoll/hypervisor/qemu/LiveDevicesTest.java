package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.DiskLimits;
import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.MacAddress;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.api.MigrationPolicy;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.NicBackend;
import io.atoll.hypervisor.api.PortRange;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.contract.Await;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.Bytes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Devices that come, go and grow under a guest that runs in a real QEMU. The guest lets go of what it is asked for by ACPI. */
@QemuTest
@Timeout(180)
class LiveDevicesTest {

    private static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final VmEpoch FIRST = new VmEpoch(1);
    private static final VmEpoch SECOND = new VmEpoch(2);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private final List<QemuHypervisor> opened = new ArrayList<>();
    private QemuHypervisor n1;
    private Path data;

    @BeforeEach
    void prepare() throws IOException {
        data = Files.write(folder.resolve("data.raw"), new byte[MIB]);
        n1 = open("n1");
    }

    @AfterEach
    void endEverything() {
        opened.forEach(QemuHypervisor::close);
        QemuTests.killAllBelow(folder);
    }

    @Test
    void aDiskGrowsUnderItsGuestAndNeverShrinks() throws IOException {
        start(DeviceLayout.HOT_PLUG, false);
        var disk = folder.resolve("db.raw");

        n1.devices().growDisk(DB, 0, new Bytes(3 * MIB));
        n1.devices().growDisk(DB, 0, new Bytes(3 * MIB));

        assertThat(Files.size(disk)).isEqualTo(3 * MIB);
        assertRefused(
                HypervisorErrorCode.DISK_CANNOT_SHRINK,
                "has 3145728 bytes and cannot shrink to 2097152",
                () -> n1.devices().growDisk(DB, 0, new Bytes(2 * MIB)));
        assertThat(Files.size(disk)).isEqualTo(3 * MIB);
        assertRefused(
                HypervisorErrorCode.DISK_NOT_FOUND,
                "no disk 1",
                () -> n1.devices().growDisk(DB, 1, new Bytes(MIB)));
        awaitLife(n1);
    }

    @Test
    void aDiskComesAndGoes() throws Exception {
        start(DeviceLayout.HOT_PLUG, false);

        var with = n1.devices().plugDisk(DB, dataDisk(2));

        assertThat(with.definition().disk(2)).contains(dataDisk(2));
        assertThat(recorded("n1").disk(2))
                .as("what a later run of the agent reads")
                .contains(dataDisk(2));
        assertThat(devices(n1)).contains("vdisk2");
        assertThat(openFiles(n1)).contains(data);
        n1.devices().plugDisk(DB, dataDisk(2)); // asked again

        var without = n1.devices().unplugDisk(DB, 2, LONG);

        assertThat(without.definition().disks()).hasSize(1);
        assertThat(recorded("n1").disks()).hasSize(1);
        assertThat(devices(n1)).doesNotContain("vdisk2").contains("vdisk0");
        assertThat(openFiles(n1)).doesNotContain(data);
        assertThat(n1.devices().unplugDisk(DB, 2, LONG).definition().disks())
                .as("asked again")
                .hasSize(1);
        n1.devices().plugDisk(DB, dataDisk(2));
        assertThat(devices(n1)).as("the slot is free again").contains("vdisk2");
        awaitLife(n1);
    }

    @Test
    void aDiskThatWasThereFromTheStartGoesToo() throws Exception {
        n1.start(define(DeviceLayout.HOT_PLUG, false).withDisk(1, dataDisk(1)), FIRST, StartMode.RUNNING);
        awaitLife(n1);

        n1.devices().unplugDisk(DB, 1, LONG);

        assertThat(devices(n1)).doesNotContain("vdisk1");
        assertRefused(
                HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED,
                "fixed place",
                () -> n1.devices().unplugDisk(DB, 0, LONG));
    }

    @Test
    void aMigrationRightAfterTakesTheNewDiskAlong() throws Exception {
        start(DeviceLayout.HOT_PLUG, false);
        var n2 = open("n2");
        n1.devices().plugDisk(DB, dataDisk(3));
        n1.devices().plugNic(DB, nic(4));
        var definition = n1.find(DB).orElseThrow().definition();

        n1.migrate(DB, to(n2, definition), MigrationListener.SILENT);

        assertThat(n2.awaitIncoming(DB, LONG).state()).isEqualTo(new VmState.Running());
        awaitLife(n2);
        assertThat(devices(n2)).contains("vdisk3", "nic4");
        assertThat(openFiles(n2)).contains(data);
        n2.devices().unplugDisk(DB, 3, LONG);
        n2.devices().unplugNic(DB, 4, LONG);
        assertThat(devices(n2)).doesNotContain("vdisk3", "nic4");
    }

    @Test
    void limitsHoldWhileTheGuestRunsAndAfterItMoved() throws Exception {
        start(DeviceLayout.HOT_PLUG, false);
        n1.devices().plugDisk(DB, dataDisk(1).limited(new DiskLimits(0, 4 * MIB)));

        n1.devices().limitDisk(DB, 0, new DiskLimits(500, 2 * MIB));

        assertThat(throttle(n1, "vdisk0")).containsExactly(500, 2 * MIB);
        assertThat(throttle(n1, "vdisk1")).containsExactly(0, 4 * MIB);
        assertThat(recorded("n1").disk(0).orElseThrow().limits()).isEqualTo(new DiskLimits(500, 2 * MIB));
        var definition = n1.find(DB).orElseThrow().definition();
        var n2 = open("n2");
        n1.migrate(DB, to(n2, definition), MigrationListener.SILENT);
        n2.awaitIncoming(DB, LONG);
        assertThat(throttle(n2, "vdisk0")).containsExactly(500, 2 * MIB);
        assertThat(throttle(n2, "vdisk1")).containsExactly(0, 4 * MIB);
        n2.devices().limitDisk(DB, 0, DiskLimits.NONE);
        assertThat(throttle(n2, "vdisk0")).containsExactly(0, 0);
        n2.stop(DB);
        n2.start(definition, SECOND, StartMode.RUNNING);
        assertThat(throttle(n2, "vdisk0")).as("started anew").containsExactly(500, 2 * MIB);
        awaitLife(n2);
    }

    /** Operations and bytes per second, as QEMU says. */
    private static List<Integer> throttle(QemuHypervisor host, String device) throws QmpException {
        for (var disk : host.get(DB).liveRun("a test").execute("query-block")) {
            if (disk.path("qdev").asString("").contains("/" + device + "/")) {
                var inserted = disk.path("inserted");
                return List.of(
                        inserted.path("iops").asInt(-1), inserted.path("bps").asInt(-1));
            }
        }
        throw new AssertionError("no disk " + device);
    }

    @Test
    void aNetworkCardComesAndGoes() throws Exception {
        start(DeviceLayout.HOT_PLUG, false);

        var with = n1.devices().plugNic(DB, nic(0));

        assertThat(with.definition().nics()).containsExactly(nic(0));
        assertThat(recorded("n1").nics()).containsExactly(nic(0));
        assertThat(devices(n1)).contains("nic0");

        assertThat(n1.devices().unplugNic(DB, 0, LONG).definition().nics()).isEmpty();
        assertThat(devices(n1)).doesNotContain("nic0");
        n1.devices().plugNic(DB, nic(0));
        assertThat(devices(n1)).as("what it was plugged into is free again").contains("nic0");
    }

    @Test
    void whatTheGuestDoesNotReleaseStaysAlsoWhenItLetsGoLater() throws Exception {
        start(DeviceLayout.HOT_PLUG, true);
        n1.devices().plugDisk(DB, dataDisk(1));

        assertRefused(
                HypervisorErrorCode.DEVICE_NOT_RELEASED,
                "did not release disk 1 within 1 s",
                () -> n1.devices().unplugDisk(DB, 1, SHORT));

        assertThat(n1.find(DB).orElseThrow().definition().disk(1)).contains(dataDisk(1));
        assertThat(devices(n1)).contains("vdisk1");
        assertThat(openFiles(n1)).contains(data);
        mark(n1, "vdisk1");
        n1.reset(DB); // at which QEMU carries out what the guest was asked for
        Await.until("QEMU has another device in its place", () -> isThereUnmarked(n1, "vdisk1"));
        awaitLife(n1);
        assertThat(openFiles(n1)).contains(data);
        assertThat(recorded("n1").disk(1)).contains(dataDisk(1));
    }

    @Test
    void anAgentThatDiesInTheMiddleCompletesItWhenAskedAgain() throws Exception {
        var before = start(DeviceLayout.HOT_PLUG, false);
        n1.devices().plugDisk(DB, dataDisk(1));
        n1.close();
        rewrite(before);
        var next = open("n1");
        next.adopt();

        next.devices().plugDisk(DB, dataDisk(1));

        assertThat(recorded("n1").disk(1)).contains(dataDisk(1));
        var with = next.find(DB).orElseThrow().definition();
        next.devices().unplugDisk(DB, 1, LONG);
        next.close();
        rewrite(with);
        var last = open("n1");
        last.adopt();
        assertThat(last.devices().unplugDisk(DB, 1, LONG).definition().disks()).hasSize(1);
        assertThat(recorded("n1").disks()).hasSize(1);
        awaitLife(last);
    }

    @Test
    void aVmWithoutPortsIsLeftAsItIs() throws Exception {
        start(DeviceLayout.FIXED, false);

        assertRefused(
                HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED,
                "started without ports",
                () -> n1.devices().plugDisk(DB, dataDisk(1)));
        assertRefused(
                HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED,
                "started without ports",
                () -> n1.devices().plugNic(DB, nic(0)));
        n1.devices().growDisk(DB, 0, new Bytes(2 * MIB));

        assertThat(Files.size(folder.resolve("db.raw"))).isEqualTo(2 * MIB);
        assertThat(openFiles(n1)).doesNotContain(data);
    }

    @Test
    void aDiskThatCannotBePluggedLeavesNothing() throws Exception {
        start(DeviceLayout.HOT_PLUG, false);

        assertRefused(
                HypervisorErrorCode.DISK_NOT_FOUND,
                "could not be opened",
                () -> n1.devices()
                        .plugDisk(
                                DB,
                                new VmDisk(
                                        folder.resolve("missing.raw"),
                                        VmDisk.Format.RAW,
                                        VmDisk.Cache.NONE,
                                        false,
                                        1)));

        assertThat(n1.find(DB).orElseThrow().definition().disks()).hasSize(1);
        n1.devices().plugDisk(DB, dataDisk(1));
        assertRefused(
                HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED,
                "another disk in slot 1",
                () -> n1.devices()
                        .plugDisk(
                                DB,
                                new VmDisk(
                                        folder.resolve("other.raw"), VmDisk.Format.RAW, VmDisk.Cache.NONE, false, 1)));
        n1.pause(DB);
        assertRefused(
                HypervisorErrorCode.VM_WRONG_STATE, "PAUSED", () -> n1.devices().unplugDisk(DB, 1, SHORT));
        n1.stop(DB);
        assertRefused(
                HypervisorErrorCode.VM_WRONG_STATE,
                "STOPPED",
                () -> n1.devices().growDisk(DB, 0, new Bytes(9 * MIB)));
    }

    private static MigrationRequest to(QemuHypervisor target, VmDefinition definition) {
        var request = new IncomingRequest(InetAddress.getLoopbackAddress(), PortRange.ANY, null, 0);
        return new MigrationRequest(
                target.prepareIncoming(definition, SECOND, request),
                null,
                MigrationPolicy.withPause(0, MigrationRequest.DEFAULT_DOWNTIME_LIMIT),
                LONG);
    }

    private VmDefinition start(DeviceLayout layout, boolean deaf) throws IOException {
        var definition = define(layout, deaf);
        n1.start(definition, FIRST, StartMode.RUNNING);
        awaitLife(n1);
        return definition;
    }

    private VmDefinition define(DeviceLayout layout, boolean deaf) throws IOException {
        return QemuTests.witness(DB, "db", WitnessDisk.create(folder.resolve("db.raw"), deaf))
                .in(layout);
    }

    private VmDisk dataDisk(int slot) {
        return new VmDisk(data, VmDisk.Format.RAW, VmDisk.Cache.NONE, false, slot);
    }

    private static VmNic nic(int slot) {
        return new VmNic(new MacAddress("52:54:00:00:00:0" + slot), new NicBackend.UserMode(true), slot, true);
    }

    private static void awaitLife(QemuHypervisor host) {
        var log = host.serialLog(DB);
        var beat = WitnessDisk.heartbeat(log);
        Await.until("the guest lives", () -> WitnessDisk.heartbeat(log) > 0 && WitnessDisk.heartbeat(log) != beat);
    }

    private static List<String> devices(QemuHypervisor host) throws QmpException {
        var names = new ArrayList<String>();
        host.get(DB)
                .liveRun("a test")
                .execute("qom-list", StrictJson.object().put("path", "/machine/peripheral"))
                .forEach(child -> names.add(child.path("name").asString("")));
        return names;
    }

    private static final int MARK = 7;

    /** Something that only this instance of a disk has. */
    private static void mark(QemuHypervisor host, String device) throws QmpException {
        host.get(DB).liveRun("a test").execute("qom-set", property(device).put("value", MARK));
    }

    private static boolean isThereUnmarked(QemuHypervisor host, String device) {
        try {
            var mark = host.get(DB).liveRun("a test").execute("qom-get", property(device));
            return mark.asInt(MARK) != MARK;
        } catch (QmpException e) {
            return false;
        }
    }

    private static ObjectNode property(String device) {
        return StrictJson.object().put("path", "/machine/peripheral/" + device).put("property", "bootindex");
    }

    private static List<Path> openFiles(QemuHypervisor host) throws IOException {
        var process = Objects.requireNonNull(host.find(DB).orElseThrow().process());
        var found = new ArrayList<Path>();
        try (var files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (var file : files.toList()) {
                found.add(Files.readSymbolicLink(file));
            }
        }
        return found;
    }

    private VmDefinition recorded(String host) throws IOException {
        return VmRecordFile.read(record(host)).definition();
    }

    private void rewrite(VmDefinition definition) throws IOException {
        var file = record("n1");
        VmRecordFile.write(file, VmRecordFile.read(file).with(definition));
    }

    private Path record(String host) {
        return folder.resolve(host).resolve(DB.toString()).resolve("vm.json");
    }

    private QemuHypervisor open(String host) {
        var next = new QemuHypervisor(QemuSettings.in(folder.resolve(host)), InstantSource.system());
        opened.add(next);
        return next;
    }

    private static void assertRefused(HypervisorErrorCode code, String words, ThrowingCallable call) {
        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(call)
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }
}
