package io.atoll.manager.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.Evidence;
import io.atoll.ha.zk.facts.EvidenceRegistry;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.HaHost;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** When a host that was confirmed off is a proof to HA, and when it is none. */
@ManagerTest
class PowerProofTest {
    private final ManagerUnderTest manager;
    private FakeRedfish controller;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    PowerProofTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeEach
    void open() throws Exception {
        controller = FakeRedfish.onLoopback();
    }

    @AfterEach
    void close() {
        controller.close();
    }

    private static String path(Datacenter dc) {
        return "/api/v1/hosts/" + dc.host("a").id();
    }

    private void giveControl(Datacenter dc) throws Exception {
        var control = controller.control();
        var answer = manager.admin().put(path(dc) + "/power", control);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    private void awaitBeat(Datacenter dc) {
        await().atMost(Datacenter.LONG)
                .untilAsserted(() -> assertThat(dc.get("/api/v1/clusters/" + dc.cluster() + "/ha")
                                .get("hosts"))
                        .isNotEmpty()
                        .allMatch(seen -> seen.get("beatAgeMs").isNumber()));
    }

    private JsonNode switchOff(Datacenter dc) {
        var accepted = dc.post(path(dc) + "/actions/power-off", Map.of("mode", "FORCE", "force", true));
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        return dc.succeeded(accepted.json().at("/metadata/id").asString()).get("result");
    }

    private EvidenceRegistry evidence() {
        return new EvidenceRegistry(manager.bean(ZookeeperConnection.class));
    }

    @Test
    void aHostThatWentSilentByItsControlIsProvedOff() throws Exception {
        try (var dc = Datacenter.of(manager, 2);
                var a = HaHost.of(manager, dc, "a");
                var _ = HaHost.of(manager, dc, "b")) {
            HaHost.turnOn(manager.admin(), dc, "WARN");
            giveControl(dc);
            awaitBeat(dc);
            controller.onReset(type -> {
                controller.obey(type);
                a.fallsSilent();
                dc.host("a").hostDies();
            });
            var result = switchOff(dc);
            assertThat(result.get("haTold").asBoolean()).as("%s", result).isTrue();
            assertThat(evidence().read(dc.host("a").id())).hasValueSatisfying(given -> {
                assertThat(given.kind()).isEqualTo(Evidence.Kind.POWER_CONFIRMED_OFF);
                assertThat(given.bootId()).isEqualTo(a.bootId());
                assertThat(given.beatVersion())
                        .as("it ends with the host's next beat")
                        .isPositive();
                assertThat(given.by()).contains("Redfish controller");
            });
            assertThat(manager.admin().get("/api/v1/audit?limit=50").text())
                    .contains("HA was told that host %s is off"
                            .formatted(dc.host("a").name()));
        }
    }

    /** The control may be another host's: this one was silent before, and nothing has ever shown that they belong together. */
    @Test
    void aHostThatWasSilentBeforeAndWasNeverWokenIsNotProvedOff() throws Exception {
        try (var dc = Datacenter.of(manager, 2);
                var a = HaHost.of(manager, dc, "a");
                var _ = HaHost.of(manager, dc, "b")) {
            HaHost.turnOn(manager.admin(), dc, "WARN");
            giveControl(dc);
            awaitBeat(dc);
            a.fallsSilent();
            dc.host("a").hostDies();
            dc.awaitHostState(dc.host("a"), "DISCONNECTED");
            var result = switchOff(dc);
            assertThat(result.get("haTold").asBoolean()).as("%s", result).isFalse();
            assertThat(result.get("haNotToldBecause").asString()).contains("never woken");
            assertThat(evidence().read(dc.host("a").id())).isEmpty();
        }
    }

    /** Its agent is dead and its controller says OFF; but it beats, so it lives. */
    @Test
    void aHostThatBeatsIsNotProvedOff() throws Exception {
        try (var dc = Datacenter.of(manager, 2);
                var _ = HaHost.of(manager, dc, "a");
                var _ = HaHost.of(manager, dc, "b")) {
            HaHost.turnOn(manager.admin(), dc, "WARN");
            giveControl(dc);
            awaitBeat(dc);
            controller.onReset(type -> {
                controller.obey(type);
                dc.host("a").hostDies();
            });
            var accepted = dc.post(path(dc) + "/actions/power-off", Map.of("mode", "FORCE", "force", true));
            var task = accepted.json().at("/metadata/id").asString();
            await().atMost(Datacenter.LONG)
                    .untilAsserted(
                            () -> assertThat(dc.get("/api/v1/tasks/" + task).toString())
                                    .contains("renews its beat"));
            manager.bean(MovableClock.class).forward(Duration.ofSeconds(21));
            var result = dc.succeeded(task).get("result");
            assertThat(result.get("haTold").asBoolean()).isFalse();
            assertThat(result.get("haNotToldBecause").asString()).contains("renews its beat");
            assertThat(evidence().read(dc.host("a").id())).isEmpty();
        }
    }
}
