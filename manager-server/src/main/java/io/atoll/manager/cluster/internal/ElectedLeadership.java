package io.atoll.manager.cluster.internal;

import io.atoll.ha.zk.LeaderElection;
import io.atoll.ha.zk.LeaderEpochs;
import io.atoll.ha.zk.ManagerEntry;
import io.atoll.ha.zk.ManagerRegistry;
import io.atoll.ha.zk.Presence;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes part in the election. An elected manager leads only after it has raised the epoch in ZooKeeper and then in
 * Postgres, which shuts its predecessor out; should either be away it tries again for as long as it is elected.
 */
public final class ElectedLeadership implements Leadership, LeaderElection.Listener, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ElectedLeadership.class);
    private static final int TRY_AGAIN_MS = 500;

    private final ZookeeperConnection zookeeper;
    private final PostgresLeaderFence fence;
    private final ManagerEntry self;
    private final boolean ownEnsemble;
    private final Clock clock;
    private final List<LeadershipListener> listeners = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("atoll-leadership").factory());
    private volatile @Nullable LeaderElection election;
    private volatile @Nullable LeaderEpoch epoch;
    private @Nullable Presence presence;
    private volatile boolean running;

    /** @param ownEnsemble whether all of ZooKeeper belongs to this installation */
    public ElectedLeadership(
            ZookeeperConnection zookeeper,
            PostgresLeaderFence fence,
            ManagerEntry self,
            boolean ownEnsemble,
            Clock clock) {
        this.zookeeper = zookeeper;
        this.fence = fence;
        this.self = self;
        this.ownEnsemble = ownEnsemble;
        this.clock = clock;
    }

    @Override
    public boolean isLeader() {
        return epoch().isPresent();
    }

    @Override
    public Optional<LeaderEpoch> epoch() {
        var current = epoch;
        var taking = election;
        return current != null && taking != null && taking.leads() ? Optional.of(current) : Optional.empty();
    }

    @Override
    public void onChange(LeadershipListener listener) {
        thread.execute(() -> {
            listeners.add(listener);
            var current = epoch;
            tell(listener, current);
        });
    }

    /** The present leader as ZooKeeper knows it. */
    Optional<UUID> leader() {
        var taking = election;
        return taking == null ? Optional.empty() : taking.leader();
    }

    @Override
    public void start() {
        running = true;
        thread.execute(this::join);
    }

    /** Repeats itself until ZooKeeper is there. */
    private void join() {
        if (!running) {
            return;
        }
        try {
            zookeeper.createLayout();
            if (ownEnsemble) {
                zookeeper.closeTopToOthers();
            }
            presence = new ManagerRegistry(zookeeper).announce(self);
            var taking = new LeaderElection(zookeeper, self.id(), this, thread);
            election = taking;
            taking.start();
        } catch (RuntimeException e) {
            LOG.warn("Cannot take part in the election yet: {}", e.getMessage());
            later(this::join);
        }
    }

    @Override
    public void elected() {
        var taking = election;
        if (!running || taking == null || !taking.leads()) {
            return;
        }
        try {
            var raised = new LeaderEpochs(zookeeper).raise(fence.current());
            if (fence.raise(raised, self.id(), clock.instant()) && taking.leads()) {
                epoch = raised;
                LOG.info("This manager leads now epoch={} manager={}", raised, self.id());
                listeners.forEach(listener -> tell(listener, raised));
                return;
            }
        } catch (RuntimeException e) {
            LOG.warn("Elected, but cannot raise the epoch yet: {}", e.getMessage());
        }
        later(this::elected);
    }

    @Override
    public void deposed() {
        if (epoch != null) {
            LOG.info("This manager no longer leads epoch={} manager={}", epoch, self.id());
            epoch = null;
            listeners.forEach(listener -> tell(listener, null));
        }
    }

    private static void tell(LeadershipListener listener, @Nullable LeaderEpoch epoch) {
        try {
            if (epoch == null) {
                listener.following();
            } else {
                listener.leading(epoch);
            }
        } catch (RuntimeException e) {
            LOG.error("A listener of the leadership failed", e);
        }
    }

    private void later(Runnable action) {
        if (running) {
            var _ = thread.schedule(action, TRY_AGAIN_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() {
        running = false;
        thread.execute(() -> {
            deposed();
            leave();
        });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave() {
        try {
            var taking = election;
            if (taking != null) {
                taking.close();
            }
            if (presence != null) {
                presence.close();
            }
        } catch (RuntimeException e) {
            LOG.info("Left the election without saying so: {}", e.getMessage());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Leads last and gives up leading first: what a leader starts needs everything else. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 10;
    }
}
