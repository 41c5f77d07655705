package io.atoll.ha.zk.facts;

import static io.atoll.ha.zk.ZookeeperConnection.perform;

import io.atoll.ha.zk.NodeLayout;
import io.atoll.ha.zk.ZookeeperConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** Nodes that hold one JSON document each and have one writer, so that the last word counts. */
final class JsonNodes {
    private final ZookeeperConnection connection;

    JsonNodes(ZookeeperConnection connection) {
        this.connection = connection;
    }

    NodeLayout layout() {
        return connection.layout();
    }

    /** Makes the node or overwrites it. */
    void put(String doing, String path, byte[] data) {
        perform(doing, () -> {
            try {
                connection.client().setData().forPath(path, data);
            } catch (KeeperException.NoNodeException _) {
                connection.createIfMissing(path, data);
            }
            return true;
        });
    }

    void makeEmpty(String doing, String path) {
        perform(doing, () -> {
            connection.createIfMissing(path, new byte[0]);
            return true;
        });
    }

    void remove(String doing, String path) {
        perform(doing, () -> {
            try {
                connection.client().delete().forPath(path);
            } catch (KeeperException.NoNodeException _) {
                // Gone already.
            }
            return true;
        });
    }

    /** Nothing where there is no such node, or an empty one. */
    <T> Optional<T> read(String doing, String path, Reader<T> reader) {
        return perform(doing, () -> {
            try {
                var stat = new Stat();
                var data = connection.client().getData().storingStatIn(stat).forPath(path);
                return data == null || data.length == 0
                        ? Optional.empty()
                        : Optional.of(reader.read(path, data, stat.getVersion()));
            } catch (KeeperException.NoNodeException _) {
                return Optional.empty();
            }
        });
    }

    <T> List<T> children(String doing, String path, Function<String, T> parse) {
        return perform(
                doing,
                () -> connection.client().getChildren().forPath(path).stream()
                        .map(parse)
                        .toList());
    }

    /** Makes sense of a node's data. */
    @FunctionalInterface
    interface Reader<T> {
        T read(String path, byte[] data, int version);
    }
}
