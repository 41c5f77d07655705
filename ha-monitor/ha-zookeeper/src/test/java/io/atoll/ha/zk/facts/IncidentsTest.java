package io.atoll.ha.zk.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.zk.Clients;
import io.atoll.ha.zk.ZookeeperConnection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    private static TestingServer server;
    private static ZookeeperConnection connection;

    @BeforeAll
    static void start() throws Exception {
        server = new TestingServer(true);
        connection = Clients.connect(server.getConnectString(), null);
        connection.createLayout();
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    private static Incident incident(int number, int moments, String text) {
        return new Incident(
                new UUID(number, 0),
                "HOST_FAILED",
                null,
                false,
                0,
                IntStream.range(0, moments)
                        .mapToObj(at -> new Incident.Moment(Instant.ofEpochMilli(at), "W" + at, text))
                        .toList());
    }

    @Test
    void aLongTimelineLosesItsMiddleAndSaysSo() {
        var incidents = new Incidents(connection);
        incidents.write(incident(1, 3_000, "x".repeat(5_000)));
        var kept = incidents.read(new UUID(1, 0)).orElseThrow();
        assertThat(kept.leftOut()).isPositive();
        assertThat(kept.leftOut() + kept.timeline().size()).isEqualTo(3_000);
        assertThat(kept.timeline().getFirst().what()).isEqualTo("W0");
        assertThat(kept.timeline().getLast().what()).isEqualTo("W2999");
        assertThat(kept.data().length).isLessThanOrEqualTo(Incident.LONGEST_BYTES);
        // Written again, as it stands, nothing more is lost.
        incidents.write(kept);
        assertThat(incidents.read(new UUID(1, 0))).contains(kept);
        incidents.remove(new UUID(1, 0));
    }

    @Test
    void theOldestGiveWayWhenNobodyFetchesThem() {
        var incidents = new Incidents(connection);
        for (var number = 1; number <= 205; number++) {
            incidents.write(incident(number, 1, "text"));
        }
        var left = incidents.list();
        assertThat(left).hasSize(200);
        assertThat(left.getFirst()).isEqualTo(new UUID(6, 0));
        assertThat(left.getLast()).isEqualTo(new UUID(205, 0));
        left.forEach(incidents::remove);
        assertThat(incidents.list()).isEqualTo(List.of());
    }
}
