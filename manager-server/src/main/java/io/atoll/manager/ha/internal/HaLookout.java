package io.atoll.manager.ha.internal;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.lease.Beat;
import io.atoll.ha.zk.view.BeatReading;
import io.atoll.ha.zk.view.HaLook;
import io.atoll.ha.zk.view.HaView;
import io.atoll.manager.ha.HaSight;
import io.atoll.manager.platform.OwnThread;
import io.atoll.model.HostId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks at ZooKeeper in a thread of its own, on every manager, whoever leads. */
@Component
class HaLookout implements HaSight, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(HaLookout.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    /** What was seen before is no news any more. */
    private static final Duration LONGEST_VALID = Duration.ofSeconds(5);

    private final ZookeeperConnection zookeeper;
    private final Map<HostId, FirstSeen> firstSeen = new HashMap<>();
    private volatile @Nullable Snapshot newest;
    private final OwnThread thread = new OwnThread(Thread.ofPlatform().daemon().name("atoll-ha-lookout"), this::look);

    HaLookout(ZookeeperConnection zookeeper) {
        this.zookeeper = zookeeper;
    }

    private record FirstSeen(Beat beat, long nanos) {}

    private record Snapshot(Seen seen, long nanos) {}

    @Override
    public Optional<Seen> now() {
        var snapshot = newest;
        return snapshot == null || System.nanoTime() - snapshot.nanos > LONGEST_VALID.toNanos()
                ? Optional.empty()
                : Optional.of(snapshot.seen);
    }

    private void look() {
        try (var view = new HaView(zookeeper, System::nanoTime)) {
            OwnThread.repeat(BETWEEN_LOOKS, () -> look(view));
        }
    }

    private void look(HaView view) {
        try {
            note(view.look());
        } catch (RuntimeException e) {
            LOG.info("What HA does cannot be seen now: {}", e.toString());
        }
    }

    private void note(HaLook look) {
        if (look.beats() instanceof BeatReading.Read read && look.current()) {
            var beats = new TreeMap<HostId, SeenBeat>();
            read.beats().forEach((host, beat) -> {
                var first = firstSeen.get(host);
                if (first == null || first.beat.version() != beat.version()) {
                    first = new FirstSeen(beat, read.endNanos());
                    firstSeen.put(host, first);
                }
                beats.put(host, new SeenBeat(beat, Duration.ofNanos(read.endNanos() - first.nanos)));
            });
            firstSeen.keySet().retainAll(beats.keySet());
            newest = new Snapshot(new Seen(look.facts(), beats), read.endNanos());
        }
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

    /** Before ZooKeeper goes, and after it has come. */
    @Override
    public int getPhase() {
        return 0;
    }
}
