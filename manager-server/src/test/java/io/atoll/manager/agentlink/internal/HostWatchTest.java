package io.atoll.manager.agentlink.internal;

import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.HostReport;
import io.atoll.manager.agentlink.AgentDirectory;
import io.atoll.manager.agentlink.AgentEndpoint;
import io.atoll.manager.agentlink.HostListener;
import io.atoll.manager.agentlink.LinkState;
import io.atoll.manager.agentlink.ReportedVm;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** What a watch does when the manager's own parts fail: the host is not lost for that. */
@ManagerTest
class HostWatchTest {
    private final ManagerUnderTest manager;

    HostWatchTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    /** Writes down what it hears; the database is away for the first {@code failures} complete states. */
    private static final class Ear implements HostListener {
        final List<String> heard = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures;

        Ear(int failures) {
            this.failures = new AtomicInteger(failures);
        }

        @Override
        public void resync(HostId host, HostReport report, List<ReportedVm> vms) {
            heard.add("resync");
            if (failures.getAndDecrement() > 0) {
                throw new DataAccessResourceFailureException("the database is away");
            }
        }

        @Override
        public void disconnected(HostId host, LinkState state, String reason) {
            heard.add("disconnected " + reason);
        }
    }

    @Test
    void aHostIsStillWatchedAfterTheDatabaseWasAway() {
        try (var dc = Datacenter.of(manager, 1)) {
            var ear = new Ear(0);
            var calls = new AtomicInteger();
            var watch = watch(dc, ear, () -> {
                if (calls.incrementAndGet() <= 3) {
                    throw new DataAccessResourceFailureException("the database is away");
                }
            });
            watch.start();
            await().atMost(LONG).until(() -> ear.heard.contains("resync"));
            assertThat(ear.heard).as("the host was never lost").containsExactly("resync");
            assertThat(watch.state()).isEqualTo(LinkState.CONNECTED);
            watch.stop();
        }
    }

    @Test
    void aListenerThatCouldNotWriteHearsEverythingAgain() {
        try (var dc = Datacenter.of(manager, 1)) {
            var ear = new Ear(2);
            var watch = watch(dc, ear, () -> {});
            watch.start();
            await().atMost(LONG).until(() -> ear.heard.size() == 3);
            assertThat(ear.heard).containsOnly("resync");
            watch.stop();
        }
    }

    @Test
    void theLastThingHeardOfAHostThatIsNoMemberIsThatItIsLost() {
        try (var dc = Datacenter.of(manager, 1)) {
            var ear = new Ear(0);
            var watch = watch(dc, ear, () -> {});
            watch.start();
            await().atMost(LONG).until(() -> ear.heard.contains("resync"));
            watch.sayGoodbye("revoked");
            await().atMost(LONG).until(() -> ear.heard.getLast().equals("disconnected revoked"));
        }
    }

    private HostWatch watch(Datacenter dc, Ear ear, Runnable beforeEveryLook) {
        var real = manager.bean(AgentDirectory.class);
        var directory = new AgentDirectory() {
            @Override
            public List<AgentEndpoint> endpoints() {
                return real.endpoints();
            }

            @Override
            public Optional<AgentEndpoint> endpoint(HostId host) {
                beforeEveryLook.run();
                return real.endpoint(host);
            }
        };
        var listeners = new Listeners();
        listeners.add(ear);
        var tools = new HostWatch.Tools(
                new AgentChannels(directory, manager.bean(Pki.class), manager.bean(Clock.class)),
                listeners,
                manager.bean(Claims.class),
                manager.bean(Clock.class));
        return new HostWatch(dc.host("a").id(), new LeaderEpoch(Long.MAX_VALUE), "test", tools);
    }
}
