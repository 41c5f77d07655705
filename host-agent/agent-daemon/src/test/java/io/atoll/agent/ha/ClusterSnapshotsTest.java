package io.atoll.agent.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.placement.SchedulerPlacement;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.ha.zk.OwnedVm;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.ClusterHaSettings.HostUse;
import io.atoll.ha.zk.facts.ClusterRules;
import io.atoll.ha.zk.facts.HostHaFacts;
import io.atoll.ha.zk.facts.Protection;
import io.atoll.ha.zk.view.HaFacts;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The cluster that restart hosts are looked for in. */
class ClusterSnapshotsTest {
    private static final HostId READY = new HostId(new UUID(1, 1));
    private static final HostId KEPT_FREE = new HostId(new UUID(1, 2));
    private static final HostId SILENT = new HostId(new UUID(1, 3));

    private static HostHaFacts says(HostId host) {
        return new HostHaFacts(
                host,
                "name of " + host,
                "boot",
                List.of(),
                Mebibytes.ofGibibytes(8),
                4,
                new TreeSet<>(List.of(POOL)),
                new TreeSet<>(),
                Duration.ofSeconds(4),
                true);
    }

    private static final ClusterId CLUSTER = new ClusterId(new UUID(9, 9));
    private static final HostId LICENSED = new HostId(new UUID(1, 4));
    private static final HostId DEAD = new HostId(new UUID(1, 5));
    private static final VmId DATABASE = new VmId(new UUID(2, 1));
    private static final VmId REPLICA = new VmId(new UUID(2, 2));
    private static final PoolId POOL = new PoolId(new UUID(4, 1));

    private static HaFacts facts(List<HostId> hosts, List<ClusterRules> rules, HaFacts.VmFacts vms) {
        var said = new TreeMap<HostId, HostHaFacts>();
        hosts.forEach(host -> said.put(host, says(host)));
        var told = new TreeMap<ClusterId, ClusterRules>();
        rules.forEach(one -> told.put(one.cluster(), one));
        return new HaFacts(new TreeMap<>(), said, new TreeMap<>(), new TreeMap<>(), told, vms, new TreeMap<>());
    }

