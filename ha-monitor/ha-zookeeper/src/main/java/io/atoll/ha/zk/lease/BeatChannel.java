package io.atoll.ha.zk.lease;

import io.atoll.ha.zk.Transactions;
import io.atoll.ha.zk.Transactions.NodeData;
import io.atoll.ha.zk.Transactions.Outcome;
import io.atoll.ha.zk.Transactions.Reading;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.HostId;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult.SetDataResult;
import org.jspecify.annotations.Nullable;

/**
 * The host's own end of its lease in ZooKeeper. {@link #join} accepts the present fence, {@link #renew} writes the beat in
 * one transaction with a check that it is still that fence, {@link #open} opens a raised one. Each call sends every request
 * once and ends within a second, or a second and a half where it has to read back; whether a renewal counts is the caller's to
 * judge, from the start of the call.
 */
public final class BeatChannel {
    /** A of the protocol: an acknowledgement later than this does not count, so nobody waits for it. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private static final Duration READ_LIMIT = Duration.ofMillis(500);
    private static final int MOST_UNACKNOWLEDGED = 256;

    private final ZookeeperConnection connection;
    private final Transactions transactions;
    private final HostId host;
    private final String beatPath;
    private final String fencePath;
    private @Nullable Accepted accepted;

    public BeatChannel(ZookeeperConnection connection, HostId host) {
        this.connection = connection;
        this.transactions = new Transactions(connection);
        this.host = host;
        this.beatPath = connection.layout().beat(host);
        this.fencePath = connection.layout().fence(host);
    }

    /** Whether {@link #renew} has a fence to go by; if not, {@link #join} again. */
    public synchronized boolean joined() {
        return accepted != null;
    }

    /** Accepts the present fence if it is open. Only to be called while no HA VM runs, or before the lease is over. */
    public synchronized Joining join(String bootId) {
        accepted = null;
        return switch (look()) {
            case Look.Nothing(var reason) -> new Joining.Failed(reason);
            case Look.Nodes(var fence, var _) when fence == null -> new Joining.NotAdmitted();
            case Look.Nodes(var fence, var _) when !fence.isOpen() -> new Joining.Closed(fence);
            case Look.Nodes(var fence, var beat) when beat == null -> firstBeat(bootId, fence);
            case Look.Nodes(var fence, var beat) -> accept(fence, beat);
        };
    }

    private Joining firstBeat(String bootId, Fence fence) {
        var make = Op.create(
                beatPath, Beat.data(bootId, 0), connection.acls().getAclForPath(beatPath), CreateMode.PERSISTENT);
        return switch (transactions.commit(List.of(Op.check(fencePath, fence.version()), make), LIMIT)) {
            case Outcome.Committed _ -> accept(fence, new Beat(host, bootId, 0, 0));
            case Outcome.Rejected(var _, var code) ->
                new Joining.Failed("ZooKeeper refuses the first beat: %s. Join again.".formatted(code));
            case Outcome.NotSent(var reason) -> new Joining.Failed(reason);
            case Outcome.Unanswered(var reason) -> new Joining.Failed(reason);
        };
    }

    private Joining accept(Fence fence, Beat beat) {
        accepted = new Accepted(fence.version(), beat.version());
        return new Joining.Joined(fence, beat);
    }

    /**
     * Opens a raised fence. The caller has made sure that none of this host's HA VMs runs; from here on it may start those
     * it owns.
     *
     * @param closed the fence as the caller saw it; another one by now is not opened
     */
    public synchronized Joining open(String bootId, Fence closed) {
        accepted = null;
        return switch (look()) {
            case Look.Nothing(var reason) -> new Joining.Failed(reason);
            case Look.Nodes(var fence, var _) when fence == null -> new Joining.NotAdmitted();
            case Look.Nodes(var fence, var _)
            when !fence.isOpen() && fence.version() != closed.version() -> new Joining.Closed(fence);
            case Look.Nodes(var fence, var beat) when fence.isOpen() && beat == null -> firstBeat(bootId, fence);
            case Look.Nodes(var fence, var beat) when fence.isOpen() && beat != null -> accept(fence, beat);
            case Look.Nodes(var fence, var beat) -> open(bootId, fence, beat);
        };
    }

    private Joining open(String bootId, Fence closed, @Nullable Beat last) {
        var opened =
                new Fence(host, Fence.State.OPEN, closed.leaderEpoch(), host.toString(), null, closed.version() + 1);
        var seq = last == null ? 0 : last.seq() + 1;
        var beat = last == null
                ? Op.create(
                        beatPath,
                        Beat.data(bootId, seq),
                        connection.acls().getAclForPath(beatPath),
                        CreateMode.PERSISTENT)
                : Op.setData(beatPath, Beat.data(bootId, seq), last.version());
        // With a new beat in the same transaction no taker can still believe in what it saw before.
        var both = List.of(Op.setData(fencePath, opened.data(), closed.version()), beat);
        return switch (transactions.commit(both, LIMIT)) {
            case Outcome.Committed _ ->
                accept(opened, new Beat(host, bootId, seq, last == null ? 0 : last.version() + 1));
            case Outcome.Rejected(var _, var code) ->
                new Joining.Failed("The fence or the beat has changed meanwhile: %s. Join again.".formatted(code));
            case Outcome.NotSent(var reason) -> new Joining.Failed(reason);
            case Outcome.Unanswered(var reason) -> new Joining.Failed(reason);
        };
    }

