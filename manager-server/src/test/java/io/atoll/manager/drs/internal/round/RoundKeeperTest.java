package io.atoll.manager.drs.internal.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.drs.core.Effort;
import io.atoll.drs.loop.BalancePast;
import io.atoll.drs.loop.BalanceRound;
import io.atoll.manager.drs.DrsMode;
import io.atoll.manager.drs.internal.DrsSettings;
import io.atoll.manager.drs.internal.Effect;
import io.atoll.manager.drs.internal.Recommendation.End;
import io.atoll.manager.drs.internal.Recommendation.Move;
import io.atoll.manager.drs.internal.Recommendation.Why;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is kept of a round, by settings that were changed while it was thinking. */
@ManagerTest
class RoundKeeperTest {
    private final ManagerUnderTest manager;

    RoundKeeperTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @Test
    void whatWasThoughtOfAClusterThatWasSwitchedOffMeanwhileIsNotRecommended() throws Exception {
        var path = "/api/v1/clusters";
        var made = manager.admin().post(path, Map.of("name", manager.unique("kept")));
        var cluster = ClusterId.parse(made.json().at("/metadata/id").asString());
        keep(cluster, DrsMode.RECOMMEND);
        assertThat(open(cluster)).isZero();
        keep(cluster, DrsMode.OFF);
        assertThat(open(cluster)).as("asked for by hand").isEqualTo(1);
    }

    @Test
    void whatSomebodyAskedForWhereNobodyBalancesExpires() throws Exception {
        var made = manager.admin().post("/api/v1/clusters", Map.of("name", manager.unique("kept")));
        var cluster = ClusterId.parse(made.json().at("/metadata/id").asString());
        keep(cluster, DrsMode.OFF);
        var keeper = manager.bean(RoundKeeper.class);
        keeper.expireForgotten(Instant.now().plus(Duration.ofMinutes(50)));
        assertThat(open(cluster)).isEqualTo(1);
        keeper.expireForgotten(Instant.now().plus(Duration.ofMinutes(70)));
        assertThat(open(cluster)).isZero();
    }

    /** Its snooze came while the round was thinking. */
    @Test
    void whatWasSnoozedMeanwhileIsNotCarriedOut() throws Exception {
        var made = manager.admin().post("/api/v1/clusters", Map.of("name", manager.unique("kept")));
        var cluster = ClusterId.parse(made.json().at("/metadata/id").asString());
        var drs = "/api/v1/clusters/" + cluster + "/drs";
        var entry = entry();
        keep(cluster, DrsMode.OFF, entry);
        var path = drs + "/recommendations/"
                + manager.admin()
                        .get(drs + "/recommendations")
                        .json()
                        .at("/items/0/id")
                        .asString();
        assertThat(manager.admin()
                        .post(path + "/actions/snooze", Map.of("hours", 2))
                        .status())
                .isEqualTo(200);
        assertThat(manager.admin()
                        .patch(drs, Map.of("spec", Map.of("mode", "APPLY")))
                        .status())
                .isEqualTo(200);
        keep(cluster, DrsMode.APPLY, entry);
        var after = manager.admin().get(path).json();
        assertThat(after.get("state").asString()).as("%s", after).isEqualTo("SNOOZED");
    }

    private int open(ClusterId cluster) throws Exception {
        return manager.admin()
                .get("/api/v1/clusters/" + cluster + "/drs")
                .json()
                .at("/status/openRecommendations")
                .asInt();
    }

    /** A round that began when the cluster was set so. */
    private void keep(ClusterId cluster, DrsMode mode) {
        keep(cluster, mode, entry());
    }

    private void keep(ClusterId cluster, DrsMode mode, PlanBook.Entry entry) {
        var usual = DrsSettings.untouched(cluster);
        var decided = new DrsSettings(
                cluster, usual.revision(), mode, usual.level(), usual.coolDownMinutes(), usual.patienceMinutes());
        var now = Instant.now();
        var outcome = new BalanceRound(decided.forRounds(), 1, Effort.usual())
                .decide(Cluster.of(List.of(), List.of(), List.of(), new Limits(1, 1, 1, 1)), BalancePast.NONE, now);
        manager.bean(RoundKeeper.class)
                .keep(decided, now, outcome, new RoundKeeper.Plan(List.of(entry), List.of(), 0), 1);
    }

    private static PlanBook.Entry entry() {
        return new PlanBook.Entry(
                new Move(new VmId(UUID.randomUUID()), "web", end("a"), end("b")),
                0,
                new Why(
                        "EVENS",
                        "evens",
                        "to even the cluster",
                        new Effect(1, 0, List.of(), 1, 1, null, List.of(), null)));
    }

    private static End end(String name) {
        return new End(new HostId(UUID.randomUUID()), name);
    }
}
