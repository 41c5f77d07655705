package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.PortRange;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.contract.Await;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real QEMU in real cgroups. */
@QemuTest
class QemuControlGroupTest {
    private static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final VmEpoch FIRST = new VmEpoch(1);

    @TempDir
    Path folder;

    private @Nullable Path group;
    private @Nullable QemuHypervisor hypervisor;

    @BeforeEach
    void makeGroup() throws IOException {
        var own = OwnControlGroup.find();
        assumeTrue(own.isPresent(), "No unified cgroup hierarchy that this user may write to.");
        group = Files.createDirectory(own.get().resolve("atoll-test-" + UUID.randomUUID()));
        hypervisor = open(group);
    }

    @AfterEach
    void removeGroup() throws IOException {
        if (hypervisor != null) {
            hypervisor.close();
        }
        QemuTests.killAllBelow(folder);
        var top = group;
        if (top != null) {
            Await.until(
                    "nothing is in the cgroups",
                    () -> read(top.resolve("cgroup.events")).contains("populated 0"));
            try (var all = Files.walk(top)) {
                for (var one : all.filter(Files::isDirectory)
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    Files.delete(one);
                }
            }
        }
    }

    @Test
    void aVmIsInTheGroupOfItsKindAndEpochBeforeItRuns() throws IOException {
        assertThat(hypervisor().facts().controlGroups().used()).isTrue();
        var pid = pid(start(definition(VmDisk.Cache.NONE).withHighAvailability(true), StartMode.PAUSED));

        assertThat(groupOf(pid)).endsWith("/ha/" + DB + "@1");
        assertThat(read(ha("@1").resolve("cgroup.procs")).lines()).containsExactly(Long.toString(pid));

        hypervisor().resume(DB);
        hypervisor().recordEpoch(DB, new VmEpoch(2));
        assertThat(groupOf(pid)).endsWith("/ha/" + DB + "@2");
        assertThat(ha("@1")).as("the emptied group").doesNotExist();

        hypervisor().setHighlyAvailable(DB, false);
        assertThat(groupOf(pid)).endsWith("/vms/" + DB + "@2");
        assertThat(hypervisor().setHighlyAvailable(DB, true).definition().highlyAvailable())
                .isTrue();
        assertThat(groupOf(pid)).endsWith("/ha/" + DB + "@2");

        hypervisor().stop(DB);
        Await.until("its group has gone", () -> !Files.exists(ha("@2")));
    }

    @Test
    void anOrdinaryVmIsElsewhereAndMayHaveAnyCache() {
        var pid = pid(start(definition(VmDisk.Cache.WRITEBACK), StartMode.RUNNING));

        assertThat(groupOf(pid)).endsWith("/vms/" + DB + "@1");
        refused("page cache", () -> hypervisor().setHighlyAvailable(DB, true));
        assertThat(groupOf(pid)).endsWith("/vms/" + DB + "@1");
    }

    @Test
    void anArrivingVmIsInItsGroupBeforeItsGuestIs() {
        var incoming = new IncomingRequest(InetAddress.getLoopbackAddress(), PortRange.ANY, null, 1);
        hypervisor()
                .prepareIncoming(definition(VmDisk.Cache.NONE).withHighAvailability(true), new VmEpoch(7), incoming);

        assertThat(groupOf(pid())).endsWith("/ha/" + DB + "@7");
        hypervisor().abortIncoming(DB);
    }

    @Test
    void whatCannotBeProtectedIsRefusedAndLeavesNothing() {
        var cached = definition(VmDisk.Cache.WRITEBACK).withHighAvailability(true);
        refused("page cache", () -> start(cached, StartMode.RUNNING));
        assertThat(hypervisor().list()).isEmpty();

        hypervisor().close();
        hypervisor = open(null);
        assertThat(hypervisor().facts().controlGroups().used()).isFalse();
        var direct = definition(VmDisk.Cache.NONE).withHighAvailability(true);
        refused("No cgroup is configured", () -> start(direct, StartMode.RUNNING));
        assertThat(hypervisor().list()).isEmpty();
    }

    @Test
    void aVmThatStandsStillBecauseTheLeaseRunsOutDoesNotGetAway() throws IOException {
        var pid = pid(start(definition(VmDisk.Cache.NONE).withHighAvailability(true), StartMode.RUNNING));
        Files.writeString(group().resolve("ha").resolve("cgroup.freeze"), "1");
        try {
            assertThatThrownBy(() -> hypervisor().setHighlyAvailable(DB, false))
                    .isInstanceOfSatisfying(
                            HypervisorException.class,
                            e -> assertThat(e.code()).isEqualTo(HypervisorErrorCode.VM_WRONG_STATE));
            assertThat(groupOf(pid)).endsWith("/ha/" + DB + "@1");
        } finally {
            Files.writeString(group().resolve("ha").resolve("cgroup.freeze"), "0");
        }
    }

    @Test
    void adoptionGoesByTheProcessAndPutsItWhereItBelongs() {
        hypervisor().close();
        hypervisor = open(null);
        var pid = pid(start(definition(VmDisk.Cache.NONE), StartMode.RUNNING));
        assertThat(groupOf(pid)).doesNotContain(DB.toString());
        hypervisor().close();

        hypervisor = open(group());
        var adopted = hypervisor().adopt();

        assertThat(adopted)
                .singleElement()
                .satisfies(vm -> assertThat(vm.adopted()).isTrue());
        assertThat(pid()).isEqualTo(pid);
        assertThat(groupOf(pid)).endsWith("/vms/" + DB + "@1");
        hypervisor().setHighlyAvailable(DB, true);
        hypervisor().close();

        hypervisor = open(group());
        assertThat(hypervisor().adopt()).singleElement().satisfies(vm -> {
            assertThat(vm.definition().highlyAvailable()).isTrue();
            assertThat(vm.adopted()).isTrue();
        });
        assertThat(groupOf(pid)).endsWith("/ha/" + DB + "@1");
    }

    private static void refused(String why, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        HypervisorException.class,
                        e -> assertThat(e.code()).isEqualTo(HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED))
                .hasMessageContaining(why);
    }

    private VmStatus start(VmDefinition definition, StartMode mode) {
        return hypervisor().start(definition, FIRST, mode);
    }

    private VmDefinition definition(VmDisk.Cache cache) {
        var disk = folder.resolve("db.raw");
        try {
            if (!Files.exists(disk)) {
                WitnessDisk.create(disk, false);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        var witness = QemuTests.witness(DB, "db", disk);
        return new VmDefinition(
                DB,
                "db",
                witness.hardware(),
                List.of(new VmDisk(disk, VmDisk.Format.RAW, cache, false)),
                null,
                List.of());
    }

    private QemuHypervisor open(@Nullable Path controlGroup) {
        return new QemuHypervisor(
                QemuSettings.in(folder.resolve("n1")).withControlGroup(controlGroup), InstantSource.system());
    }

    private QemuHypervisor hypervisor() {
        return Objects.requireNonNull(hypervisor);
    }

    private Path group() {
        return Objects.requireNonNull(group);
    }

    private Path ha(String epoch) {
        return group().resolve("ha").resolve(DB + epoch);
    }

    private long pid() {
        return pid(hypervisor().find(DB).orElseThrow());
    }

    private static long pid(VmStatus status) {
        return Objects.requireNonNull(status.process()).pid();
    }

    /** What the kernel says, not what we wrote. */
    private static String groupOf(long pid) {
        return read(Path.of("/proc/" + pid + "/cgroup"))
                .lines()
                .filter(line -> line.startsWith("0::"))
                .findFirst()
                .orElseThrow();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
