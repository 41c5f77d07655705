package io.atoll.ha.zk;

import io.atoll.model.HostId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.zookeeper.KeeperException;

/**
 * Elects one of several managers, or one of several agents. Leadership ends as soon as the connection is in doubt, even if the session still lives:
 * that costs a flap now and then, and never two who both believe to lead for longer than a message takes. What a leader
 * writes must be fenced by its {@link LeaderEpochs epoch} all the same.
 */
public final class LeaderElection implements AutoCloseable {
    private final LeaderLatch latch;

    /** Calls {@code listener} on {@code executor}, which must run one task at a time, in order. */
    public LeaderElection(ZookeeperConnection connection, UUID participant, Listener listener, Executor executor) {
        this(connection, connection.layout().leaderLatch(), participant, listener, executor);
    }

    private LeaderElection(
            ZookeeperConnection connection, String path, UUID participant, Listener listener, Executor executor) {
        latch = new LeaderLatch(connection.client(), path, participant.toString(), LeaderLatch.CloseMode.SILENT);
        latch.addListener(
                new LeaderLatchListener() {
                    @Override
                    public void isLeader() {
                        listener.elected();
                    }

                    @Override
                    public void notLeader() {
                        listener.deposed();
                    }
                },
                executor);
    }

    /** The election of the HA leader among agents; {@code executor} as above. */
    public static LeaderElection amongAgents(
            ZookeeperConnection connection, HostId host, Listener listener, Executor executor) {
        return new LeaderElection(connection, connection.layout().haLeaderLatch(), host.value(), listener, executor);
    }

    /** Is told of this participant's leadership. */
    public interface Listener {
        void elected();

        void deposed();
    }

    /** Takes part from now on. */
    public void start() {
        ZookeeperConnection.perform("taking part in the election", () -> {
            latch.start();
            return true;
        });
    }

    /** Whether this participant leads as far as it knows. */
    public boolean leads() {
        return latch.hasLeadership();
    }

    /** The present leader, if there is one. */
    public Optional<UUID> leader() {
        return ZookeeperConnection.perform("asking for the leader", () -> {
            try {
                var leader = latch.getLeader();
                return leader.isLeader() ? Optional.of(UUID.fromString(leader.getId())) : Optional.empty();
            } catch (KeeperException.NoNodeException _) {
                return Optional.empty();
            }
        });
    }

    /** Gives up the leadership, or the wish for it. The listener is not called any more. */
    @Override
    public void close() {
        if (latch.getState() != LeaderLatch.State.STARTED) {
            return;
        }
        try {
            latch.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not leave the election", e);
        }
    }
}
