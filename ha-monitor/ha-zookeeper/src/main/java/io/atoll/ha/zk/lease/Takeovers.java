package io.atoll.ha.zk.lease;

import static io.atoll.ha.zk.ZookeeperConnection.perform;

import io.atoll.ha.zk.LeaderEpochs;
import io.atoll.ha.zk.NodeJson;
import io.atoll.ha.zk.NodeLayout;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.OwnerRegistry;
import io.atoll.ha.zk.Transactions;
import io.atoll.ha.zk.Transactions.Outcome;
import io.atoll.ha.zk.Transactions.Reading;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.ha.zk.lease.Takeover.Obstacle;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult.SetDataResult;

/**
 * Takes VMs from a host that was proven dead. What makes it safe is one transaction: the HA leader's epoch is unchanged,
 * the host's beat is still the one that was seen, the fence goes up, the VMs change owner; or nothing of it happens. From
 * then on the host cannot renew.
 *
 * <p>A transaction is one request to ZooKeeper, of at most 1 MiB: room for 2,500 VMs. What does not fit follows in further
 * transactions, each conditional on the very fence the first one raised. In between such a VM still belongs to the fenced
 * host and nobody else starts it. Should the host come back first, it has emptied its cgroup before it opens the fence, the
 * fence's version changes, and the VM stays where it is owned. So every VM has one owner at any time, whatever comes
 * in between.
 */
public final class Takeovers {
    /** Leaves a quarter of ZooKeeper's default limit (jute.maxbuffer, 1 MiB) for what it adds itself. */
    private static final int MOST_BYTES = 768 * 1024;

    /** Of one operation beyond its path and data: head, lengths and version, with some room. */
    private static final int BYTES_AROUND = 32;

    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** The place of the first owner behind the three operations that fence. */
    private static final int FENCING_OPERATIONS = 3;

    /** The place of the first owner behind the two checks of a later transaction, or of an assignment. */
    private static final int CHECKS = 2;

    private final Transactions transactions;
    private final NodeLayout layout;
    private final LeaderEpochs epochs;
    private final OwnerRegistry owners;
    private final Obstacles obstacles;
    private final ClusterId cluster;
    private final HostId self;
    private final int mostBytes;

    /** @param self the agent that takes over, for people to read in the fence */
    public Takeovers(ZookeeperConnection connection, ClusterId cluster, HostId self) {
        this(connection, cluster, self, MOST_BYTES);
    }

    Takeovers(ZookeeperConnection connection, ClusterId cluster, HostId self, int mostBytes) {
        this.cluster = cluster;
        this.transactions = new Transactions(connection);
        this.layout = connection.layout();
        this.epochs = LeaderEpochs.ofAgents(connection, cluster);
        this.owners = new OwnerRegistry(connection);
        this.obstacles = new Obstacles(connection, cluster);
        this.self = self;
        this.mostBytes = mostBytes;
    }

