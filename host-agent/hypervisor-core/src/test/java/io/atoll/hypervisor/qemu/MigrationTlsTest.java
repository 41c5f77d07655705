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
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.contract.Await;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may send a guest to a host, and to whom a host sends its guest. */
@QemuTest
@Timeout(180)
class MigrationTlsTest {

    private static final VmId DB = VmId.parse("0190aaaa-0000-7000-8000-0000000000db");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final X500Principal SOURCE = new X500Principal("CN=host-1,OU=Hosts,O=Atoll\\, Inc.");
    private static final X500Principal TARGET = new X500Principal("CN=host-2,OU=Hosts,O=Atoll\\, Inc.");
    private static final X500Principal STRANGER = new X500Principal("CN=host-3,OU=Hosts,O=Atoll\\, Inc.");

    @TempDir
    Path folder;

    private final TestAuthority authority = new TestAuthority("Atoll test CA");
    private QemuHypervisor source;
    private QemuHypervisor target;
    private VmDefinition db;

    @BeforeEach
    void startAtTheSource() throws IOException {
        source = new QemuHypervisor(QemuSettings.in(folder.resolve("n1")), InstantSource.system());
        target = new QemuHypervisor(QemuSettings.in(folder.resolve("n2")), InstantSource.system());
        db = QemuTests.witness(DB, "db", WitnessDisk.create(folder.resolve("db.raw"), false));
        source.start(db, new VmEpoch(1), StartMode.RUNNING);
        Await.until("its heart beats", () -> heartbeat(source) > 3);
    }

    @AfterEach
    void endEverything() {
        source.close();
        target.close();
        QemuTests.killAllBelow(folder);
    }

    @Test
    void theExpectedSourceIsLetIn() {
        var at = listen(authority);

        source.migrate(
                DB,
                to(at, authority.credentials(folder.resolve("s"), SOURCE, "host-1"), "host-2"),
                MigrationListener.SILENT);

        assertThat(target.awaitIncoming(DB, LONG).state()).isEqualTo(new VmState.Running());
        Await.until("its heart beats", () -> heartbeat(target) > 3);
    }

    @Test
    void aGuestThatArrivedCanBeSentBack() {
        source.migrate(
                DB,
                to(listen(authority), authority.credentials(folder.resolve("s"), SOURCE, "host-1"), "host-2"),
                MigrationListener.SILENT);
        target.awaitIncoming(DB, LONG);
        var home = new IncomingRequest(
                InetAddress.getLoopbackAddress(),
                PortRange.ANY,
                new IncomingRequest.Tls(folder.resolve("s"), TARGET),
                IncomingEndpoint.MOST_MEMORY_CHANNELS);

        var back = source.prepareIncoming(db, new VmEpoch(3), home);
        target.migrate(DB, to(back, folder.resolve("t"), "host-1"), MigrationListener.SILENT);

        assertThat(source.awaitIncoming(DB, LONG).state()).isEqualTo(new VmState.Running());
    }

    @Test
    void anotherHostOfTheSameInstallationIsNot() {
        var at = listen(authority);

        assertRefusedAndStayed(to(at, authority.credentials(folder.resolve("x"), STRANGER, "host-3"), "host-2"));
        assertTheTargetNeverRan();
    }

    @Test
    void aHostOfAnotherInstallationIsNot() {
        var at = listen(authority);
        var others = new TestAuthority("Another CA");

        assertRefusedAndStayed(to(at, others.credentials(folder.resolve("x"), SOURCE, "host-1"), "host-2"));
        assertTheTargetNeverRan();
    }

    @Test
    void aSourceWithoutTlsIsNot() {
        var at = listen(authority);

        assertRefusedAndStayed(to(at, null, "host-2"));
        assertTheTargetNeverRan();
    }

    @Test
    void aTargetWithAnotherNameGetsNoGuest() {
        var at = listen(authority);

        assertRefusedAndStayed(to(at, authority.credentials(folder.resolve("s"), SOURCE, "host-1"), "host-9"));
    }

