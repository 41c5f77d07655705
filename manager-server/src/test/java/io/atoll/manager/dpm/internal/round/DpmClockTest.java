package io.atoll.manager.dpm.internal.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.model.ClusterId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Clusters are looked at one after the other, and none of them waits for what is wrong with another. */
@ManagerTest
class DpmClockTest {
    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;

    DpmClockTest(ManagerUnderTest manager, JdbcClient jdbc) {
        this.manager = manager;
        this.jdbc = jdbc;
    }

    private ClusterId cluster() throws Exception {
        var made = manager.admin().post("/api/v1/clusters", Map.of("name", manager.unique("clock")));
        var id = made.json().at("/metadata/id").asString();
        var set = manager.admin().patch("/api/v1/clusters/" + id + "/dpm", Map.of("spec", Map.of("mode", "RECOMMEND")));
        assertThat(set.status()).as("%s", set).isEqualTo(200);
        return ClusterId.parse(id);
    }

    @Test
    void aClusterThatCannotBeLookedAtKeepsNoOtherFromIt() throws Exception {
        var broken = cluster();
        var other = cluster();
        assertThat(broken).isLessThan(other);
        zone(broken, "Mars/Olympus"); // as of a newer Java's time zones, before a manager was set back
        try {
            manager.bean(DpmClock.class).run();
            assertThat(manager.bean(DpmRoundStore.class).last(other)).isPresent();
        } finally {
            zone(broken, "UTC");
        }
    }

    private void zone(ClusterId cluster, String zone) {
        jdbc.sql("update cluster_dpm set time_zone = :zone where cluster_id = :cluster")
                .param("zone", zone)
                .param("cluster", cluster.value())
                .update();
    }
}
