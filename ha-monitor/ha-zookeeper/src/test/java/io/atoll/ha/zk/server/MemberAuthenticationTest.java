package io.atoll.ha.zk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.Clients;
import io.atoll.ha.zk.HostRegistry;
import io.atoll.ha.zk.LeaderElection;
import io.atoll.ha.zk.LeaderEpochs;
import io.atoll.ha.zk.NodeAcls;
import io.atoll.ha.zk.OwnedVm;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.TestAuthority;
import io.atoll.ha.zk.TlsServer;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.HaSettings;
import io.atoll.ha.zk.facts.HostHaFacts;
import io.atoll.ha.zk.facts.Incident;
import io.atoll.ha.zk.facts.Incidents;
import io.atoll.ha.zk.facts.Protection;
import io.atoll.ha.zk.facts.Protections;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.ha.zk.facts.VmStates;
import io.atoll.ha.zk.lease.BeatChannel;
import io.atoll.ha.zk.lease.Installation;
import io.atoll.ha.zk.lease.Joining;
import io.atoll.ha.zk.lease.Move;
import io.atoll.ha.zk.lease.Renewal;
import io.atoll.ha.zk.lease.Takeover;
import io.atoll.ha.zk.lease.Takeovers;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.Mebibytes;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.NoAuthException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may write what on a server of ours. */
class MemberAuthenticationTest {
    private static final ClusterId CLUSTER = new ClusterId(new UUID(3, 1));
    private static final byte[] DATA = {'{', '}'};

    @TempDir
    static Path folder;

    private static TlsServer server;
    private static ZookeeperConnection manager;
    private static ZookeeperConnection host1;
    private static ZookeeperConnection outsider;
    private static Installation installation;
    private static HostId n1 = new HostId(new UUID(0, 0));
    private static HostId n2 = n1;

    @BeforeAll
    static void start() throws Exception {
        var authority = new TestAuthority(folder, "ours");
        server =
                TlsServer.ours(folder.resolve("data"), authority.issue("CN=zookeeper", "server"), Clients.INSTALLATION);
        manager = Clients.connect(
                server.connectString(), authority.issue(NodeAcls.managerSubject(Clients.INSTALLATION), "manager"));
        installation = new Installation(manager);
        manager.closeTopToOthers();
        n1 = installation.host();
        n2 = installation.host();
        host1 = Clients.connect(
                server.connectString(), authority.issue(NodeAcls.hostSubject(Clients.INSTALLATION, n1), "host1"));
        // Of the same authority, but neither a host nor a manager; the trust manager of this test lets it in.
        outsider = Clients.connect(
                server.connectString(), authority.issue("CN=something-else,O=" + Clients.INSTALLATION, "outsider"));
    }

    @AfterAll
    static void stop() {
        outsider.close();
        host1.close();
        manager.close();
        server.close();
    }

    private static OwnedVm protectedVmOn(HostId host) throws Exception {
        var vm = installation.vmOn(host);
        new Protections(manager)
                .protect(new Protection(
                        vm.vm(),
                        "database",
                        CLUSTER,
                        Protection.Priority.MEDIUM,
                        new TreeSet<>(),
                        new Protection.Policies(
                                Protection.IsolationPolicy.KEEP_RUNNING,
                                Protection.StorageLossPolicy.KEEP_PAUSED,
                                Protection.HealthPolicy.PROCESS_ENDS),
                        new PoolId(new UUID(4, 1)),
                        "00".repeat(32),
                        new Mebibytes(512),
                        1,
                        new TreeSet<>()));
        return vm;
    }

    @Test
    void hostsAndManagersAreMembersAndNobodyElse() {
        assertThat(manager.recognisedAsMember()).isTrue();
        assertThat(host1.recognisedAsMember()).isTrue();
        assertThat(outsider.recognisedAsMember()).isFalse();
    }

    @Test
    void anAgentDoesAllThatHaWantsOfIt() throws Exception {
        var vm = protectedVmOn(n1);
        var channel = new BeatChannel(host1, n1);
        assertThat(channel.join("boot")).isInstanceOf(Joining.Joined.class);
        assertThat(channel.renew("boot", 1)).isInstanceOf(Renewal.Acknowledged.class);
        new HostHaFacts(
                        n1,
                        "n1",
                        "boot",
                        List.of(),
                        new Mebibytes(1),
                        1,
                        new TreeSet<>(),
                        new TreeSet<>(),
                        Duration.ofSeconds(4),
                        true)
                .publish(host1);
        assertThat(new VmStates(host1).tell(vm.vm(), n1, new VmEpoch(1), VmHaState.Phase.RUNNING, null))
                .isEqualTo(new VmStates.Told.Written());

        var dead = installation.host();
        var lost = protectedVmOn(dead);
        var seen = Installation.beatOf(installation.beating(dead, "boot").renew("boot", 1));
        try (var thread = Executors.newSingleThreadExecutor();
                var election = LeaderElection.amongAgents(host1, CLUSTER, n1, NOBODY, thread)) {
            election.start();
            await().atMost(Duration.ofSeconds(30)).until(election::leads);
            assertThat(election.leader()).contains(n1.value());
            var epoch = LeaderEpochs.ofAgents(host1, CLUSTER).raise(new LeaderEpoch(0));
            assertThat(new Takeovers(host1, CLUSTER, n1).takeOver(epoch, seen, "test", List.of(new Move(lost, n1))))
                    .isInstanceOf(Takeover.Applied.class);
        }
        assertThat(new OwnerRegistry(manager).read(lost.vm()).orElseThrow().isOwnedBy(n1))
                .isTrue();
        var incidents = new Incidents(host1);
        var id = new UUID(5, 1);
        incidents.write(new Incident(
                id,
                "host-" + dead,
                CLUSTER,
                "HOST_FAILED",
                dead,
                true,
                0,
                List.of(new Incident.Moment(Instant.ofEpochMilli(1), "FENCED", "both windows were over"))));
        assertThat(new Incidents(manager).read(id).orElseThrow().host()).isEqualTo(dead);
        new Incidents(manager).remove(id);
        assertThat(incidents.list()).isEmpty();
    }

