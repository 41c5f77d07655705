package io.atoll.manager.cluster.internal;

import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.cluster.LeaderSight;
import io.atoll.manager.cluster.Leadership;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.platform.DataDirectory;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.HaHost;
import io.atoll.manager.testing.agent.ScriptedAgent;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * ZooKeeper goes, so that nobody leads: what was known of hosts and VMs is not shown as what is. In a context of its own,
 * whose ZooKeeper may die.
 */
@ManagerTest
@TestPropertySource(properties = "atoll.host.sighting-interval=1s")
@DirtiesContext
class LeaderlessTest {
    private final ManagerUnderTest manager;
    private final MovableClock clock;

    LeaderlessTest(ManagerUnderTest manager, MovableClock clock) {
        this.manager = manager;
        this.clock = clock;
    }

    @Test
    void withoutALeaderNothingIsShownAsAliveOrProtected() throws Exception {
        try (var dc = Datacenter.of(manager, 2);
                var _ = HaHost.of(manager, dc, "a");
                var _ = HaHost.of(manager, dc, "b")) {
            var vm = protectedVm(dc);
            await().atMost(LONG)
                    .untilAsserted(() ->
                            assertThat(vm(dc, vm).at("/ha/state").asString()).isEqualTo("PROTECTED"));
            var off = dc.stoppedVm();
            var a = dc.host("a");
            clock.forward(Duration.ofMinutes(5));
            var alive = clock.instant();
            var beatsBefore = leaderBeat();
            await("the time it was heard is written, not only that it was connected")
                    .atMost(LONG)
                    .until(() -> lastSeen(a).isAfter(alive));
            await("it knows that it led until now, and not five minutes ago")
                    .atMost(LONG)
                    .until(() -> leaderBeat().isAfter(beatsBefore));
            // In those five minutes it was silent, for all that was known of it.
            dc.awaitReady(a);
            dc.awaitState(vm, "RUNNING");

            var running =
                    manager.bean(ClusterConfiguration.Ensemble.class).embedded().orElseThrow();
            var port = running.port();
            running.close();
            await().atMost(LONG).until(() -> !manager.bean(Leadership.class).isLeader());
            var over = clock.instant();
            assertThat(host(dc, a).at("/state").asString())
                    .as("a change of leaders takes some seconds, in which nothing flickers")
                    .isEqualTo("READY");
            assertThat(confirmDead(dc, a).status())
                    .as("at once, and not HOST_ALIVE")
                    .isEqualTo(503);
            a.hostDies();
            clock.forward(LeaderBeat.GRACE);
            await().atMost(LONG)
                    .until(() -> manager.bean(LeaderSight.class).leaderless().isPresent());

            checkHost(host(dc, a), over);
            checkVms(dc, vm, off);
            checkHa(dc, a);

            try (var _ = restarted(port)) {
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(
                                        host(dc, dc.host("b")).at("/state").asString())
                                .isEqualTo("READY"));
                dc.awaitHostState(a, "DISCONNECTED");
                assertThat(manager.admin()
                                .get("/api/v1/health")
                                .json()
                                .get("status")
                                .asString())
                        .isEqualTo("UP");
                a.start();
                dc.awaitReady(a);
            }
        }
    }

    private Instant leaderBeat() {
        return manager.bean(JdbcClient.class)
                .sql("select at from leader_beat")
                .query((row, _) -> row.getObject("at", OffsetDateTime.class).toInstant())
                .single();
    }

    private static void checkHost(JsonNode host, Instant over) {
        assertThat(host.at("/state").asString()).isEqualTo("UNKNOWN");
        assertThat(host.at("/stateReason").asString())
                .contains("No manager has led since", "ZooKeeper does not answer", "Last known: READY");
        assertThat(Instant.parse(host.at("/since").asString())).isBeforeOrEqualTo(over);
    }

    private static void checkVms(Datacenter dc, VmId running, VmId stopped) {
        var seen = vm(dc, running);
        assertThat(seen.at("/powerState").asString()).isEqualTo("UNKNOWN");
        assertThat(seen.at("/powerStateDetail").asString()).contains("Last known: RUNNING");
        assertThat(seen.at("/ha/state").asString()).isEqualTo("UNPROTECTED");
        assertThat(seen.at("/ha/reasons/0/code").asString()).isEqualTo("NO_MANAGER_LEADS");
        assertThat(vm(dc, stopped).at("/powerState").asString())
                .as("nobody can have started it")
                .isEqualTo("STOPPED");
    }

    private void checkHa(Datacenter dc, ScriptedAgent host) throws Exception {
        var ha = "/api/v1/clusters/" + dc.cluster() + "/ha";
        var state = dc.get(ha);
        assertThat(state.at("/vms/protectedNow").asInt()).isZero();
        assertThat(state.at("/vms/unprotected").asInt()).isEqualTo(1);
        assertThat(state.at("/effective").asBoolean()).isFalse();
        assertThat(state.get("alarms").findValuesAsString("code")).contains("NO_MANAGER_LEADS");
        assertThat(state.get("hosts"))
                .noneMatch(seen -> seen.get("agentConnected").asBoolean());
        var forecast = dc.get(ha + "/what-if?hostDown=" + host.id());
        assertThat(forecast.at("/acting").asBoolean()).isFalse();
        assertThat(forecast.at("/doubt").asString()).contains("No manager has led since");
        assertThat(confirmDead(dc, host).status()).isEqualTo(503);
        var health = manager.admin().get("/api/v1/health").json();
        assertThat(health.get("status").asString()).isEqualTo("DEGRADED");
        assertThat(health.get("checks").findValuesAsString("detail"))
                .anyMatch(detail -> detail.contains("No manager has led since"));
        assertThat(manager.anonymous().get("/readyz").status()).isEqualTo(200);
    }

    private ApiClient.Answer confirmDead(Datacenter dc, ScriptedAgent host) throws Exception {
        return dc.api().post("/api/v1/hosts/" + host.id() + "/actions/confirm-dead", Map.of("hostName", host.name()));
    }

    private EmbeddedZookeeper restarted(int port) {
        var known = manager.bean(ZookeeperProperties.class);
        var properties = new ZookeeperProperties(
                null, true, known.bindAddress(), port, null, known.tickTime(), known.sessionTimeout());
        return EmbeddedZookeeper.start(
                manager.bean(DataDirectory.class).part("zookeeper"), properties, manager.bean(Pki.class));
    }

    private Instant lastSeen(ScriptedAgent host) {
        return manager.bean(JdbcClient.class)
                .sql("select last_seen_at from host where id = :id")
                .param("id", host.id().value())
                .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single();
    }

    private static JsonNode host(Datacenter dc, ScriptedAgent host) {
        return dc.get("/api/v1/hosts/" + host.id()).get("status");
    }

    private static JsonNode vm(Datacenter dc, VmId vm) {
        return dc.get("/api/v1/vms/" + vm).get("status");
    }

    private VmId protectedVm(Datacenter dc) throws Exception {
        var on = dc.api()
                .patch(
                        "/api/v1/clusters/" + dc.cluster(),
                        Map.of("spec", Map.of("ha", Map.of("enabled", true, "admissionPolicy", "WARN"))));
        assertThat(on.status()).as("%s", on).isEqualTo(200);
        var spec = new HashMap<String, Object>(
                Map.of("hostId", dc.host("a").id().toString(), "ha", Map.of("protected", true)));
        var answer = dc.post("/api/v1/vms", dc.vmRequest(true, spec));
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        var location = answer.header("location");
        return Datacenter.vmOf(dc.succeeded(location.substring(location.lastIndexOf('/') + 1)));
    }
}
