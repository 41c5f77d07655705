package io.atoll.ha.zk.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.Clients;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.lease.Takeover.Obstacle;
import io.atoll.model.HostId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.apache.curator.test.KillSession;
import org.apache.curator.test.TestingCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ZooKeeper's own leader is killed, or the session, while leases are renewed and taken. */
class LostServersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private TestingCluster cluster;
    private ZookeeperConnection hosts;
    private ZookeeperConnection taker;
    private Installation installation;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestingCluster(5); // so that two may go
        cluster.start();
        hosts = Clients.connect(cluster.getConnectString(), null);
        taker = Clients.connect(cluster.getConnectString(), null);
        installation = new Installation(taker);
    }

    @AfterEach
    void stop() throws Exception {
        hosts.close();
        taker.close();
        cluster.close();
    }

    private void killLeader() throws Exception {
        Roles.leader(cluster).kill();
    }

    /**
     * What a host believes is compared with the node: after every acknowledgement the node held exactly that beat, and a
     * value that is found to be its own after all was never counted.
     */
    @Test
    void renewalsGoOnByThemselvesWithTheRemainingServers() throws Exception {
        var host = installation.host();
        var channel = new BeatChannel(hosts, host);
        assertThat(channel.join("boot")).isInstanceOf(Joining.Joined.class);
        var seq = 0L;
        for (; seq < 200; seq++) {
            assertThat(channel.renew("boot", seq)).isInstanceOf(Renewal.Acknowledged.class);
        }
        killLeader();
        var renewals = new ArrayList<Renewal>();
        do {
            renewals.add(channel.renew("boot", seq++));
            Thread.sleep(10);
        } while (!(renewals.getLast() instanceof Renewal.Acknowledged) && seq < 5_000);
        assertThat(renewals.getLast()).isInstanceOf(Renewal.Acknowledged.class);
        assertThat(channel.joined()).isTrue();
        assertThat(renewals).noneMatch(Renewal.Fenced.class::isInstance);
        var beat = ((Renewal.Acknowledged) renewals.getLast()).beat();
        assertThat(installation.version(taker.layout().beat(host))).isEqualTo(beat.version());
    }

    /** Takeovers go on all the while; each that ends without an answer is repeated until it has one, and then is true. */
    @Test
    void aTakeoverWithoutAnAnswerIsSettledByRepeatingIt() throws Exception {
        var epoch = installation.elect();
        var target = installation.host();
        var takeovers = new Takeovers(taker, installation.host());
        var unknown = 0;
        for (var round = 0; round < 40; round++) {
            var dead = installation.host();
            var vms = installation.vmsOn(dead, 20);
            var seen = Installation.beatOf(beating(dead).renew("boot", 1));
            var moves = vms.stream().map(vm -> new Move(vm, target)).toList();
            if (round == 20) {
                killLeader(); // before it is sent
            }
            try (var threads = Executors.newSingleThreadExecutor()) {
                var running = threads.submit(() -> takeovers.takeOver(epoch, seen, "test", moves));
                if (round == 3) {
                    killLeader(); // while it runs
                }
                var takeover = running.get();
                while (takeover instanceof Takeover.Unknown) {
                    unknown++;
                    Thread.sleep(50);
                    takeover = takeovers.takeOver(epoch, seen, "test", moves);
                }
                assertThat(takeover).isInstanceOf(Takeover.Applied.class);
                assertThat(((Takeover.Applied) takeover).moved()).hasSize(20);
            }
            await().atMost(LONG).until(taker::connected);
            for (var vm : vms) {
                var owner = new OwnerRegistry(taker).read(vm.vm()).orElseThrow();
                assertThat(owner.epoch()).isEqualTo(vm.owner().epoch().next());
            }
        }
        assertThat(unknown).isPositive();
    }

    @Test
    void aLostSessionCostsABeatAndNotTheLease() throws Exception {
        var host = installation.host();
        var channel = beating(host);
        Installation.beatOf(channel.renew("boot", 1));
        KillSession.kill(hosts.client().getZookeeperClient().getZooKeeper());
        var seq = new long[] {1};
        await().atMost(LONG).until(() -> channel.renew("boot", ++seq[0]) instanceof Renewal.Acknowledged);
        assertThat(channel.joined()).isTrue();
    }

    @Test
    void withoutAMajorityNothingIsRenewedAndNothingTaken() throws Exception {
        var host = installation.host();
        var vm = installation.vmOn(host);
        var epoch = installation.elect();
        var channel = beating(host);
        var seen = Installation.beatOf(channel.renew("boot", 1));
        var takeovers = new Takeovers(taker, installation.host());
        var servers = cluster.getServers();
        servers.get(0).stop();
        servers.get(1).stop();
        servers.get(2).stop();
        await().atMost(LONG).until(() -> !hosts.connected() && !taker.connected());
        assertThat(channel.renew("boot", 2)).isInstanceOf(Renewal.Failed.class);
        assertThat(takeovers.takeOver(
                        epoch,
                        seen,
                        "test",
                        List.of(new Move(vm, new HostId(vm.vm().value())))))
                .isInstanceOf(Takeover.Unknown.class);
        servers.get(0).restart();
        await().atMost(LONG).until(() -> channel.renew("boot", 3) instanceof Renewal.Acknowledged);
        await().atMost(LONG).until(taker::connected);
        assertThat(takeovers.takeOver(epoch, seen, "test", List.of(new Move(vm, host))))
                .isInstanceOfSatisfying(
                        Takeover.Refused.class,
                        refused -> assertThat(refused.obstacle()).isInstanceOf(Obstacle.HostHasBeaten.class));
    }

    private BeatChannel beating(HostId host) throws InterruptedException {
        var channel = new BeatChannel(hosts, host);
        await().atMost(LONG).until(() -> channel.join("boot") instanceof Joining.Joined);
        return channel;
    }
}