    @Test
    void aHostWritesNobodyElsesBeatAndNothingOfTheManagers() throws Exception {
        var vm = protectedVmOn(n2);
        Installation.beatOf(installation.beating(n2, "boot").renew("boot", 1));
        new HaSettings(manager).write(ClusterHaSettings.usual(CLUSTER, new TreeMap<>()));
        var layout = host1.layout();
        for (var path : List.of(
                layout.beat(n2),
                layout.host(n2),
                layout.protection(vm.vm()),
                layout.vm(vm.vm()),
                layout.haSettings(CLUSTER),
                layout.root(),
                layout.ha(),
                layout.leader(),
                layout.leaderLatch())) {
            assertThatThrownBy(() -> host1.client().setData().forPath(path, DATA))
                    .as("set " + path)
                    .isInstanceOf(NoAuthException.class);
        }
        for (var path : List.of(
                layout.hostFacts(n2),
                layout.fence(new HostId(new UUID(9, 9))),
                layout.vm(vm.vm()) + "/mine",
                layout.evidence(n2),
                layout.haSettings(new ClusterId(new UUID(3, 9))),
                layout.ha() + "/mine",
                layout.leaderLatch() + "/mine",
                layout.managers() + "/mine")) {
            assertThatThrownBy(() -> host1.client().create().forPath(path, DATA))
                    .as("create " + path)
                    .isInstanceOf(NoAuthException.class);
        }
        for (var path : List.of(
                layout.beat(n2),
                layout.fence(n2),
                layout.owner(vm.vm()),
                layout.state(vm.vm()),
                layout.protection(vm.vm()),
                layout.haLeaderEpoch(CLUSTER),
                layout.haSettings(CLUSTER))) {
            assertThatThrownBy(() -> host1.client().delete().forPath(path))
                    .as("delete " + path)
                    .isInstanceOf(NoAuthException.class);
            assertThatThrownBy(() ->
                            host1.client().setACL().withACL(Ids.OPEN_ACL_UNSAFE).forPath(path))
                    .as("set ACL of " + path)
                    .isInstanceOf(NoAuthException.class);
        }
    }

    @Test
    void whoIsNoMemberWritesNothing() throws Exception {
        var vm = protectedVmOn(n2);
        var layout = outsider.layout();
        for (var path : List.of(
                layout.fence(n2), layout.owner(vm.vm()), layout.state(vm.vm()), layout.haLeaderEpoch(CLUSTER))) {
            assertThatThrownBy(() -> outsider.client().setData().forPath(path, DATA))
                    .as("set " + path)
                    .isInstanceOf(NoAuthException.class);
        }
        for (var path : List.of(
                layout.haLeaderLatch(CLUSTER) + "/mine",
                layout.incident(new UUID(5, 9)),
                layout.host(n1) + "/mine",
                "/mine")) {
            assertThatThrownBy(() -> outsider.client()
                            .create()
                            .withMode(CreateMode.EPHEMERAL)
                            .forPath(path, DATA))
                    .as("create " + path)
                    .isInstanceOf(NoAuthException.class);
        }
    }

    /** What an earlier version made: owners that only managers write, hosts without a fence. */
    @Test
    void nodesOfAnEarlierVersionGetTodaysPermissions() throws Exception {
        var vm = new VmId(new UUID(7, 4711));
        var layout = manager.layout();
        manager.createIfMissing(layout.vm(vm), new byte[0]);
        manager.client().create().withACL(manager.acls().managersOnly()).forPath(layout.owner(vm), DATA);
        var host = new HostId(new UUID(6, 1));
        new HostRegistry(manager).admit(host);
        manager.client().delete().forPath(layout.fence(host));
        manager.client().setData().forPath(layout.root(), new byte[0]);
        assertThatThrownBy(() -> host1.client().setData().forPath(layout.owner(vm), DATA))
                .isInstanceOf(NoAuthException.class);
        manager.createLayout();
        assertThat(host1.client().setData().forPath(layout.owner(vm), DATA).getVersion())
                .isEqualTo(1);
        assertThat(host1.client().checkExists().forPath(layout.fence(host))).isNotNull();
        manager.client().delete().deletingChildrenIfNeeded().forPath(layout.vm(vm));
        new HostRegistry(manager).remove(host);
    }

    private static final LeaderElection.Listener NOBODY = new LeaderElection.Listener() {
        @Override
        public void elected() {}

        @Override
        public void deposed() {}
    };
}
