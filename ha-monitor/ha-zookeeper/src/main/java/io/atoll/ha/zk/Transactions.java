package io.atoll.ha.zk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.ErrorResult;
import org.apache.zookeeper.OpResult.GetDataResult;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are sent exactly once and answered within a limit: what is renewed by the clock must not be repeated behind
 * its back, as Curator's own calls are. For this module's packages.
 */
public final class Transactions {
    private final ZookeeperConnection connection;

    public Transactions(ZookeeperConnection connection) {
        this.connection = connection;
    }

    /** What came of a transaction. */
    public sealed interface Outcome {
        /** All of it happened. */
        record Committed(List<OpResult> results) implements Outcome {}

        /** Nothing of it happened, because of the operation at {@code index}. */
        record Rejected(int index, KeeperException.Code code) implements Outcome {}

        /** Nothing was sent, so nothing happened. */
        record NotSent(String reason) implements Outcome {}

        /** No answer came: it may have happened, or may yet. */
        record Unanswered(String reason) implements Outcome {}
    }

    /** What came of reading several nodes at one moment. */
    public sealed interface Reading {
        /** In the order they were asked for; null where there is no such node. */
        record Read(List<@Nullable NodeData> nodes) implements Reading {}

        record Unread(String reason) implements Reading {}
    }

    /** A node's data and what ZooKeeper knows of it. */
    public static final class NodeData {
        private final byte[] data;
        private final Stat stat;

        NodeData(byte[] data, Stat stat) {
            this.data = data;
            this.stat = stat;
        }

        public byte[] data() {
            return data.clone();
        }

        public int version() {
            return stat.getVersion();
        }

        /** The transaction that wrote the data; grows with every write of any node. */
        public long writtenBy() {
            return stat.getMzxid();
        }
    }

    /** Sends the operations as one transaction. */
    public Outcome commit(List<Op> operations, Duration limit) {
        return switch (ask(operations, limit)) {
            case Answer.NotSent(var reason) -> new Outcome.NotSent(reason);
            case Answer.None(var reason) -> new Outcome.Unanswered(reason);
            case Answer.Results(var results) -> outcome(results);
        };
    }

    /** ZooKeeper answers OK for what stands before the operation that failed, and "inconsistency" for what follows. */
    private static Outcome outcome(List<OpResult> results) {
        for (var index = 0; index < results.size(); index++) {
            if (results.get(index) instanceof ErrorResult error
                    && error.getErr() != KeeperException.Code.OK.intValue()
                    && error.getErr() != KeeperException.Code.RUNTIMEINCONSISTENCY.intValue()) {
                return new Outcome.Rejected(index, KeeperException.Code.get(error.getErr()));
            }
        }
        return new Outcome.Committed(results);
    }

    /** Reads all of them in one request, each as of the same moment of the server that answers. */
    public Reading read(List<String> paths, Duration limit) {
        if (paths.isEmpty()) {
            return new Reading.Read(List.of());
        }
        return switch (ask(paths.stream().map(Op::getData).toList(), limit)) {
            case Answer.NotSent(var reason) -> new Reading.Unread(reason);
            case Answer.None(var reason) -> new Reading.Unread(reason);
            case Answer.Results(var results) -> reading(paths, results);
        };
    }

    private static Reading reading(List<String> paths, List<OpResult> results) {
        var nodes = new ArrayList<@Nullable NodeData>(results.size());
        for (var index = 0; index < results.size(); index++) {
            switch (results.get(index)) {
                case GetDataResult found -> nodes.add(new NodeData(found.getData(), found.getStat()));
                case ErrorResult error when error.getErr() == KeeperException.Code.NONODE.intValue() -> nodes.add(null);
                case ErrorResult error -> {
                    return new Reading.Unread("ZooKeeper refuses to read %s: %s."
                            .formatted(paths.get(index), KeeperException.Code.get(error.getErr())));
                }
                case OpResult other -> throw new IllegalStateException("ZooKeeper answers a read with " + other);
            }
        }
        return new Reading.Read(nodes);
    }

    private Answer ask(List<Op> operations, Duration limit) {
        if (!connection.connected()) {
            return new Answer.NotSent("There is no connection to ZooKeeper.");
        }
        var answer = new CompletableFuture<Answer>();
        try {
            connection
                    .client()
                    .getZookeeperClient()
                    .getZooKeeper()
                    .multi(
                            operations,
                            (code, _, _, results) ->
                                    answer.complete(results != null ? new Answer.Results(results) : unanswered(code)),
                            null);
        } catch (Exception e) {
            return new Answer.NotSent("The request to ZooKeeper cannot be sent: %s.".formatted(e.getMessage()));
        }
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new Answer.None("ZooKeeper did not answer within %d ms.".formatted(limit.toMillis()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.None("Interrupted while waiting for ZooKeeper.");
        } catch (ExecutionException e) {
            return new Answer.None("ZooKeeper's answer cannot be read: %s.".formatted(e.getMessage()));
        }
    }

    private static Answer unanswered(int code) {
        return new Answer.None("ZooKeeper gave no answer: %s.".formatted(KeeperException.Code.get(code)));
    }

    private sealed interface Answer {
        record Results(List<OpResult> results) implements Answer {}

        record NotSent(String reason) implements Answer {}

        record None(String reason) implements Answer {}
    }
}
