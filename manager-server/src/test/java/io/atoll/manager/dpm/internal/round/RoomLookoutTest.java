package io.atoll.manager.dpm.internal.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A protected VM on a silent host is looked after at once, and not every few seconds for as long as it lasts. */
@ManagerTest
class RoomLookoutTest {
    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;

    RoomLookoutTest(ManagerUnderTest manager, JdbcClient jdbc) {
        this.manager = manager;
        this.jdbc = jdbc;
    }

    @Test
    void oneLookIsEnoughForAVmThatWaits() throws Exception {
        try (var dc = Datacenter.of(manager, 2)) {
            var cluster = ClusterId.parse(dc.cluster());
            var vm = dc.runningVm("a");
            var set = dc.api().patch("/api/v1/clusters/" + cluster + "/dpm", Map.of("spec", Map.of("mode", "APPLY")));
            assertThat(set.status()).as("%s", set).isEqualTo(200);
            isBeingEmptied(cluster, dc);
            protect(vm);
            dc.host("a").hostDies();
            dc.awaitState(vm, "UNKNOWN");

            var lookout = manager.bean(RoomLookout.class);
            var rounds = manager.bean(DpmRounds.class);
            rounds.look(cluster);
            dc.timePasses(Duration.ofSeconds(11));
            assertThat(lookout.waiting()).doesNotContain(cluster);

            var before = rounds(cluster);
            waitsSince(vm, manager.bean(Clock.class).instant());
            await().atMost(Datacenter.LONG).until(() -> rounds(cluster) > before);
            dc.host("a").start();
            dc.awaitReady(dc.host("a"));
        }
    }

    /** Without a task, so that nothing changes about it. */
    private void isBeingEmptied(ClusterId cluster, Datacenter dc) {
        jdbc.sql("""
                insert into dpm_host (host_id, cluster_id, host_name, revision, state, state_since, reason, requested_by)
                values (:host, :cluster, 'b', 1, 'DRAINING', :now, '', '')""")
                .param("host", dc.host("b").id().value())
                .param("cluster", cluster.value())
                .param("now", manager.bean(Clock.class).instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private void protect(VmId vm) {
        jdbc.sql("update vm set ha_protected = true where id = :vm")
                .param("vm", vm.value())
                .update();
    }

    private void waitsSince(VmId vm, Instant since) {
        jdbc.sql("update vm set power_state_since = :since where id = :vm")
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("vm", vm.value())
                .update();
    }

    private int rounds(ClusterId cluster) {
        return jdbc.sql("select count(*) from dpm_round where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query(Integer.class)
                .single();
    }
}
