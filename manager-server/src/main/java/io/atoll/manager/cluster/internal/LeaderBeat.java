package io.atoll.manager.cluster.internal;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.manager.cluster.LeaderSight;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.platform.OwnThread;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The leader's beat in the database, written by whoever leads and looked at by all others. In the database, not in
 * ZooKeeper: it is for the time when ZooKeeper is away, and a manager that alone lost ZooKeeper still sees that another leads.
 */
@Component
class LeaderBeat implements LeaderSight, SmartLifecycle {
    /** Another manager leads some seconds after the one before it died: a session's length, and the raise of the epoch. */
    static final Duration GRACE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(LeaderBeat.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration BEAT_EVERY = Duration.ofSeconds(3);

    private final JdbcClient jdbc;
    private final Leadership leadership;
    private final ZookeeperConnection zookeeper;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Leaderless current;
    private volatile @Nullable Instant changedAt;
    private final OwnThread thread = new OwnThread(
            Thread.ofVirtual().name("leader-beat"), () -> OwnThread.repeat(LOOK_EVERY, this::lookOrSayWhyNot));
    private @Nullable Instant lastLed;
    private @Nullable Instant lastBeat;
    private Instant beaten = Instant.EPOCH;

    LeaderBeat(JdbcClient jdbc, Leadership leadership, ZookeeperConnection zookeeper, Clock clock) {
        this.jdbc = jdbc;
        this.leadership = leadership;
        this.zookeeper = zookeeper;
        this.clock = clock;
    }

    /** A beat as the database has it: when it came, and how long ago that is. */
    private record Beat(Instant at, Duration age) {}

    @Override
    public Optional<Leaderless> leaderless() {
        return leadership.isLeader() ? Optional.empty() : Optional.ofNullable(current);
    }

    @Override
    public Optional<Instant> changedAt() {
        return Optional.ofNullable(changedAt);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void lookOrSayWhyNot() {
        try {
            look();
        } catch (DataAccessException e) {
            // Nothing can be read of hosts and VMs either, so there is nothing to be unsure of.
            LOG.debug("the leader's beat cannot be read or written: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("looking for the leader failed", e);
        }
    }

    private void look() {
        var now = clock.instant();
        var led = leadership.epoch().map(epoch -> leading(epoch, now)).orElseGet(() -> following(now));
        lastLed = led;
        var leaderless = Duration.between(led, now).compareTo(GRACE) > 0;
        var before = current;
        current = leaderless ? new Leaderless(led, !zookeeper.connected()) : null;
        if (leaderless != (before != null)) {
            changedAt = now;
            LOG.warn(leaderless ? "No manager leads since={}" : "A manager leads again after since={}", led);
            listeners.forEach(Runnable::run);
        }
    }

    private Instant leading(LeaderEpoch epoch, Instant now) {
        if (Duration.between(beaten, now).compareTo(BEAT_EVERY) >= 0) {
            beaten = now;
            lastBeat = write(epoch).orElse(lastBeat);
        }
        return now;
    }

    /** A beat counts when it is seen for the first time: this manager's clock says how long it has been the last. */
    private Instant following(Instant now) {
        var beat = read();
        if (beat.isPresent() && !beat.get().at().equals(lastBeat)) {
            lastBeat = beat.get().at();
            // After its start a manager waits as long as for any other change of leaders: it may be about to lead
            // itself.
            return lastLed == null ? now : now.minus(beat.get().age());
        }
        var known = lastLed;
        return known == null ? now : known;
    }

    private Optional<Instant> write(LeaderEpoch epoch) {
        return jdbc.sql("""
                insert into leader_beat as known (epoch, at) values (:epoch, clock_timestamp())
                on conflict (only_row) do update set epoch = excluded.epoch, at = excluded.at
                where known.epoch <= excluded.epoch
                returning at""")
                .param("epoch", epoch.value())
                .query((row, _) -> row.getObject("at", OffsetDateTime.class).toInstant())
                .optional();
    }

    private Optional<Beat> read() {
        return jdbc.sql("select at, clock_timestamp() as now from leader_beat")
                .query((row, _) -> {
                    var at = row.getObject("at", OffsetDateTime.class).toInstant();
                    var now = row.getObject("now", OffsetDateTime.class).toInstant();
                    return new Beat(at, Duration.between(at, now));
                })
                .optional();
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        thread.stop();
    }

    @Override
    public boolean isRunning() {
        return thread.isRunning();
    }
}
