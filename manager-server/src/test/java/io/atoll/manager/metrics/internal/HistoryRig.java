package io.atoll.manager.metrics.internal;

import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.manager.cluster.internal.PostgresLeaderFence;
import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.metrics.internal.Measured.OfVm;
import io.atoll.manager.metrics.internal.Measured.Values;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.schedule.Retention;
import io.atoll.manager.testing.TestDatabase;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The history's real parts on a real database, for as many managers as a test wants, with a clock that the test sets. */
final class HistoryRig implements AutoCloseable {
    static final HostId HOST = new HostId(new UUID(1, 1));
    static final VmId VM = new VmId(new UUID(2, 1));

    final TestDatabase database = TestDatabase.create();
    final SetClock clock = new SetClock(Instant.parse("2026-11-29T12:00:00Z"));
    final Retention retention = new Retention(
            Duration.ofDays(30),
            Duration.ofDays(30),
            Duration.ofDays(7),
            Duration.ofDays(730),
            Duration.ofDays(730),
            Duration.ofDays(90),
            Duration.ofDays(2),
            Duration.ofDays(30),
            Duration.ofDays(400),
            Duration.ofDays(365),
            Duration.ofDays(30));
    private long newestEpoch;

    /** One manager, which leads from now on. */
    Manager newLeader() {
        newestEpoch++;
        var epoch = new LeaderEpoch(newestEpoch);
        if (!new PostgresLeaderFence(database.jdbc()).raise(epoch, new UUID(9, newestEpoch), clock.instant())) {
            throw new IllegalStateException("There is a newer leader than " + epoch);
        }
        return new Manager(epoch);
    }

    StoredHistory reader() {
        return new StoredHistory(new JdbcTemplate(database.dataSource()), retention, clock);
    }

    long count(String table) {
        return database.jdbc()
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }

    @Override
    public void close() {
        database.close();
    }

    final class Manager {
        final LeaderEpoch epoch;
        final SampleCollector collector = new SampleCollector();
        final SampleTables tables;
        final SampleWriter writer;
        final SampleRollup rollup;
        final HistoryKeeper keeper;

        @Nullable
        LeaderEpoch believes;

        private Manager(LeaderEpoch epoch) {
            this.epoch = epoch;
            this.believes = epoch;
            var jdbc = database.jdbc();
            var transaction = new LeaderTransaction(new PostgresLeaderFence(jdbc), database.transactionManager());
            tables = new SampleTables(jdbc, database.transactionManager());
            writer = new SampleWriter(new JdbcTemplate(database.dataSource()), transaction, tables);
            rollup = new SampleRollup(jdbc, transaction, tables);
            keeper = new HistoryKeeper(collector, tables, writer, rollup, new Belief(), clock);
        }

        /** One sample of the host and its VM, taken now. */
        void hears(double cpuMillicores) {
            hears(clock.instant(), cpuMillicores, false);
        }

        void hears(Instant at, double cpuMillicores, boolean clockOff) {
            collector.add(HOST, measured(at, cpuMillicores, clockOff));
        }

        /** A sample every two seconds and a turn after each, for so long. */
        void runs(Duration time, double cpuMillicores) {
            var end = clock.instant().plus(time);
            while (clock.instant().isBefore(end)) {
                hears(cpuMillicores);
                clock.forward(Duration.ofSeconds(2));
                keeper.turn();
            }
        }

        /** Writes one row for the host and the VM. */
        void writes(Instant bucket, double cpuMillicores) {
            var row = new SampleBucket(Level.SAMPLES.floor(bucket));
            row.add(HOST.value(), measured(bucket, cpuMillicores, false));
            writer.write(epoch, row);
        }

        private final class Belief implements Leadership {
            @Override
            public boolean isLeader() {
                return believes != null;
            }

            @Override
            public Optional<LeaderEpoch> epoch() {
                return Optional.ofNullable(believes);
            }

            @Override
            public void onChange(LeadershipListener listener) {
                throw new UnsupportedOperationException("Nobody listens here.");
            }
        }
    }

    static Measured measured(Instant at, double cpuMillicores, boolean clockOff) {
        var host = new Values(HostFigure.values().length).set(HostFigure.CPU_USED, cpuMillicores);
        var vm = new Values(VmFigure.values().length)
                .set(VmFigure.CPU_USED, cpuMillicores)
                .set(VmFigure.MEMORY_RESIDENT, 512);
        return new Measured(at, at, clockOff, List.of(host), List.of(new OfVm(VM, vm)));
    }

    /** A clock that stands still until it is set. */
    static final class SetClock extends Clock {
        private volatile Instant now;

        SetClock(Instant now) {
            this.now = now;
        }

        void forward(Duration by) {
            now = now.plus(by);
        }

        void set(Instant to) {
            now = to;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("The manager's times are UTC.");
        }
    }
}
