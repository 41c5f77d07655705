package io.atoll.manager.cluster.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.HostAnnouncement;
import io.atoll.ha.zk.HostRegistry;
import io.atoll.ha.zk.ManagerEntry;
import io.atoll.ha.zk.ManagerRegistry;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperSettings;
import io.atoll.ha.zk.ZookeeperTls;
import io.atoll.manager.cluster.DeposedException;
import io.atoll.manager.pki.internal.TestPki;
import io.atoll.manager.testing.TestDatabase;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeadershipTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final HostId HOST = new HostId(new UUID(0, 1));

    private final Clock clock = Clock.systemUTC();
    private final TestDatabase database = TestDatabase.create();
    private final PostgresLeaderFence fence = new PostgresLeaderFence(database.jdbc());
    private final ZookeeperProperties properties =
            new ZookeeperProperties(null, true, "127.0.0.1", 0, null, Duration.ofMillis(500), Duration.ofSeconds(4));
    private final Path folder;
    private final TestPki pki;
    private EmbeddedZookeeper server;

    LeadershipTest(@TempDir Path folder) {
        this.folder = folder;
        pki = TestPki.open(database, folder, "m1", clock);
        server = EmbeddedZookeeper.start(folder.resolve("zookeeper"), properties, pki.pki());
    }

    @AfterEach
    void stop() {
        server.close();
        database.close();
    }

    @Test
    void oneLeadsAndWhenItGoesTheOtherLeadsUnderAHigherEpoch() {
        try (var first = new Manager("m1");
                var second = new Manager("m2")) {
            first.leadership.start();
            await().atMost(LONG).until(first.leadership::isLeader);
            second.leadership.start();
            var old = first.leadership.epoch().orElseThrow();
            await().atMost(LONG)
                    .until(() -> new ManagerRegistry(second.zookeeper).list().size() == 2);
            assertThat(second.leadership.isLeader()).isFalse();
            write(old);

            first.leadership.stop();
            await().atMost(LONG).until(second.leadership::isLeader);
            var current = second.leadership.epoch().orElseThrow();
            assertThat(old.isOlderThan(current)).isTrue();
            assertThat(second.leadership.leader()).contains(second.id);
            assertThatThrownBy(() -> write(old)).isInstanceOf(DeposedException.class);
            write(current);
        }
    }

    @Test
    void anEpochIsNeverUsedTwiceEvenWhenZookeeperLostItsData() {
        fence.raise(new LeaderEpoch(41), new UUID(0, 9), clock.instant());
        try (var manager = new Manager("m1")) {
            manager.leadership.start();
            await().atMost(LONG).until(manager.leadership::isLeader);
            assertThat(manager.leadership.epoch()).contains(new LeaderEpoch(42));
        }
    }

    @Test
    void aHostIsAMemberWhoMakesNoOwnersAndARevokedOneIsPutOut() throws Exception {
        try (var manager = new Manager("m1")) {
            manager.leadership.start();
            await().atMost(LONG).until(manager.leadership::isLeader);
            var owners = new OwnerRegistry(manager.zookeeper);
            var vm = new VmId(new UUID(7, 7));
            owners.claim(vm, HOST, "t:0");
            new HostRegistry(manager.zookeeper).admit(HOST);
            pki.pki().onRevocation(server::closeConnectionsOf);

            try (var host = connect(HOST)) {
                assertThat(host.awaitConnected(LONG)).isTrue();
                assertThat(new OwnerRegistry(host).read(vm).orElseThrow().isOwnedBy(HOST))
                        .isTrue();
                assertThat(host.recognisedAsMember()).isTrue();
                assertThatThrownBy(() -> new OwnerRegistry(host).claim(new VmId(new UUID(7, 9)), HOST, "mine"))
                        .isInstanceOf(IllegalStateException.class);
                try (var presence = new HostRegistry(host).announce(HOST, new HostAnnouncement("a", 1, "v", "b"))) {
                    assertThat(presence).isNotNull();
                    var hosts = new HostRegistry(manager.zookeeper);
                    await().atMost(LONG).until(() -> hosts.alive(HOST).isPresent());
                    pki.revoke(HOST);
                    await().atMost(LONG).until(() -> hosts.alive(HOST).isEmpty());
                    assertThat(host.connected()).isFalse();
                }
            }
        }
    }

    @Test
    void theServersDataSurvivesItsRestart() throws Exception {
        var vm = new VmId(new UUID(7, 8));
        try (var manager = new Manager("m1")) {
            manager.leadership.start();
            await().atMost(LONG).until(manager.leadership::isLeader);
            new OwnerRegistry(manager.zookeeper).claim(vm, HOST, "t:0");
        }
        server.close();
        server = EmbeddedZookeeper.start(folder.resolve("zookeeper"), properties, pki.pki());
        try (var manager = new Manager("m1")) {
            assertThat(manager.zookeeper.awaitConnected(LONG)).isTrue();
            assertThat(new OwnerRegistry(manager.zookeeper).read(vm)).isPresent();
        }
    }

    private void write(LeaderEpoch epoch) {
        database.transactions().executeWithoutResult(_ -> fence.check(epoch));
    }

    private ZookeeperConnection connect(HostId host) {
        var files = pki.issue(host, folder.resolve("hosts"));
        return ZookeeperConnection.open(ZookeeperSettings.of(
                "127.0.0.1:" + server.port(),
                pki.pki().installationId(),
                new ZookeeperTls(files.identity(), files.trusted())));
    }

    private final class Manager implements AutoCloseable {
        final UUID id;
        final ZookeeperConnection zookeeper;
        final ElectedLeadership leadership;

        Manager(String name) {
            var own = name.equals("m1")
                    ? pki.pki()
                    : TestPki.open(database, folder, name, clock).pki();
            id = own.managerId();
            zookeeper = ZookeeperConnection.open(ZookeeperSettings.of(
                    "127.0.0.1:" + server.port(),
                    own.installationId(),
                    TlsFiles.keep(folder.resolve(name).resolve("tls"), own)));
            leadership = new ElectedLeadership(
                    zookeeper, fence, new ManagerEntry(id, name + ":8443", "test", clock.instant()), true, clock);
        }

        @Override
        public void close() {
            if (leadership.isRunning()) {
                leadership.stop();
            }
            zookeeper.close();
        }
    }
}