    private static HaFacts.VmFacts noVms() {
        return new HaFacts.VmFacts(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    @Test
    void aHostThatHasNotSaidWhatItHasIsCountedAndTakesNobody() {
        var uses = new TreeMap<>(
                Map.of(READY, HostUse.ACCEPTS_VMS, KEPT_FREE, HostUse.NO_NEW_VMS, SILENT, HostUse.ACCEPTS_VMS));
        var facts = facts(List.of(READY, KEPT_FREE), List.of(), noVms());
        var cluster = ClusterSnapshots.of(ClusterHaSettings.usual(CLUSTER, uses), facts);
        assertThat(cluster.hosts().values().stream().map(Host::state))
                .containsExactly(PowerState.ON, PowerState.MAINTENANCE, PowerState.UNWATCHED);
        assertThat(cluster.rules()).isEmpty();
    }

    /** The protected database was on the host that died; its replica, which HA leaves alone, runs on the ready host. */
    private static Cluster databaseWasOnTheDeadHost(ClusterRules rules) {
        var uses = new TreeMap<>(
                Map.of(READY, HostUse.ACCEPTS_VMS, LICENSED, HostUse.ACCEPTS_VMS, DEAD, HostUse.ACCEPTS_VMS));
        var vms = noVms();
        vms.owners().put(DATABASE, owned(DATABASE, DEAD));
        vms.owners().put(REPLICA, owned(REPLICA, READY));
        vms.protections().put(DATABASE, protection());
        return ClusterSnapshots.of(
                ClusterHaSettings.usual(CLUSTER, uses), facts(List.of(READY, LICENSED, DEAD), List.of(rules), vms));
    }

    private static OwnedVm owned(VmId vm, HostId host) {
        return new OwnedVm(new Owner(vm, host, new VmEpoch(1), Owner.DesiredState.RUNNING, null), 1);
    }

    private static Protection protection() {
        return new Protection(
                DATABASE,
                "database",
                CLUSTER,
                Protection.Priority.HIGH,
                new TreeSet<>(),
                new Protection.Policies(
                        Protection.IsolationPolicy.KEEP_RUNNING,
                        Protection.StorageLossPolicy.KEEP_PAUSED,
                        Protection.HealthPolicy.PROCESS_ENDS),
                POOL,
                "ab".repeat(32),
                Mebibytes.ofGibibytes(1),
                1,
                new TreeSet<>());
    }

    private static ClusterRules must(Rule... rules) {
        return new ClusterRules(CLUSTER, List.of(rules), List.of(), new TreeMap<>());
    }

    private static Found restart(ClusterRules rules) {
        return Objects.requireNonNull(new SchedulerPlacement()
                .in(databaseWasOnTheDeadHost(rules))
                .place(new TreeSet<>(List.of(DEAD)), List.of(DATABASE))
                .get(DATABASE));
    }

    @Test
    void aRestartAvoidsTheHostsThatRulesForbid() {
        var vms = new TreeSet<>(List.of(DATABASE));
        assertThat(restart(must(new Rule.NeverOn("licence", vms, new TreeSet<>(List.of(READY))))))
                .isEqualTo(new Found.On(LICENSED));
        assertThat(restart(must(new Rule.NeverOn("licence", vms, new TreeSet<>(List.of(LICENSED))))))
                .isEqualTo(new Found.On(READY));
        assertThat(restart(must(new Rule.OnlyOn("licence", vms, new TreeSet<>(List.of(LICENSED))))))
                .isEqualTo(new Found.On(LICENSED));
    }

    /** Also from one that HA leaves alone: only ZooKeeper's owner node says where that is. */
    @Test
    void aRestartAvoidsTheHostOfAVmItIsKeptApartFrom() {
        var both = new TreeSet<>(List.of(DATABASE, REPLICA));
        assertThat(restart(must(new Rule.KeepApart("replicas", both)))).isEqualTo(new Found.On(LICENSED));
    }

    @Test
    void aVmThatIsToBeBesideOthersPrefersTheirHost() {
        var both = new TreeSet<>(List.of(DATABASE, REPLICA));
        var rules = new ClusterRules(
                CLUSTER,
                List.of(),
                List.of(new Preference.Should(new Rule.KeepTogether("friends", both), 1e5)),
                new TreeMap<>());
        assertThat(restart(rules)).isEqualTo(new Found.On(READY));
    }

    @Test
    void aVmThatNoRuleLeavesAHostWaitsAndTheReasonNamesTheRules() {
        var both = new TreeSet<>(List.of(DATABASE, REPLICA));
        var vms = new TreeSet<>(List.of(DATABASE));
        assertThat(restart(must(
                        new Rule.KeepApart("replicas", both),
                        new Rule.NeverOn("licence", vms, new TreeSet<>(List.of(LICENSED))))))
                .isInstanceOfSatisfying(
                        Found.Nowhere.class,
                        nowhere -> assertThat(nowhere.reason()).contains("replicas", "licence"));
    }

    @Test
    void zonesOfHostsCountWhereRulesAskForThem() {
        var both = new TreeSet<>(List.of(DATABASE, REPLICA));
        var zones = new TreeMap<HostId, SortedMap<String, String>>();
        zones.put(READY, new TreeMap<>(Map.of("rack", "r1")));
        zones.put(LICENSED, new TreeMap<>(Map.of("rack", "r2")));
        var rules = new ClusterRules(
                CLUSTER, List.of(), List.of(new Preference.SpreadOverZones("racks", both, "rack", 1e5)), zones);
        var cluster = databaseWasOnTheDeadHost(rules);
        assertThat(cluster.preferences()).isEqualTo(rules.should());
        assertThat(cluster.hosts().values().stream().map(host -> host.zones().get("rack")))
                .containsExactly("r1", "r2", null);
    }
}
