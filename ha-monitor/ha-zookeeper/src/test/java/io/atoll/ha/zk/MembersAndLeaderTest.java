package io.atoll.ha.zk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembersAndLeaderTest {
    private static final HostId N1 = new HostId(new UUID(0, 1));
    private static final HostAnnouncement SAID = new HostAnnouncement("10.0.0.11", 7443, "0.1.0", "boot-1");
    private TestingServer server;
    private ZookeeperConnection manager;

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer(true);
        manager = Clients.connect(server.getConnectString(), null);
        manager.createLayout();
    }

    @AfterEach
    void stop() throws Exception {
        manager.close();
        server.close();
    }

    @Test
    void aHostIsSeenOnlyAfterItsAdmissionAndUntilItLeaves() throws Exception {
        var hosts = new HostRegistry(manager);
        try (var agent = Clients.connect(server.getConnectString(), null);
                var presence = new HostRegistry(agent).announce(N1, SAID)) {
            assertThat(presence).isNotNull();
            assertThat(hosts.alive(N1)).isEmpty();
            hosts.admit(N1);
            await().atMost(Duration.ofSeconds(20)).until(() -> hosts.alive(N1).isPresent());
            assertThat(hosts.alive(N1)).contains(SAID);
            assertThat(hosts.members()).containsExactly(N1);
        }
        assertThat(hosts.alive(N1)).isEmpty();
        hosts.remove(N1);
        hosts.remove(N1);
        assertThat(hosts.members()).isEmpty();
    }

    @Test
    void aRestartedAgentReplacesWhatItsEarlierRunLeft() throws Exception {
        var hosts = new HostRegistry(manager);
        hosts.admit(N1);
        var first = Clients.connect(server.getConnectString(), null);
        try (var second = Clients.connect(server.getConnectString(), null)) {
            var left = new HostRegistry(first).announce(N1, SAID);
            await().atMost(Duration.ofSeconds(20)).until(() -> hosts.alive(N1).isPresent());
            first.close(); // The connection dies before the node is taken back.
            left.close();
            var again = new HostAnnouncement("10.0.0.11", 7443, "0.1.0", "boot-2");
            try (var presence = new HostRegistry(second).announce(N1, again)) {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> hosts.alive(N1).equals(java.util.Optional.of(again)));
                assertThat(presence).isNotNull();
            }
        }
    }

    @Test
    void managersAreListedTheLongestServingFirst() {
        var managers = new ManagerRegistry(manager);
        var late = new ManagerEntry(new UUID(0, 1), "b:8443", "0.1.0", Instant.ofEpochSecond(20));
        var early = new ManagerEntry(new UUID(0, 2), "a:8443", "0.1.0", Instant.ofEpochSecond(10));
        try (var one = managers.announce(late);
                var two = managers.announce(early)) {
            assertThat(List.of(one, two)).hasSize(2);
            await().atMost(Duration.ofSeconds(20)).until(() -> managers.list().size() == 2);
            assertThat(managers.list()).containsExactly(early, late);
        }
    }

    @Test
    void theLeadersEpochGrowsAboveWhatWasEverUsed() {
        var epochs = new LeaderEpochs(manager);
        assertThat(epochs.current()).isEqualTo(new LeaderEpoch(0));
        assertThat(epochs.raise(new LeaderEpoch(0))).isEqualTo(new LeaderEpoch(1));
        assertThat(epochs.raise(new LeaderEpoch(41))).isEqualTo(new LeaderEpoch(42));
        assertThat(epochs.raise(new LeaderEpoch(0))).isEqualTo(new LeaderEpoch(43));
        assertThat(epochs.current()).isEqualTo(new LeaderEpoch(43));
    }

    @Test
    void whenTheLeaderLeavesTheOtherLeads() throws Exception {
        try (var other = Clients.connect(server.getConnectString(), null)) {
            var seenByFirst = new Recorder();
            var seenBySecond = new Recorder();
            var first = new LeaderElection(manager, new UUID(0, 1), seenByFirst, Runnable::run);
            first.start();
            await().atMost(Duration.ofSeconds(20)).until(first::leads);
            try (var second = new LeaderElection(other, new UUID(0, 2), seenBySecond, Runnable::run)) {
                second.start();
                assertThat(first.leader()).contains(new UUID(0, 1));
                assertThat(second.leads()).isFalse();
                first.close();
                await().atMost(Duration.ofSeconds(20)).until(second::leads);
                assertThat(second.leader()).contains(new UUID(0, 2));
            }
            assertThat(seenByFirst.calls).containsExactly("elected");
            assertThat(seenBySecond.calls).containsExactly("elected");
        }
    }

    @Test
    void aLeaderInDoubtStopsLeadingAndLeadsAgainWhenTheServerIsBack() throws Exception {
        var seen = new Recorder();
        try (var election = new LeaderElection(manager, new UUID(0, 1), seen, Runnable::run)) {
            election.start();
            await().atMost(Duration.ofSeconds(20)).until(election::leads);
            server.stop();
            await().atMost(Duration.ofSeconds(30)).until(() -> seen.calls.contains("deposed"));
            assertThat(election.leads()).isFalse();
            server.restart();
            await().atMost(Duration.ofSeconds(60)).until(election::leads);
        }
    }

    private static final class Recorder implements LeaderElection.Listener {
        final List<String> calls = new CopyOnWriteArrayList<>();

        @Override
        public void elected() {
            calls.add("elected");
        }

        @Override
        public void deposed() {
            calls.add("deposed");
        }
    }
}
