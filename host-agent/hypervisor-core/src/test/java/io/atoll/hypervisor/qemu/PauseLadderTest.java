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

/**
 * A guest that writes a few pages of memory with each of its 18 ticks a second, sent so slowly that these take tens of
 * milliseconds: it never fits into one.
 */
@QemuTest
@Timeout(120)
class PauseLadderTest {
    private static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final VmEpoch FIRST = new VmEpoch(1);
    private static final VmEpoch SECOND = new VmEpoch(2);
    private static final long SLOW_BYTES_PER_SECOND = 400_000;
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
        var definition = QemuTests.witness(DB, "db", WitnessDisk.create(folder.resolve("db.raw"), false));
        n1.start(definition, FIRST, StartMode.RUNNING);
        awaitLife(n1);

        var tooShort = request(n2.prepareIncoming(definition, SECOND, anyPort()), Duration.ofSeconds(15), 1);
        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> n1.migrate(DB, tooShort, MigrationListener.SILENT))
                .satisfies(e -> assertThat(e.code()).isEqualTo(HypervisorErrorCode.MIGRATION_TIMEOUT));
        Await.until("the target ends", () -> !n2.find(DB).orElseThrow().state().hasProcess());

        var rising = request(n2.prepareIncoming(definition, SECOND, anyPort()), LONG, 1, 2, 5_000);
        var result = n1.migrate(DB, rising, MigrationListener.SILENT);
        assertThat(result.memoryPasses()).as("passes until the last rung").isGreaterThanOrEqualTo(4);
        assertThat(n2.awaitIncoming(DB, LONG).state()).isEqualTo(new VmState.Running());
        awaitLife(n2);
    }

    private static MigrationRequest request(IncomingEndpoint at, Duration deadline, int... pausesMillis) {
        var ladder = Arrays.stream(pausesMillis).mapToObj(Duration::ofMillis).toList();
        return new MigrationRequest(at, null, new MigrationPolicy(SLOW_BYTES_PER_SECOND, ladder, false), deadline);
    }

    private static IncomingRequest anyPort() {
        return new IncomingRequest(InetAddress.getLoopbackAddress(), PortRange.ANY, null, 0);
    }

    private static void awaitLife(QemuHypervisor host) {
        var log = host.serialLog(DB);
        var beat = WitnessDisk.heartbeat(log);
        Await.until("the guest lives", () -> WitnessDisk.heartbeat(log) > 0 && WitnessDisk.heartbeat(log) != beat);
    }

    private QemuHypervisor open(String host) {
        var next = new QemuHypervisor(QemuSettings.in(folder.resolve(host)), InstantSource.system());
        opened.add(next);
        return next;
    }
}
