package io.atoll.manager.agentlink.internal;

import io.atoll.manager.agentlink.AgentDirectory;
import io.atoll.manager.agentlink.AgentEndpoint;
import io.atoll.manager.agentlink.LinkState;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.manager.pki.Pki;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps a watch per enrolled host while this manager leads. Hosts may be enrolled through any manager, so the leader looks
 * at the directory once a second: one indexed query, and the only thing here that is looked at on time.
 */
@Component
class HostWatches implements LeadershipListener, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(HostWatches.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final AgentDirectory directory;
    private final Leadership leadership;
    private final Pki pki;
    private final HostWatch.Tools tools;
    private final Clock clock;
    private final Map<HostId, HostWatch> watches = new HashMap<>();
    private final Map<HostId, AgentEndpoint> watched = new HashMap<>();
    private @Nullable LeaderEpoch epoch;
    private @Nullable Thread keeper;
    private volatile boolean running;

    HostWatches(
            AgentDirectory directory,
            Leadership leadership,
            Pki pki,
            AgentChannels channels,
            Listeners listeners,
            Claims claims,
            Clock clock) {
        this.directory = directory;
        this.leadership = leadership;
        this.pki = pki;
        this.clock = clock;
        this.tools = new HostWatch.Tools(channels, listeners, claims, clock);
    }

    @Override
    public void start() {
        running = true;
        keeper = Thread.ofVirtual().name("host-watches").start(this::keep);
        leadership.onChange(this);
    }

    @Override
    public void stop() {
        running = false;
        Thread current = keeper;
        if (current != null) {
            current.interrupt();
        }
        following();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public synchronized void leading(LeaderEpoch newEpoch) {
        stopAll();
        epoch = newEpoch;
        LockSupport.unpark(keeper);
    }

    @Override
    public synchronized void following() {
        epoch = null;
        stopAll();
    }

    synchronized LinkState state(HostId host) {
        HostWatch watch = watches.get(host);
        return watch == null ? LinkState.NOT_WATCHED : watch.state();
    }

    private void stopAll() {
        watches.values().forEach(HostWatch::stop);
        watches.clear();
        watched.clear();
    }

    private void keep() {
        while (running) {
            try {
                if (leadership.isLeader()) {
                    adjust(directory.endpoints().stream().collect(Collectors.toMap(AgentEndpoint::host, e -> e)));
                }
            } catch (RuntimeException e) {
                // Whatever it is: without this thread no host would be watched ever again.
                LOG.warn("the host directory cannot be read, watches stay as they are: {}", e.toString());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private synchronized void adjust(Map<HostId, AgentEndpoint> wanted) {
        LeaderEpoch current = epoch;
        if (current == null) {
            return;
        }
        for (HostId host : Set.copyOf(watches.keySet())) {
            AgentEndpoint before = watched.get(host);
            if (before == null || !before.equals(wanted.get(host))) {
                end(host, wanted.containsKey(host));
            }
        }
        wanted.forEach((host, endpoint) -> watches.computeIfAbsent(host, absent -> {
            var watch = new HostWatch(host, current, pki.managerId().toString(), tools);
            watched.put(host, endpoint);
            watch.start();
            return watch;
        }));
        var now = clock.instant();
        watches.values().forEach(watch -> watch.cutIfSilent(now));
    }

    /** A host that is no member any more is lost to the listeners too; one that moved is heard of from its new address. */
    private void end(HostId host, boolean stillMember) {
        HostWatch watch = watches.remove(host);
        watched.remove(host);
        if (watch != null && stillMember) {
            watch.stop();
        } else if (watch != null) {
            watch.sayGoodbye("The host is no longer enrolled, or its certificate was revoked.");
        }
        tools.channels().close(host);
    }
}
