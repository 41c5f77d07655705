package io.atoll.ha.zk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.HaSettings;
import io.atoll.ha.zk.lease.BeatChannel;
import io.atoll.ha.zk.lease.Installation;
import io.atoll.ha.zk.lease.Joining;
import io.atoll.ha.zk.lease.Renewal;
import io.atoll.ha.zk.lease.Takeover;
import io.atoll.ha.zk.lease.Takeovers;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsAndAclTest {
    private static final HostId N1 = new HostId(new UUID(0, 1));
    private static final HostId N2 = new HostId(new UUID(0, 2));
    private static final VmId VM = new VmId(new UUID(7, 1));

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static TlsServer server;
    private static ZookeeperConnection manager;
    private static ZookeeperConnection host1;

    @BeforeAll
    static void start() throws Exception {
        authority = new TestAuthority(folder, "ours");
        server = TlsServer.stock(folder.resolve("data"), authority.issue("CN=zookeeper", "server"));
        manager = Clients.connect(
                server.connectString(), authority.issue(NodeAcls.managerSubject(Clients.INSTALLATION), "manager"));
        manager.createLayout();
        manager.closeTopToOthers();
        new HostRegistry(manager).admit(N1);
        new HostRegistry(manager).admit(N2);
        host1 = Clients.connect(
                server.connectString(), authority.issue(NodeAcls.hostSubject(Clients.INSTALLATION, N1), "host1"));
    }

    @AfterAll
    static void stop() {
        host1.close();
        manager.close();
        server.close();
    }

    @Test
    void aServerThatServesIsToldFromOneThatIsNotThere() throws Exception {
        var tls = authority.issue(NodeAcls.managerSubject(Clients.INSTALLATION), "prober");
        var here = ZookeeperSettings.of(server.connectString(), Clients.INSTALLATION, tls);
        assertThat(ServerProbe.serves(here, Duration.ofSeconds(30))).isTrue();
        var nowhere = ZookeeperSettings.of("127.0.0.1:1", Clients.INSTALLATION, tls);
        assertThat(ServerProbe.serves(nowhere, Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void aHostAnnouncesItselfWithItsOwnCertificate() {
        var said = new HostAnnouncement("127.0.0.1", 7443, "0.1.0", "boot");
        try (var presence = new HostRegistry(host1).announce(N1, said)) {
            assertThat(presence).isNotNull();
            var hosts = new HostRegistry(manager);
            await().atMost(Duration.ofSeconds(20)).until(() -> hosts.alive(N1).isPresent());
            assertThat(hosts.alive(N1)).contains(said);
        }
    }

    @Test
    void aHostReadsOwnersButCannotMakeChangeOrRemoveThem() {
        var byManager = new OwnerRegistry(manager);
        var byHost = new OwnerRegistry(host1);
        byManager.claim(VM, N1, "t:0");
        assertThat(byHost.read(VM).orElseThrow().isOwnedBy(N1)).isTrue();
        assertThatThrownBy(() -> byHost.claim(VM, N1, "mine"))
                .hasMessageContaining("refuses this client's certificate");
        assertThatThrownBy(() -> byHost.release(VM, N1, new VmEpoch(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> byHost.claim(new VmId(new UUID(7, 2)), N1, "mine"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(byHost.read(VM).orElseThrow().epoch()).isEqualTo(new VmEpoch(1));
    }

    @Test
    void aHostCannotWriteAnywhereElse() {
        var layout = host1.layout();
        for (var path : new String[] {
            "/mine",
            "/atoll/x/y",
            layout.root() + "/mine",
            layout.hosts() + "/mine",
            layout.host(N2) + "/alive",
            layout.managers() + "/mine",
            layout.leaderLatch() + "/mine",
            layout.leaderEpoch(),
            layout.vms() + "/mine"
        }) {
            assertThatThrownBy(() -> host1.client().create().forPath(path, new byte[] {1}))
                    .as(path)
                    .isInstanceOfAny(KeeperException.NoAuthException.class, KeeperException.NoNodeException.class);
        }
        assertThatThrownBy(() -> new LeaderEpochs(host1).raise(new LeaderEpoch(99)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new HostRegistry(host1).remove(N2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> host1.client()
                        .setACL()
                        .withACL(host1.client().getACL().forPath(layout.host(N1)))
                        .forPath(layout.host(N1)))
                .isInstanceOf(KeeperException.NoAuthException.class);
    }

    /** An ensemble with ZooKeeper's own x509 provider: everything works but what any member must be able to do. */
    @Test
    void withoutOurProviderNobodyIsRecognisedAsAMemberAndNoTakeoverGoesThrough() {
        new HaSettings(manager).write(ClusterHaSettings.usual(Installation.CLUSTER, new TreeMap<>()));
        assertThat(host1.recognisedAsMember()).isFalse();
        assertThatThrownBy(
                        () -> LeaderEpochs.ofAgents(host1, Installation.CLUSTER).raise(new LeaderEpoch(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("refuses this client's certificate");
        var epoch = LeaderEpochs.ofAgents(manager, Installation.CLUSTER).current();
        var channel = new BeatChannel(host1, N1);
        assertThat(channel.join("boot")).isInstanceOf(Joining.Joined.class);
        var renewal = (Renewal.Acknowledged) channel.renew("boot", 1);
        assertThat(new Takeovers(host1, Installation.CLUSTER, N1).takeOver(epoch, renewal.beat(), "test", List.of()))
                .isInstanceOfSatisfying(
                        Takeover.Refused.class,
                        refused -> assertThat(refused.obstacle()).isInstanceOf(Takeover.Obstacle.Denied.class));
    }

    @Test
    void aClientOfAnotherAuthorityIsNotLetIn() throws Exception {
        var theirs = new TestAuthority(folder, "theirs");
        var forged = theirs.issue(NodeAcls.managerSubject(Clients.INSTALLATION), "manager");
        var tls = new ZookeeperTls(forged.identity(), authority.trusted());
        try (var stranger = ZookeeperConnection.open(new ZookeeperSettings(
                server.connectString(), Clients.INSTALLATION, Duration.ofSeconds(2), Duration.ofSeconds(2), tls))) {
            assertThat(stranger.awaitConnected(Duration.ofSeconds(2))).isFalse();
            assertThatThrownBy(() -> new OwnerRegistry(stranger).read(VM))
                    .isInstanceOf(ZookeeperUnavailableException.class);
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsNotTrusted() throws Exception {
        var theirs = new TestAuthority(folder, "other-server");
        var mine = authority.issue(NodeAcls.hostSubject(Clients.INSTALLATION, N2), "host2");
        var tls = new ZookeeperTls(mine.identity(), theirs.trusted());
        try (var client = ZookeeperConnection.open(new ZookeeperSettings(
                server.connectString(), Clients.INSTALLATION, Duration.ofSeconds(2), Duration.ofSeconds(2), tls))) {
            assertThat(client.awaitConnected(Duration.ofSeconds(2))).isFalse();
        }
    }

    @Test
    void plainTextIsNotSpoken() throws Exception {
        try (var client = ZookeeperConnection.open(new ZookeeperSettings(
                server.connectString(), Clients.INSTALLATION, Duration.ofSeconds(2), Duration.ofSeconds(2), null))) {
            assertThat(client.awaitConnected(Duration.ofSeconds(2))).isFalse();
        }
    }
}