    /**
     * Renews the lease once.
     *
     * @param seq greater than in every earlier attempt of this boot
     */
    public synchronized Renewal renew(String bootId, long seq) {
        var now = accepted;
        if (now == null) {
            return new Renewal.Failed("No fence is accepted yet, or the beat was not ours any more: join first.");
        }
        var write = List.of(
                Op.check(fencePath, now.fenceVersion), Op.setData(beatPath, Beat.data(bootId, seq), now.beatVersion));
        return switch (transactions.commit(write, LIMIT)) {
            case Outcome.Committed(var results) -> acknowledged(now, bootId, seq, (SetDataResult) results.get(1));
            case Outcome.Rejected(var _, var code)
            when code == Code.BADVERSION || code == Code.NONODE -> lookAgain(now, bootId, seq);
            case Outcome.Rejected(var _, var code) ->
                new Renewal.Failed("ZooKeeper refuses the beat of host %s: %s.".formatted(host, code));
            case Outcome.NotSent(var reason) -> new Renewal.Failed(reason);
            case Outcome.Unanswered(var reason) -> {
                now.remember(bootId, seq);
                yield new Renewal.Failed(reason);
            }
        };
    }

    private Renewal acknowledged(Accepted now, String bootId, long seq, SetDataResult result) {
        now.beatVersion = result.getStat().getVersion();
        now.unacknowledged.clear();
        return new Renewal.Acknowledged(new Beat(host, bootId, seq, now.beatVersion));
    }

    /** The answer just given was on the same session, so this read is not older than what made the renewal fail. */
    private Renewal lookAgain(Accepted now, String bootId, long seq) {
        return switch (look()) {
            case Look.Nothing(var reason) -> new Renewal.Failed(reason);
            case Look.Nodes(var fence, var beat)
            when fence == null || beat == null -> {
                accepted = null;
                yield new Renewal.Failed("This host's nodes are gone from ZooKeeper: it was removed.");
            }
            case Look.Nodes(var fence, var _)
            when fence.version() != now.fenceVersion || !fence.isOpen() -> {
                accepted = null;
                yield new Renewal.Fenced(fence);
            }
            case Look.Nodes(var _, var beat)
            when now.wrote(beat) -> {
                now.beatVersion = beat.version();
                yield new Renewal.AcknowledgementLost(beat);
            }
            case Look.Nodes(var _, var beat) -> {
                accepted = null;
                yield new Renewal.Failed(
                        "The beat of host %s holds boot %s, number %d, which is not what this agent wrote (boot %s, number %d). Maybe two agents run with the same identity."
                                .formatted(host, beat.bootId(), beat.seq(), bootId, seq));
            }
        };
    }

    private Look look() {
        return switch (transactions.read(List.of(fencePath, beatPath), READ_LIMIT)) {
            case Reading.Unread(var reason) -> new Look.Nothing(reason);
            case Reading.Read(var nodes) -> nodes(nodes.get(0), nodes.get(1));
        };
    }

    private Look nodes(@Nullable NodeData fence, @Nullable NodeData beat) {
        try {
            return new Look.Nodes(
                    fence == null ? null : Fence.read(fencePath, host, fence.data(), fence.version()),
                    beat == null ? null : Beat.read(beatPath, host, beat.data(), beat.version()));
        } catch (IllegalStateException e) {
            return new Look.Nothing(String.valueOf(e.getMessage()));
        }
    }

    private sealed interface Look {
        record Nodes(@Nullable Fence fence, @Nullable Beat beat) implements Look {}

        record Nothing(String reason) implements Look {}
    }

    /** The versions the next renewal depends on, and what may have been written since without an answer. */
    private static final class Accepted {
        private final int fenceVersion;
        private final TreeSet<Long> unacknowledged = new TreeSet<>();
        private int beatVersion;
        private String bootId = "";

        private Accepted(int fenceVersion, int beatVersion) {
            this.fenceVersion = fenceVersion;
            this.beatVersion = beatVersion;
        }

        private void remember(String boot, long seq) {
            bootId = boot;
            unacknowledged.add(seq);
            if (unacknowledged.size() > MOST_UNACKNOWLEDGED) {
                unacknowledged.pollFirst();
            }
        }

        private boolean wrote(Beat beat) {
            return beat.bootId().equals(bootId) && unacknowledged.contains(beat.seq());
        }
    }
}
