package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atoll.hypervisor.api.CpuTopology;
import io.atoll.hypervisor.api.GuestOffer.Capability;
import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.MacAddress;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.api.MigrationPolicy;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.NicBackend;
import io.atoll.hypervisor.api.Platform;
import io.atoll.hypervisor.api.Platform.BootSource;
import io.atoll.hypervisor.api.PortRange;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.contract.Await;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Firmware, TPM, topology and boot order as a real QEMU and real firmware take them. */
@QemuTest
@Timeout(180)
class PlatformTest {

    private static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final VmEpoch FIRST = new VmEpoch(1);
    private static final VmEpoch SECOND = new VmEpoch(2);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<QemuHypervisor> opened = new ArrayList<>();

    @AfterEach
    void endEverything() {
        opened.forEach(QemuHypervisor::close);
        QemuTests.killAllBelow(folder);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void uefiComesUpAndKeepsItsVariables(boolean secureBoot) throws IOException {
        var n1 = open("n1");
        assumeOffered(n1, secureBoot ? Capability.SECURE_BOOT : Capability.UEFI);
        var variables = folder.resolve("uefi-vars.fd");
        var definition =
                define(new Platform(null, List.of(BootSource.DISK), new Platform.Uefi(secureBoot, variables), null));

        n1.start(definition, FIRST, StartMode.RUNNING);

        Await.until("the firmware boots", () -> serial(n1).contains("BdsDxe"));
        assertThat(commandLine(n1).contains("smm=on")).isEqualTo(secureBoot);
        n1.stop(DB);
        var template = Path.of("/usr/share/OVMF", secureBoot ? "OVMF_VARS_4M.ms.fd" : "OVMF_VARS_4M.fd");
        assertThat(Files.mismatch(variables, template))
                .as("the guest has variables of its own, and wrote them")
                .isNotNegative();
        var before = Files.readAllBytes(variables);
        n1.start(definition, SECOND, StartMode.PAUSED);
        n1.stop(DB);
        assertThat(Files.readAllBytes(variables)).as("and keeps them").isEqualTo(before);
    }

    @Test
    void aGuestOfUefiMovesWithItsVariables() throws Exception {
        var n1 = open("n1");
        var n2 = open("n2");
        assumeOffered(n1, Capability.UEFI);
        var definition = define(new Platform(
                null, List.of(BootSource.DISK), new Platform.Uefi(false, folder.resolve("uefi-vars.fd")), null));
        n1.start(definition, FIRST, StartMode.RUNNING);
        Await.until("the firmware boots", () -> serial(n1).contains("BdsDxe"));

        var request = new IncomingRequest(InetAddress.getLoopbackAddress(), PortRange.ANY, null, 0);
        var endpoint = n2.prepareIncoming(definition, SECOND, request);
        n1.migrate(
                DB,
                new MigrationRequest(
                        endpoint, null, MigrationPolicy.withPause(0, MigrationRequest.DEFAULT_DOWNTIME_LIMIT), LONG),
                MigrationListener.SILENT);

        assertThat(n2.awaitIncoming(DB, LONG).state()).isInstanceOf(VmState.Running.class);
    }

    @Test
    void aTpmIsTheGuestsOutlivesTheAgentAndEndsWithTheGuest() throws Exception {
        var n1 = open("n1");
        assumeOffered(n1, Capability.TPM);
        var state = Files.createDirectory(folder.resolve("tpm, state"));
        var definition = define(new Platform(null, List.of(BootSource.DISK), null, state));
        n1.start(definition, FIRST, StartMode.RUNNING);

        var tpm = n1.get(DB).liveRun("a test").execute("query-tpm");

        assertThat(tpm.toString()).contains("tpm-crb").contains("emulator");
        assertThat(state.resolve("tpm2-00.permall")).isNotEmptyFile();
        n1.close();
        var next = open("n1");
        assertThat(next.adopt())
                .singleElement()
                .satisfies(vm -> assertThat(vm.state()).isInstanceOf(VmState.Running.class));
        assertThat(tpms()).hasSize(1);
        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> open("n2")
                        .prepareIncoming(
                                definition,
                                SECOND,
                                new IncomingRequest(InetAddress.getLoopbackAddress(), PortRange.ANY, null, 0)))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(HypervisorErrorCode.MIGRATION_FAILED));
        next.stop(DB);
        Await.until("the TPM ends", () -> tpms().isEmpty());
        next.start(definition, SECOND, StartMode.RUNNING);
        assertThat(tpms()).as("and begins again").hasSize(1);
        next.stop(DB);
    }

    @Test
    void aTpmWithoutItsQemuIsEnded() throws Exception {
        var n1 = open("n1");
        assumeOffered(n1, Capability.TPM);
        var state = Files.createDirectory(folder.resolve("tpm"));
        var broken = define(new Platform(null, List.of(BootSource.DISK), null, state))
                .withDisk(1, VmDisk.qcow2(folder.resolve("missing.qcow2")).inSlot(1));

        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> n1.start(broken, FIRST, StartMode.RUNNING));

        Await.until("no TPM is left", () -> tpms().isEmpty());
    }

    @Test
    void theTopologyIsTheGuests() throws Exception {
        var n1 = open("n1");
        var platform = new Platform(new CpuTopology(2, 1, 2), List.of(BootSource.DISK), null, null);
        n1.start(define(4, platform, List.of()), FIRST, StartMode.PAUSED);

        var cpus = n1.get(DB).liveRun("a test").execute("query-cpus-fast");

        assertThat(cpus)
                .extracting(cpu -> {
                    var place = cpu.path("props");
                    return "%d/%d/%d"
                            .formatted(
                                    place.path("socket-id").asInt(),
                                    place.path("core-id").asInt(),
                                    place.path("thread-id").asInt());
                })
                .containsExactlyInAnyOrder("0/0/0", "0/0/1", "1/0/0", "1/0/1");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> define(3, platform, List.of()))
                .withMessageContaining("are 4 virtual CPUs, the VM has 3");
    }

    @Test
    void aGuestThatBootsFromTheNetworkFirstDoesSo() throws IOException {
        var n1 = open("n1");
        assumeOffered(n1, Capability.NETWORK_BOOT);
        var platform = new Platform(null, List.of(BootSource.NETWORK, BootSource.DISK), null, null);
        var nic = new VmNic(new MacAddress("52:54:00:00:00:02"), new NicBackend.UserMode(true));

        n1.start(define(1, platform, List.of(nic)), FIRST, StartMode.RUNNING);

        assertThat(commandLine(n1))
                .containsPattern("nic0[^}]*\"bootindex\":1")
                .containsPattern("vdisk0[^}]*\"bootindex\":2");
        Await.until("then from its disk", () -> WitnessDisk.heartbeat(n1.serialLog(DB)) > 0);
        n1.stop(DB);
    }

    private static void assumeOffered(QemuHypervisor host, Capability capability) {
        var offered = host.facts().offer().capabilities().contains(capability);
        if (!offered && "true".equals(System.getenv("ATOLL_REQUIRE_QEMU"))) {
            throw new IllegalStateException(
                    "This host lacks %s; install ovmf, swtpm and ipxe-qemu.".formatted(capability));
        }
        assumeTrue(offered, () -> "this host lacks " + capability);
    }

    private QemuHypervisor open(String host) {
        var next = new QemuHypervisor(QemuTests.emulated(folder.resolve(host)), InstantSource.system());
        opened.add(next);
        return next;
    }

    private VmDefinition define(Platform platform) throws IOException {
        return define(1, platform, List.of());
    }

    private VmDefinition define(int vcpuCount, Platform platform, List<VmNic> nics) throws IOException {
        var hardware = VmHardware.of(vcpuCount, new Mebibytes(128), CpuBaseline.X86_64_V2);
        return new VmDefinition(
                DB,
                "db",
                hardware.with(platform),
                List.of(new VmDisk(
                        WitnessDisk.create(folder.resolve("db.raw"), false),
                        VmDisk.Format.RAW,
                        VmDisk.Cache.NONE,
                        false)),
                null,
                nics);
    }

    private List<Long> tpms() {
        try {
            return ProcFs.withArgumentContaining("path=" + folder).stream()
                    .map(process -> process.pid())
                    .filter(pid -> ProcFs.commandLine(pid).contains("--terminate"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String serial(QemuHypervisor host) {
        try {
            return Files.readString(host.serialLog(DB), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static String commandLine(QemuHypervisor host) {
        var process = Objects.requireNonNull(host.find(DB).orElseThrow().process());
        return ProcFs.commandLine(process.pid());
    }
}
