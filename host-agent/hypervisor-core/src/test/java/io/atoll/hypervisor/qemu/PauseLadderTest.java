package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingEndpoint;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.api.MigrationPolicy;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.PortRange;
import io.atoll.hypervisor.contract.Await;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guest that never stops writing to 448 KiB of memory, over a network that takes 0.2 s for these: it never fits into 2 ms. */
@QemuTest
@Timeout(120)
class PauseLadderTest {
    private static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final VmEpoch FIRST = new VmEpoch(1);
    private static final VmEpoch SECOND = new VmEpoch(2);
    private static final long SLOW_BYTES_PER_SECOND = 5L * BusyDisk.WRITTEN_BYTES;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<QemuHypervisor> opened = new ArrayList<>();

    @AfterEach
    void endEverything() {
        opened.forEach(QemuHypervisor::close);
        QemuTests.killAllBelow(folder);
    }

    @Test
    void aGuestThatDoesNotFitStaysWhereOnlyAShortPauseIsAllowedAndMovesWithALadder() throws IOException {
        var n1 = open("n1");
        var n2 = open("n2");
        var definition = QemuTests.witness(DB, "db", BusyDisk.create(folder.resolve("db.raw")));
        n1.start(definition, FIRST, StartMode.RUNNING);
        awaitWriting(n1);

        var tooShort = request(n2.prepareIncoming(definition, SECOND, anyPort()), Duration.ofSeconds(6), 1, 2);
        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> n1.migrate(DB, tooShort, MigrationListener.SILENT))
                .satisfies(e -> assertThat(e.code()).isEqualTo(HypervisorErrorCode.MIGRATION_TIMEOUT));
        Await.until("the target ends", () -> !n2.find(DB).orElseThrow().state().hasProcess());

        var rising = request(n2.prepareIncoming(definition, SECOND, anyPort()), LONG, 1, 2, 5_000);
        var result = n1.migrate(DB, rising, MigrationListener.SILENT);
        assertThat(result.memoryPasses()).as("passes until the last rung").isGreaterThanOrEqualTo(4);
        assertThat(n2.awaitIncoming(DB, LONG).state()).isEqualTo(new VmState.Running());
        awaitWriting(n2);
    }

    private static MigrationRequest request(IncomingEndpoint at, Duration deadline, int... pausesMillis) {
        var ladder = Arrays.stream(pausesMillis).mapToObj(Duration::ofMillis).toList();
        return new MigrationRequest(at, null, new MigrationPolicy(SLOW_BYTES_PER_SECOND, ladder, false), deadline);
    }

    private static IncomingRequest anyPort() {
        return new IncomingRequest(InetAddress.getLoopbackAddress(), PortRange.ANY, null, 0);
    }

    /** Its processor does nothing else once the firmware, which needs a fraction of that, is through. */
    private static void awaitWriting(QemuHypervisor host) {
        Await.until("the guest is busy", () -> host.sample(DB).cpu().used().compareTo(Duration.ofSeconds(2)) > 0);
    }

    private QemuHypervisor open(String host) {
        var next = new QemuHypervisor(QemuSettings.in(folder.resolve(host)), InstantSource.system());
        opened.add(next);
        return next;
    }
}
