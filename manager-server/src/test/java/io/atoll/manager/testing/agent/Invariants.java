package io.atoll.manager.testing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.model.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What must hold when nothing is under way: every VM runs at most once and where the manager believes, ZooKeeper names
 * exactly that host with the epoch the manager believes, and nothing is left of what was taken back: no promise of room, no
 * lock, no owner, no files, no address, no network card, no process that waits.
 */
final class Invariants {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final World world;

    Invariants(JdbcClient jdbc, World world) {
        this.jdbc = jdbc;
        this.world = world;
    }

    private record Row(VmId id, String state, UUID host, long epoch) {}

    void check(String cluster, List<VmId> gone) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            assertThat(world.violations()).isEmpty();
            assertThat(count(
                            "select count(*) from placement_reservation r join vm v on v.id = r.vm_id"
                                    + " where v.cluster_id = cast(:cluster as uuid)",
                            cluster))
                    .as("promises of room")
                    .isZero();
            var rows = rows(cluster);
            rows.forEach(this::checkVm);
            var known = rows.stream().map(Row::id).toList();
            assertThat(world.folders()).as("files of VMs that are not there").isSubsetOf(Set.copyOf(known));
            for (var vm : gone) {
                if (!known.contains(vm)) {
                    checkGone(vm);
                }
            }
            assertThat(count("""
                    select count(*) from network_address a
                     where not exists (select 1 from vm_nic n where n.vm_id = a.owner_id)
                       and a.network_id in (select id from network where cluster_id = cast(:cluster as uuid))""", cluster)).as("addresses nobody has").isZero();
        });
    }

    private List<Row> rows(String cluster) {
        return jdbc.sql("select id, power_state, host_id, epoch from vm where cluster_id = cast(:cluster as uuid)")
                .param("cluster", cluster)
                .query((row, _) -> new Row(
                        new VmId(row.getObject("id", UUID.class)),
                        row.getString("power_state"),
                        row.getObject("host_id", UUID.class),
                        row.getLong("epoch")))
                .list();
    }

    private void checkVm(Row vm) {
        var truth = new ArrayList<>(world.runningAt(vm.id));
        var owner = world.owner(vm.id);
        assertThat(truth).as("hosts that run %s", vm).hasSizeLessThanOrEqualTo(1);
        assertThat(count("select count(*) from task_lock where object_id = :cluster", vm.id.toString()))
                .as("locks on %s", vm)
                .isZero();
        if (truth.isEmpty()) {
            assertThat(vm.state).as("%s", vm).isIn("STOPPED", "CRASHED", "FAILED");
            assertThat(vm.host).as("%s", vm).isNull();
            assertThat(world.processesOf(vm.id))
                    .as("processes that wait for %s", vm)
                    .isEmpty();
        } else {
            var host = truth.getFirst();
            assertThat(vm.state).as("%s", vm).isIn("RUNNING", "PAUSED");
            assertThat(vm.host).as("%s", vm).isEqualTo(host.value());
            assertThat(owner).as("the owner of %s", vm).hasValueSatisfying(known -> {
                assertThat(known.host()).isEqualTo(host);
                assertThat(known.epoch().value()).isEqualTo(vm.epoch);
            });
        }
    }

    private void checkGone(VmId vm) {
        assertThat(world.owner(vm)).as("the owner of %s, which is gone", vm).isEmpty();
        assertThat(world.processesOf(vm)).as("processes of %s", vm).isEmpty();
        assertThat(count("select count(*) from vm_nic where vm_id = cast(:cluster as uuid)", vm.toString()))
                .isZero();
        assertThat(count("select count(*) from network_address where owner_id = cast(:cluster as uuid)", vm.toString()))
                .isZero();
    }

    private int count(String sql, String cluster) {
        return jdbc.sql(sql).param("cluster", cluster).query(Integer.class).single();
    }
}
