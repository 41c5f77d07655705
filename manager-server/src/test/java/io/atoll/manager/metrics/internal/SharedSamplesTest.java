package io.atoll.manager.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.HostSample;
import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.VmSample;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.manager.cluster.Managers;
import io.atoll.manager.testing.TestDatabase;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Two managers on one database: the leader hears the hosts, the other shows the same figures. */
class SharedSamplesTest {
    private static final HostId HOST = new HostId(new UUID(1, 1));
    private static final HostId OTHER_HOST = new HostId(new UUID(1, 2));
    private static final VmId VM = new VmId(new UUID(2, 1));
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFollowerShowsWhatTheLeaderHeardWhateverItsClockSays() {
        var leader = new Manager(new LeaderEpoch(3), Duration.ZERO, 2);
        var follower = new Manager(null, Duration.ofHours(1), 2);
        leader.hears(HOST, 700, VM);
        leader.exchange.exchange();
        follower.exchange.exchange();

        assertThat(follower.store.host(HOST)).hasValueSatisfying(sample -> {
            assertThat(sample.cpuUsedMillicores()).isEqualTo(700);
            assertThat(sample.vmCount()).isEqualTo(1);
            assertThat(Duration.between(sample.at(), follower.clock.instant()).abs())
                    .isLessThan(TOLERANCE);
        });
        assertThat(follower.store.vm(VM)).isPresent();
        assertThat(follower.store.freshVms()).hasSize(1);
    }

    @Test
    void whatTheLeaderForgetsTheFollowerForgets() {
        var leader = new Manager(new LeaderEpoch(3), Duration.ZERO, 2);
        var follower = new Manager(null, Duration.ZERO, 2);
        leader.hears(HOST, 700, VM);
        leader.hears(OTHER_HOST, 100, null);
        leader.exchange.exchange();
        follower.exchange.exchange();
        leader.store.forget(HOST);
        leader.exchange.exchange();
        follower.exchange.exchange();
        assertThat(follower.store.host(HOST)).isEmpty();
        assertThat(follower.store.host(OTHER_HOST)).isPresent();
    }

    @Test
    void aDeposedLeaderOverwritesNothing() {
        var old = new Manager(new LeaderEpoch(3), Duration.ZERO, 2);
        var current = new Manager(new LeaderEpoch(4), Duration.ZERO, 2);
        var follower = new Manager(null, Duration.ZERO, 2);
        current.hears(HOST, 700, VM);
        current.exchange.exchange();
        old.hears(HOST, 100, VM);
        old.exchange.exchange();
        follower.exchange.exchange();
        assertThat(follower.store.host(HOST))
                .hasValueSatisfying(
                        sample -> assertThat(sample.cpuUsedMillicores()).isEqualTo(700));
    }

    @Test
    void whatIsOldIsNotTakenAndALonelyLeaderWritesNothing() {
        var lonely = new Manager(new LeaderEpoch(3), Duration.ZERO, 1);
        lonely.hears(HOST, 700, VM);
        lonely.exchange.exchange();
        assertThat(rows()).isZero();

        var leader = new Manager(new LeaderEpoch(3), Duration.ZERO, 2);
        leader.hears(HOST, 700, VM);
        leader.exchange.exchange();
        assertThat(rows()).isOne();
        database.jdbc()
                .sql("update live_samples set written_at = written_at - interval '1 minute'")
                .update();
        var follower = new Manager(null, Duration.ZERO, 2);
        follower.exchange.exchange();
        assertThat(follower.store.freshHosts()).isEmpty();
    }

    private int rows() {
        return database.jdbc()
                .sql("select count(*) from live_samples")
                .query(Integer.class)
                .single();
    }

    /** One manager's samples; without an epoch it follows. */
    private final class Manager {
        final Clock clock;
        final SampleStore store;
        final SampleExchange exchange;

        Manager(@Nullable LeaderEpoch epoch, Duration clockOff, int managers) {
            clock = Clock.offset(Clock.systemUTC(), clockOff);
            store = new SampleStore(clock);
            var shared = new SharedSamples(database.jdbc(), JsonMapper.shared(), clock);
            var list = IntStream.range(0, managers)
                    .mapToObj(i -> new Managers.Manager(new UUID(9, i), "m" + i, i == 0, Instant.EPOCH, "test"))
                    .toList();
            exchange = new SampleExchange(store, shared, new Known(Optional.ofNullable(epoch)), () -> list);
        }

        void hears(HostId host, int millicores, @Nullable VmId vm) {
            var samples = Samples.newBuilder()
                    .setHost(HostSample.newBuilder()
                            .setCpuUsedMillicores(millicores)
                            .setMemoryUsedMib(1024));
            if (vm != null) {
                samples.addVms(VmSample.newBuilder().setVmId(vm.toString()).setCpuUsedMillicores(millicores));
            }
            store.put(host, new SampleMeter().measure(samples.build(), clock.instant()));
        }
    }

    private record Known(Optional<LeaderEpoch> epoch) implements Leadership {
        @Override
        public boolean isLeader() {
            return epoch.isPresent();
        }

        @Override
        public void onChange(LeadershipListener listener) {
            throw new UnsupportedOperationException("Nothing changes here: " + List.of(listener));
        }
    }
}