    /**
     * Fences the host of {@code seen} and gives its VMs to others. May be repeated with the same arguments after
     * {@link Takeover.Unknown}: what has happened already is found and counts as applied.
     *
     * @param leaderEpoch under which this agent was elected
     * @param seen the host's last beat, unchanged for as long as the protocol wants, or with another proof
     * @param proof why the host is dead, for people
     */
    public Takeover takeOver(LeaderEpoch leaderEpoch, Beat seen, String proof, List<Move> moves) {
        try {
            return perform("taking over host " + seen.host(), () -> switch (epochs.readOnce(LIMIT)) {
                case Reading.Unread(var reason) -> new Takeover.Unknown(reason);
                case Reading.Read(var nodes) -> {
                    var leader = epochs.understand(nodes.getFirst());
                    yield leader.epoch().equals(leaderEpoch)
                            ? tryTakeOver(leader, seen, proof, moves)
                            : new Takeover.Refused(new Obstacle.LeaderChanged(leader.epoch()));
                }
            });
        } catch (ZookeeperUnavailableException e) {
            return new Takeover.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private Takeover tryTakeOver(LeaderEpochs.Versioned leader, Beat seen, String proof, List<Move> moves) {
        var host = seen.host();
        var raised = new Fence(host, Fence.State.FENCED, leader.epoch(), self.toString(), proof, -1);
        var operations = new ArrayList<>(List.of(
                Op.check(layout.haLeaderEpoch(cluster), leader.version()),
                Op.check(layout.beat(host), seen.version()),
                Op.setData(layout.fence(host), raised.data(), -1)));
        var first = moves.subList(0, fitting(leader, moves));
        first.forEach(move -> operations.add(write(leader, move)));
        return switch (transactions.commit(operations, LIMIT)) {
            case Outcome.Committed(var results) -> {
                var stat = ((SetDataResult) results.get(FENCING_OPERATIONS - 1)).getStat();
                var progress = new Progress(leader, raised.at(stat.getVersion()));
                first.forEach(progress::moved);
                yield finish(progress, moves.subList(first.size(), moves.size()));
            }
            case Outcome.Rejected(var index, var code) when code == Code.NOAUTH -> denied(operations.get(index));
            case Outcome.Rejected(var index, var _)
            when index < FENCING_OPERATIONS ->
                new Takeover.Refused(index == 0 ? obstacles.leader() : obstacles.beat(host));
            case Outcome.Rejected(var index, var _) ->
                resume(
                        leader,
                        host,
                        moves,
                        first.get(index - FENCING_OPERATIONS).vm());
            case Outcome.NotSent(var reason) -> new Takeover.Unknown(reason);
            case Outcome.Unanswered(var reason) -> new Takeover.Unknown(reason);
        };
    }

    private static Takeover denied(Op operation) {
        return new Takeover.Refused(
                new Obstacle.Denied("ZooKeeper does not let this client write %s.".formatted(operation.getPath())));
    }

    /** An owner has changed: by an earlier attempt of ours, if the fence is ours already; else by somebody else. */
    private Takeover resume(LeaderEpochs.Versioned leader, HostId host, List<Move> moves, VmId changed) {
        var fence = obstacles.fence(host);
        if (fence == null
                || fence.isOpen()
                || !fence.leaderEpoch().equals(leader.epoch())
                || !fence.by().equals(self.toString())) {
            return new Takeover.Refused(obstacles.owner(changed));
        }
        var progress = new Progress(leader, fence);
        var open = new ArrayList<Move>();
        for (var move : moves) {
            var now = owners.read(move.vm());
            if (now.isPresent() && now.get().equals(move.result(leader.epoch()))) {
                progress.moved(move);
            } else {
                open.add(move);
            }
        }
        return finish(progress, open);
    }

    /** Moves what is left in transactions that hold only as long as the fence is the one we raised. */
    private Takeover finish(Progress progress, List<Move> moves) {
        var open = new ArrayList<>(moves);
        while (!open.isEmpty()) {
            var part = open.subList(0, fitting(progress.leader, open));
            var operations = new ArrayList<>(List.of(
                    Op.check(layout.haLeaderEpoch(cluster), progress.leader.version()),
                    Op.check(layout.fence(progress.fence.host()), progress.fence.version())));
            part.forEach(move -> operations.add(write(progress.leader, move)));
            switch (transactions.commit(operations, LIMIT)) {
                case Outcome.Committed _ -> {
                    part.forEach(progress::moved);
                    part.clear();
                }
                case Outcome.Rejected(var index, var _)
                when index < CHECKS -> {
                    var obstacle = index == 0
                            ? obstacles.leader()
                            : new Obstacle.FenceChanged(obstacles.fence(progress.fence.host()));
                    open.forEach(move -> progress.left.put(move.vm(), obstacle));
                    open.clear();
                }
                case Outcome.Rejected(var index, var _) -> {
                    var move = part.remove(index - CHECKS);
                    progress.left.put(move.vm(), obstacles.owner(move.vm()));
                }
                case Outcome.NotSent(var reason) -> {
                    return new Takeover.Unknown(reason);
                }
                case Outcome.Unanswered(var reason) -> {
                    return new Takeover.Unknown(reason);
                }
            }
        }
        return new Takeover.Applied(progress.fence, progress.moved, progress.left);
    }

    /**
     * Gives one VM to another host with the next epoch. May be repeated with the same arguments.
     *
     * @param away why the present owner does not run it; checked by the same transaction
     */
    public Assignment assign(LeaderEpoch leaderEpoch, Move move, OwnerAway away) {
        try {
            return perform("giving VM " + move.vm() + " to another host", () -> switch (epochs.readOnce(LIMIT)) {
                case Reading.Unread(var reason) -> new Assignment.Unknown(reason);
                case Reading.Read(var nodes) -> {
                    var leader = epochs.understand(nodes.getFirst());
                    yield leader.epoch().equals(leaderEpoch)
                            ? tryAssign(leader, move, away)
                            : new Assignment.Refused(new Obstacle.LeaderChanged(leader.epoch()));
                }
            });
        } catch (ZookeeperUnavailableException e) {
            return new Assignment.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private Assignment tryAssign(LeaderEpochs.Versioned leader, Move move, OwnerAway away) {
        var operations = List.of(
                Op.check(layout.haLeaderEpoch(cluster), leader.version()), check(move, away), write(leader, move));
        return switch (transactions.commit(operations, LIMIT)) {
            case Outcome.Committed _ -> new Assignment.Assigned(move.result(leader.epoch()));
            case Outcome.Rejected _
            when alreadySo(leader, move) -> new Assignment.Assigned(move.result(leader.epoch()));
            case Outcome.Rejected(var index, var code)
            when code == Code.NOAUTH ->
                new Assignment.Refused(new Obstacle.Denied("ZooKeeper does not let this client write %s."
                        .formatted(operations.get(index).getPath())));
            case Outcome.Rejected(var index, var _) when index == 0 -> new Assignment.Refused(obstacles.leader());
            case Outcome.Rejected(var index, var _)
            when index < CHECKS ->
                new Assignment.Refused(
                        switch (away) {
                            case OwnerAway.Fenced(var fence) ->
                                new Obstacle.FenceChanged(obstacles.fence(fence.host()));
                            case OwnerAway.SaidSo _ -> new Obstacle.StateChanged(move.vm());
                            case OwnerAway.Released _, OwnerAway.NoOwner _ -> obstacles.owner(move.vm());
                        });
            case Outcome.Rejected _ -> new Assignment.Refused(obstacles.owner(move.vm()));
            case Outcome.NotSent(var reason) -> new Assignment.Unknown(reason);
            case Outcome.Unanswered(var reason) -> new Assignment.Unknown(reason);
        };
    }

    private boolean alreadySo(LeaderEpochs.Versioned leader, Move move) {
        return owners.read(move.vm())
                .filter(move.result(leader.epoch())::equals)
                .isPresent();
    }

    private Op check(Move move, OwnerAway away) {
        var owner = move.seen().owner().host();
        return switch (away) {
            case OwnerAway.Fenced(var fence)
            when fence.isOpen() || !fence.host().equals(owner) ->
                throw new IllegalArgumentException(
                        "VM %s belongs to host %s; the fence of host %s, %s, says nothing about it."
                                .formatted(move.vm(), owner, fence.host(), fence.state()));
            case OwnerAway.NoOwner _
            when owner != null ->
                throw new IllegalArgumentException("VM %s has an owner, host %s.".formatted(move.vm(), owner));
            case OwnerAway.Fenced(var fence) -> Op.check(layout.fence(fence.host()), fence.version());
            case OwnerAway.SaidSo(var stateVersion) -> Op.check(layout.state(move.vm()), stateVersion);
            case OwnerAway.Released _, OwnerAway.NoOwner _ ->
                Op.check(layout.owner(move.vm()), move.seen().version());
        };
    }

    private Op write(LeaderEpochs.Versioned leader, Move move) {
        var data = NodeJson.write(Owner.Node.of(move.result(leader.epoch())));
        return Op.setData(layout.owner(move.vm()), data, move.seen().version());
    }

    /** How many of these fit into one transaction beside its checks; at least one. */
    private int fitting(LeaderEpochs.Versioned leader, List<Move> moves) {
        var bytes = 0;
        for (var count = 0; count < moves.size(); count++) {
            var move = moves.get(count);
            bytes += BYTES_AROUND
                    + layout.owner(move.vm()).length()
                    + NodeJson.write(Owner.Node.of(move.result(leader.epoch()))).length;
            if (bytes > mostBytes && count > 0) {
                return count;
            }
        }
        return moves.size();
    }

    /** What is done of a takeover whose fence is up. */
    private static final class Progress {
        private final LeaderEpochs.Versioned leader;
        private final Fence fence;
        private final TreeMap<VmId, Owner> moved = new TreeMap<>();
        private final TreeMap<VmId, Obstacle> left = new TreeMap<>();

        private Progress(LeaderEpochs.Versioned leader, Fence fence) {
            this.leader = leader;
            this.fence = fence;
        }

        private void moved(Move move) {
            moved.put(move.vm(), move.result(leader.epoch()));
        }
    }
}
