package io.atoll.manager.inventory.internal.host;

import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import org.junit.jupiter.api.Test;

@ManagerTest
class HostSightingsTest {
    private final ManagerUnderTest manager;
    private final HostSightings sightings;

    HostSightingsTest(ManagerUnderTest manager, HostSightings sightings) {
        this.manager = manager;
        this.sightings = sightings;
    }

    @Test
    void aHostThatWasRemovedIsForgottenAndOthersAreNot() throws Exception {
        try (var dc = Datacenter.of(manager, 2)) {
            var kept = dc.host("a");
            var removed = dc.host("b");
            assertThat(sightings.last(kept.id())).isPresent();
            assertThat(sightings.last(removed.id())).isPresent();
            removed.dies();
            dc.awaitHostState(removed, "DISCONNECTED");
            var answer = manager.admin().delete("/api/v1/hosts/" + removed.id());
            assertThat(answer.status()).as("%s", answer).isEqualTo(204);
            await().atMost(LONG).until(() -> sightings.last(removed.id()).isEmpty());
            assertThat(sightings.last(kept.id())).isPresent();
        }
    }
}
