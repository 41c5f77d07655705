package io.atoll.ha.zk.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.zk.Clients;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.lease.Takeover.Obstacle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A beat and several takeovers of the same host at the same moment, through connections of their own. */
class BeatAgainstTakeoverTest {
    private static final int ROUNDS = 300;
    private static final int TAKERS = 3;
    private static final int STEPS = 20;
    private static final long STEP_NANOS = 250_000;

    private static TestingServer server;
    private static final List<ZookeeperConnection> CONNECTIONS = new ArrayList<>();
    private static Installation installation;

    @BeforeAll
    static void start() throws Exception {
        server = new TestingServer(true);
        for (var count = 0; count <= TAKERS; count++) {
            CONNECTIONS.add(Clients.connect(server.getConnectString(), null));
        }
        installation = new Installation(CONNECTIONS.getFirst());
    }

    @AfterAll
    static void stop() throws Exception {
        CONNECTIONS.forEach(ZookeeperConnection::close);
        server.close();
    }

    @Test
    void eitherTheBeatGoesThroughOrOneTakeoverDoes() throws Exception {
        var epoch = installation.elect();
        var target = installation.host();
        var takenOver = 0;
        try (var threads = Executors.newFixedThreadPool(TAKERS + 1)) {
            for (var round = 0; round < ROUNDS; round++) {
                var host = installation.host();
                var vm = installation.vmOn(host);
                var channel = new BeatChannel(CONNECTIONS.getFirst(), host);
                channel.join("boot");
                var seen = Installation.beatOf(channel.renew("boot", 1));
                var barrier = new CyclicBarrier(TAKERS + 1);
                // A takeover reads before it writes, so a beat that starts with it mostly wins: some start a little
                // later.
                var laterNanos = (round % STEPS) * STEP_NANOS;
                var beat = threads.submit(() -> {
                    barrier.await();
                    LockSupport.parkNanos(laterNanos);
                    return channel.renew("boot", 2);
                });
                var takers = new ArrayList<Callable<Takeover>>();
                for (var connection : CONNECTIONS.subList(1, TAKERS + 1)) {
                    // Each an agent of its own that believes to lead; the epoch is the same, so only beat and owner
                    // decide.
                    var takeovers = new Takeovers(connection, Installation.CLUSTER, installation.host());
                    takers.add(() -> {
                        barrier.await();
                        return takeovers.takeOver(epoch, seen, "test", List.of(new Move(vm, target)));
                    });
                }
                var takeovers = new ArrayList<Takeover>();
                for (var future : takers.stream().map(threads::submit).toList()) {
                    takeovers.add(future.get());
                }
                var applied = takeovers.stream()
                        .filter(Takeover.Applied.class::isInstance)
                        .count();
                var owner =
                        new OwnerRegistry(CONNECTIONS.getFirst()).read(vm.vm()).orElseThrow();
                switch (beat.get()) {
                    case Renewal.Acknowledged _ -> {
                        assertThat(takeovers).allMatch(BeatAgainstTakeoverTest::sawTheBeat);
                        assertThat(owner).isEqualTo(vm.owner());
                    }
                    case Renewal.Fenced _ -> {
                        assertThat(applied).isEqualTo(1);
                        assertThat(owner.isOwnedBy(target)).isTrue();
                        assertThat(owner.epoch()).isEqualTo(vm.owner().epoch().next());
                        takenOver++;
                    }
                    case Renewal other -> throw new AssertionError(other);
                }
            }
        }
        // Both must have happened, or the test has tried nothing.
        assertThat(takenOver).isBetween(1, ROUNDS - 1);
    }

    private static boolean sawTheBeat(Takeover takeover) {
        return takeover instanceof Takeover.Refused(Obstacle.HostHasBeaten(var now)) && now.seq() == 2;
    }
}