    @Test
    void aTargetOfAnotherInstallationGetsNoGuest() {
        var at = listen(new TestAuthority("Another CA"));

        assertRefusedAndStayed(to(at, authority.credentials(folder.resolve("s"), SOURCE, "host-1"), "host-2"));
    }

    @Test
    void afterARefusalTheNextTryCanSucceed() {
        var credentials = authority.credentials(folder.resolve("s"), SOURCE, "host-1");
        assertRefusedAndStayed(to(listen(authority), credentials, "host-9"));
        target.abortIncoming(DB);

        source.migrate(DB, to(listen(authority), credentials, "host-2"), MigrationListener.SILENT);

        assertThat(target.awaitIncoming(DB, LONG).state()).isEqualTo(new VmState.Running());
    }

    @Test
    void aPortScannerSpeakingNonsenseHarmsNobody() throws IOException {
        var at = listen(authority);
        try (var socket = new Socket(at.address(), at.port())) {
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }

        Await.until(
                "the target ends or still waits",
                () -> !(target.find(DB).orElseThrow().state() instanceof VmState.Running));
        assertThat(source.find(DB).orElseThrow().state()).isEqualTo(new VmState.Running());
    }

    @Test
    void credentialsThatCannotBeReadAreRefusedAndNothingIsLeftBehind() {
        var request = new IncomingRequest(
                InetAddress.getLoopbackAddress(),
                PortRange.ANY,
                new IncomingRequest.Tls(folder.resolve("nowhere"), SOURCE),
                IncomingEndpoint.MOST_MEMORY_CHANNELS);

        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> target.prepareIncoming(db, new VmEpoch(2), request))
                .withMessageContaining("nowhere");
        assertThat(target.list()).isEmpty();
    }

    @Test
    void theExpectedSourceIsLetInOverOneConnectionToo() {
        var at = listen(authority, 0);
        assertThat(at.memoryChannels()).isZero();

        source.migrate(
                DB,
                to(at, authority.credentials(folder.resolve("s"), SOURCE, "host-1"), "host-2"),
                MigrationListener.SILENT);

        assertThat(target.awaitIncoming(DB, LONG).state()).isEqualTo(new VmState.Running());
    }

    private IncomingEndpoint listen(TestAuthority issuer) {
        return listen(issuer, IncomingEndpoint.MOST_MEMORY_CHANNELS);
    }

    private IncomingEndpoint listen(TestAuthority issuer, int sourceMemoryChannels) {
        var tls = new IncomingRequest.Tls(issuer.credentials(folder.resolve("t"), TARGET, "host-2"), SOURCE);
        return target.prepareIncoming(
                db,
                new VmEpoch(2),
                new IncomingRequest(InetAddress.getLoopbackAddress(), PortRange.ANY, tls, sourceMemoryChannels));
    }

    private static MigrationRequest to(IncomingEndpoint at, @Nullable Path credentials, String serverName) {
        var tls = credentials == null ? null : new MigrationRequest.Tls(credentials, serverName);
        return new MigrationRequest(
                at, tls, MigrationPolicy.withPause(0, MigrationRequest.DEFAULT_DOWNTIME_LIMIT), Duration.ofSeconds(20));
    }

    private void assertRefusedAndStayed(MigrationRequest request) {
        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> source.migrate(DB, request, MigrationListener.SILENT))
                .satisfies(
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(HypervisorErrorCode.MIGRATION_FAILED));
        assertThat(source.find(DB).orElseThrow().state()).isEqualTo(new VmState.Running());
        var beat = heartbeat(source);
        Await.until("its heart beats", () -> heartbeat(source) > beat + 1);
    }

    private void assertTheTargetNeverRan() {
        assertThat(target.serialLog(DB))
                .satisfiesAnyOf(
                        log -> assertThat(log).doesNotExist(),
                        log -> assertThat(log).isEmptyFile());
    }

    private static long heartbeat(QemuHypervisor hypervisor) {
        return WitnessDisk.heartbeat(hypervisor.serialLog(DB));
    }
}
