package io.atoll.ha.zk.lease;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.test.TestingCluster;
import org.apache.curator.test.TestingZooKeeperServer;
import org.jspecify.annotations.Nullable;

/** Which of a cluster's servers leads. */
final class Roles {
    private Roles() {}

    static TestingZooKeeperServer leader(TestingCluster cluster) {
        return find(cluster, "Mode: leader");
    }

    static String followersAddress(TestingCluster cluster) {
        return address(find(cluster, "Mode: follower"));
    }

    /** Tries for a while: an election may be going on. */
    private static TestingZooKeeperServer find(TestingCluster cluster, String mode) {
        var found = new AtomicReference<@Nullable TestingZooKeeperServer>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            for (var server : cluster.getServers()) {
                if (answerOf(server).contains(mode)) {
                    found.set(server);
                }
            }
            return found.get() != null;
        });
        return Objects.requireNonNull(found.get());
    }

    private static String address(TestingZooKeeperServer server) {
        return server.getInstanceSpec().getHostname() + ":"
                + server.getInstanceSpec().getPort();
    }

    private static String answerOf(TestingZooKeeperServer server) {
        var spec = server.getInstanceSpec();
        try (var socket = new Socket(spec.getHostname(), spec.getPort())) {
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException _) {
            return ""; // not running
        }
    }
}
