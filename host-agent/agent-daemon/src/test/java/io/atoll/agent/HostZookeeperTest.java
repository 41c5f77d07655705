package io.atoll.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.agent.identity.AgentSettings.NetworkSettings;
import io.atoll.agent.identity.NetworkMode;
import io.atoll.agent.identity.StateDirectory;
import io.atoll.agent.zookeeper.HostZookeeper;
import io.atoll.ha.zk.HostRegistry;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperSettings;
import io.atoll.ha.zk.ZookeeperTls;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.ha.zk.lease.BeatChannel;
import io.atoll.ha.zk.lease.Joining;
import io.atoll.ha.zk.lease.Renewal;
import io.atoll.ha.zk.server.EnsembleMember;
import io.atoll.model.VmId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation moves from one server to three on its hosts, each a process of its own at an address of its own. */
class HostZookeeperTest {
    private static final VmId VM = new VmId(new UUID(7, 1));

    @TempDir
    static Path folder;

    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final List<TestHost> HOSTS = new ArrayList<>();
    private static final List<AgentProcess> SERVERS = new ArrayList<>();
    private static final List<ZookeeperConnection> CONNECTIONS = new ArrayList<>();
    private static String connect = "";

    @BeforeAll
    static void moveFromOneServerToThree() throws Exception {
        var port = freePorts();
        var members = new ArrayList<EnsembleMember>();
        for (var number = 1; number <= 3; number++) {
            var address = "127.0.0." + number;
            var host = new TestHost(
                    Files.createDirectory(folder.resolve("host-" + number)),
                    AUTHORITY,
                    "unused:1",
                    address,
                    new NetworkSettings(NetworkMode.USER, "atbr0", null));
            HOSTS.add(host);
            members.add(new EnsembleMember(number, host.id, address));
        }
        try (var before = new TestZookeeper(folder, AUTHORITY)) {
            HOSTS.forEach(host -> before.admit(host.id));
            before.claim(VM, HOSTS.getFirst().id);
            before.goDown();
            for (var host : HOSTS) {
                var settings = zookeeperOf(host).prepare(members, port, before.data());
                connect = settings.connect();
            }
        }
        for (var host : HOSTS) {
            SERVERS.add(AgentProcess.startZookeeper(host, logOf(host)));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        CONNECTIONS.forEach(ZookeeperConnection::close);
        for (var server : SERVERS) {
            server.kill();
        }
        HOSTS.forEach(TestHost::close);
    }

    private static HostZookeeper zookeeperOf(TestHost host) throws IOException {
        return HostZookeeper.of(host.state, Clock.systemUTC());
    }

    private static Path logOf(TestHost host) {
        return folder.resolve(host.id + ".log");
    }

    @Test
    void whatTheOneServerHeldIsThereAndStaysWhenOneOfThreeDies() throws Exception {
        var manager = connect("manager", AUTHORITY.manager(), AUTHORITY);
        assertThat(new OwnerRegistry(manager).read(VM).orElseThrow().isOwnedBy(HOSTS.getFirst().id))
                .isTrue();
        manager.createLayout();
        assertThat(manager.recognisedAsMember()).isTrue();
        var data = HOSTS.getFirst().state.resolve("zookeeper").resolve("data");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");

        var own = HOSTS.getFirst();
        var channel = new BeatChannel(asHost(own), own.id);
        // Three servers that have just begun may take longer for an answer than a host waits for one.
        Await.until("the host has joined", () -> channel.join("boot") instanceof Joining.Joined);
        for (var dying = 0; dying < 3; dying++) {
            SERVERS.get(dying).kill();
            var seq = new long[] {dying * 1_000L + 1};
            Await.until(
                    "a beat with two servers", () -> channel.renew("boot", seq[0]++) instanceof Renewal.Acknowledged);
            SERVERS.set(dying, AgentProcess.startZookeeper(HOSTS.get(dying), logOf(HOSTS.get(dying))));
            awaitAnswerOf("127.0.0." + (dying + 1));
        }
    }

    @Test
    void aStrangerIsNotLetInAndARevokedHostIsCutOff() throws Exception {
        var manager = connect("manager", AUTHORITY.manager(), AUTHORITY);
        manager.createLayout();
        var theirs = new TestAuthority();
        try (var stranger = open("stranger", theirs.manager(), AUTHORITY)) {
            assertThat(stranger.awaitConnected(Duration.ofSeconds(3))).isFalse();
        }
        var revoked = AUTHORITY.host(UUID.randomUUID().toString());
        var connection = connect("revoked", revoked, AUTHORITY);
        assertThat(new HostRegistry(connection).members()).hasSize(3);
        for (var host : HOSTS) {
            var store = new StateDirectory(host.state).certificates();
            store.install(
                    store.currentKey(),
                    store.currentCertificate(),
                    AUTHORITY.pem(),
                    AUTHORITY.crlPem(revoked.certificate()),
                    Instant.now());
        }
        // Each server reads the list by itself: until the last one has, the client finds one that still lets it in, for
        // one call
        // tries them all, several times.
        Await.until("every server's refusal of the revoked host", () -> isRefused(connection));
        assertThat(new HostRegistry(manager).members()).hasSize(3);
    }

    private static boolean isRefused(ZookeeperConnection connection) {
        try {
            new HostRegistry(connection).members();
            return false;
        } catch (ZookeeperUnavailableException _) {
            return true;
        }
    }

    @Test
    void aRenewedCertificateIsShownWithoutARestart() throws Exception {
        connect("manager", AUTHORITY.manager(), AUTHORITY);
        var host = HOSTS.get(1);
        var renewed = AUTHORITY.issue(TestAuthority.at(host.address, TestAuthority.hostContents(host.id.toString())));
        new StateDirectory(host.state)
                .certificates()
                .install(
                        renewed.keyPem(), renewed.certificatePem(), AUTHORITY.pem(), AUTHORITY.crlPem(), Instant.now());
        Await.until(
                "the renewed certificate",
                () -> renewed.certificate().equals(certificateAt(host.address, portOf(connect))));
        // Among the servers too: the port behind the next is that of the election.
        assertThat(certificateAt(host.address, portOf(connect) + 2)).isEqualTo(renewed.certificate());
    }

    @Test
    void aSecondInitIsRefusedAndTheAgentIsToldWhereToGo() throws Exception {
        var host = HOSTS.getFirst();
        assertThatThrownBy(() -> zookeeperOf(host).prepare(List.of(), 2281, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("runs a ZooKeeper server already");
        zookeeperOf(host).use(connect);
        assertThat(new StateDirectory(host.state).identity().orElseThrow().zookeeperConnect())
                .isEqualTo(connect);
    }

    private static void awaitAnswerOf(String address) {
        Await.until("an answer of " + address, () -> {
            try {
                certificateAt(address, portOf(connect));
                return true;
            } catch (IOException _) {
                return false;
            }
        });
    }

    private static ZookeeperConnection asHost(TestHost host) throws Exception {
        var store = new StateDirectory(host.state).certificates();
        return connected(ZookeeperConnection.open(ZookeeperSettings.of(
                connect,
                UUID.fromString(AUTHORITY.installation()),
                new ZookeeperTls(store.identityFile(), store.authorityFile()))));
    }

    private static ZookeeperConnection connect(String name, TestAuthority.Identity identity, TestAuthority trusted)
            throws Exception {
        return connected(open(name, identity, trusted));
    }

    private static ZookeeperConnection connected(ZookeeperConnection connection) throws InterruptedException {
        CONNECTIONS.add(connection);
        assertThat(connection.awaitConnected(Duration.ofSeconds(60))).isTrue();
        return connection;
    }

    private static ZookeeperConnection open(String name, TestAuthority.Identity identity, TestAuthority trusted)
            throws IOException {
        var file = folder.resolve(name + ".pem");
        Files.writeString(file, identity.keyPem() + identity.certificatePem());
        var authorityFile = folder.resolve(name + "-trusted.pem");
        Files.writeString(authorityFile, trusted.pem());
        return ZookeeperConnection.open(ZookeeperSettings.of(
                connect, UUID.fromString(AUTHORITY.installation()), new ZookeeperTls(file, authorityFile)));
    }

    private static int portOf(String connect) {
        return Integer.parseInt(connect.substring(connect.lastIndexOf(':') + 1));
    }

    /** What the server shows to whoever asks, before it has seen the client's certificate. */
    private static X509Certificate certificateAt(String address, int port) throws IOException {
        var seen = new AtomicReference<@Nullable X509Certificate>();
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new Recording(seen)}, null);
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket()) {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), 5_000);
                socket.setSoTimeout(5_000);
                socket.startHandshake();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            if (seen.get() == null) {
                throw e;
            }
        }
        return Objects.requireNonNull(seen.get());
    }

    private record Recording(AtomicReference<@Nullable X509Certificate> seen) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            seen.set(chain[0]);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Three ports in a row that nobody uses at these addresses. */
    private static int freePorts() throws IOException {
        while (true) {
            try (var first = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                    var second = new ServerSocket(first.getLocalPort() + 1, 1, InetAddress.ofLiteral("127.0.0.1"));
                    var third = new ServerSocket(first.getLocalPort() + 2, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                assertThat(third.isBound() && second.isBound()).isTrue();
                return first.getLocalPort();
            } catch (IOException | IllegalArgumentException _) {
                // Taken; another three.
            }
        }
    }
}
