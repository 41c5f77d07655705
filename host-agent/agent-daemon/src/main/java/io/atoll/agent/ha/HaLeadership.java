package io.atoll.agent.ha;

import io.atoll.ha.zk.LeaderElection;
import io.atoll.ha.zk.LeaderEpochs;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this agent is its cluster's HA leader, and under which epoch. */
final class HaLeadership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HaLeadership.class);

    private final ZookeeperConnection connection;
    private final LeaderEpochs epochs;
    private final ClusterId cluster;
    private final HostId host;
    private final Runnable onElected;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("ha-leadership").factory());
    private volatile LeaderElection election;
    private volatile Term term = Term.NONE;

    /** Whether this agent leads, and the number of its leadership; an epoch is only told while it leads. */
    record Term(boolean leads, LeaderEpoch epoch) {
        static final Term NONE = new Term(false, new LeaderEpoch(0));
    }

    /** Takes part from now on; {@code onElected} runs before the new leader counts as one. */
    HaLeadership(ZookeeperConnection connection, HostId host, ClusterId cluster, Runnable onElected) {
        this.connection = connection;
        this.cluster = cluster;
        this.host = host;
        this.onElected = onElected;
        epochs = LeaderEpochs.ofAgents(connection, cluster);
        election = candidacy();
        thread.execute(this::takePart);
    }

    private LeaderElection candidacy() {
        return LeaderElection.amongAgents(
                connection,
                cluster,
                host,
                new LeaderElection.Listener() {
                    @Override
                    public void elected() {
                        lead();
                    }

                    @Override
                    public void deposed() {
                        follow();
                    }
                },
                thread);
    }

    /** Lets whoever waits lead, and waits behind them from now on. */
    void standBack() {
        thread.execute(() -> {
            follow();
            leave();
            election = candidacy();
            takePart();
        });
    }

    private void leave() {
        try {
            election.close();
        } catch (UncheckedIOException e) {
            LOG.info("The candidacy ends with its session: {}", e.getMessage());
        }
    }

    private void takePart() {
        try {
            election.start();
        } catch (ZookeeperUnavailableException e) {
            LOG.info("Cannot take part in the election of the HA leader yet: {}", e.getMessage());
        }
    }

    /** A leader that cannot raise its epoch must not act, and tries until it can or leads no more. */
    private void lead() {
        while (election.leads()) {
            try {
                onElected.run();
                term = new Term(true, epochs.raise(Term.NONE.epoch()));
                LOG.info("HA leader cluster={} epoch={}", cluster, term.epoch());
                return;
            } catch (ZookeeperUnavailableException e) {
                LOG.info("Elected HA leader, but the epoch cannot be raised yet: {}", e.getMessage());
                try {
                    TimeUnit.MILLISECONDS.sleep(200);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void follow() {
        if (term.leads()) {
            LOG.info("No longer HA leader cluster={} epoch={}", cluster, term.epoch());
        }
        term = new Term(false, term.epoch());
    }

    Term term() {
        return term.leads() && !connection.connected() ? new Term(false, term.epoch()) : term;
    }

    @Override
    public void close() {
        term = Term.NONE;
        thread.execute(this::leave);
        thread.shutdown();
    }
}
