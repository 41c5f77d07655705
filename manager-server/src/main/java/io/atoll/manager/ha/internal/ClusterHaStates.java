package io.atoll.manager.ha.internal;

import io.atoll.ha.admission.Admission;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.ha.zk.facts.Alarms;
import io.atoll.manager.cluster.ZookeeperAddress;
import io.atoll.manager.ha.HaColumns;
import io.atoll.manager.ha.HaSight.Seen;
import io.atoll.manager.ha.internal.HaAlarms.Alarm;
import io.atoll.manager.ha.internal.HaAlarms.Coordination;
import io.atoll.manager.ha.internal.HaAlarms.Situation;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How HA stands in a cluster now, as clients see it; put together from what this manager sees itself. */
@Component
public class ClusterHaStates {
    private static final int SEQUENCE_DIGITS = 10;

    private final Inventory inventory;
    private final HaDoubt doubt;
    private final ZookeeperConnection zookeeper;
    private final ZookeeperAddress address;
    private final AdmissionDesk admission;
    private final JdbcClient jdbc;
    private final Clock clock;

    ClusterHaStates(
            Inventory inventory,
            HaDoubt doubt,
            ZookeeperConnection zookeeper,
            ZookeeperAddress address,
            AdmissionDesk admission,
            JdbcClient jdbc,
            Clock clock) {
        this.inventory = inventory;
        this.doubt = doubt;
        this.zookeeper = zookeeper;
        this.address = address;
        this.admission = admission;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * How HA stands in a cluster.
     *
     * @param effective whether a host that dies now would have its protected VMs restarted; alarms say why not
     * @param leaderHostId the host whose agent leads HA; null: none does, or nobody knows
     * @param failuresTolerated whether the host failures that are to be tolerated would be survived now
     */
    public record StateView(
            UUID clusterId,
            boolean enabled,
            boolean armed,
            boolean effective,
            @Nullable UUID leaderHostId,
            int hostFailuresToTolerate,
            boolean failuresTolerated,
            VmCounts vms,
            List<AlarmView> alarms,
            List<HostView> hosts) {}

    /** VMs by how HA stands to them. */
    public record VmCounts(int wanted, int protectedNow, int unprotected, int restarting) {
        /** While nobody can see it, nothing counts as protected or under way. */
        VmCounts nothingSure() {
            return new VmCounts(wanted, 0, protectedNow + unprotected + restarting, 0);
        }
    }

    /** One alarm. {@code blocking}: while it is up HA restarts nothing. */
    public record AlarmView(
            String code,
            String detail,
            boolean blocking,
            @Nullable UUID hostId) {}

    /**
     * One host as HA sees it.
     *
     * @param beatAgeMs for how long its beat has stood still, as this manager sees it; null: it never beat, or nobody knows
     * @param slotPoolIds the pools on which it says it renews its slot
     * @param notCapable why it could not do HA, in its own words
     * @param fenced its VMs were taken, and it has not come back yet
     */
    public record HostView(
            UUID hostId,
            String name,
            boolean agentConnected,
            @Nullable Long beatAgeMs,
            List<UUID> slotPoolIds,
            List<String> notCapable,
            boolean known,
            boolean fenced,
            @Nullable String evidence) {}

    public StateView of(ClusterId id) {
        var cluster = inventory
                .cluster(id)
                .orElseThrow(
                        () -> new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(id)));
        var situation = situation(cluster);
        var leaderless = doubt.leaderless();
        var unsure = leaderless.isPresent() || situation.seen().isEmpty();
        var alarms = new ArrayList<Alarm>();
        leaderless.ifPresent(why -> alarms.add(new Alarm("NO_MANAGER_LEADS", why.text(), why.zookeeperAway(), null)));
        alarms.addAll(HaAlarms.of(situation));
        alarms.addAll(saidByTheLeader(situation));
        var leader = situation.coordination().leader();
        return new StateView(
                id.value(),
                cluster.ha().enabled(),
                cluster.ha().armed(),
                alarms.stream().noneMatch(Alarm::blocks),
                leader == null ? null : leader.value(),
                cluster.ha().hostFailuresToTolerate(),
                !unsure
                        && situation.admission() instanceof Admission.Tolerated
                        && HaAlarms.failuresAreNoticed(situation),
                unsure ? counts(id).nothingSure() : counts(id),
                alarms.stream().map(ClusterHaStates::view).toList(),
                situation.hosts().stream()
                        .map(host -> view(host, situation.seen(), leaderless.isEmpty()))
                        .toList());
    }

    List<Alarm> alarms(Cluster cluster) {
        var situation = situation(cluster);
        var alarms = new ArrayList<>(HaAlarms.of(situation));
        alarms.addAll(saidByTheLeader(situation));
        return List.copyOf(alarms);
    }

    /** What the HA leader alone can know: a storm, VMs without room, a host in quarantine; nothing where HA is off. */
    private List<Alarm> saidByTheLeader(Situation situation) {
        if (situation.seen().isEmpty() || !situation.cluster().ha().enabled()) {
            return List.of();
        }
        try {
            return new Alarms(zookeeper)
                    .read(situation.cluster().id()).values().stream()
                            .map(text -> new Alarm("HA_LEADER_SAYS", text, false, null))
                            .toList();
        } catch (ZookeeperUnavailableException _) {
            return List.of();
        }
    }

    static AlarmView view(Alarm alarm) {
        return new AlarmView(alarm.code(), alarm.detail(), alarm.blocks(), alarm.hostId());
    }

    private Situation situation(Cluster cluster) {
        var seen = doubt.seen();
        var hosts = inventory.hosts(cluster.id()).stream()
                .filter(host -> host.link().phase() != HostPhase.REVOKED)
                .toList();
        return new Situation(
                cluster,
                seen,
                hosts,
                asleep(cluster.id()),
                new Coordination(
                        address.connect(),
                        address.embedded(),
                        seen.flatMap(_ -> leader(cluster.id())).orElse(null)),
                names("""
                        select distinct p.name from pool p join pool_host ph on ph.pool_id = p.id
                         where p.cluster_id = :cluster and p.state = 'READY' and ph.reachable and not ph.direct_io
                         order by p.name""", cluster.id()),
                names("""
                        select v.name from vm v join vm_protection p on p.vm_id = v.id
                         where v.cluster_id = :cluster and %s = 'UNPROTECTED' order by v.name
                        """.formatted(HaColumns.STATE), cluster.id()),
                admission.now(cluster),
                clock.instant());
    }

    private SortedSet<HostId> asleep(ClusterId cluster) {
        return new TreeSet<>(jdbc.sql("""
                select host_id from dpm_host
                 where cluster_id = :cluster and state in ('SWITCHING_OFF', 'ASLEEP', 'WAKING')""")
                .param("cluster", cluster.value())
                .query((row, _) -> new HostId(row.getObject("host_id", UUID.class)))
                .list());
    }

    private List<String> names(String sql, ClusterId cluster) {
        return jdbc.sql(sql)
                .param("cluster", cluster.value())
                .query((row, _) -> row.getString("name"))
                .list();
    }

    private VmCounts counts(ClusterId cluster) {
        return jdbc.sql("""
                select count(*) filter (where v.ha_protected) as wanted,
                       count(*) filter (where v.ha = 'PROTECTED') as protected,
                       count(*) filter (where v.ha = 'UNPROTECTED') as unprotected,
                       count(*) filter (where v.ha = 'RESTARTING') as restarting
                  from (select v.ha_protected, %s as ha from vm v left join vm_protection p on p.vm_id = v.id
                         where v.cluster_id = :cluster) v
                """.formatted(HaColumns.STATE))
                .param("cluster", cluster.value())
                .query((row, _) -> new VmCounts(
                        row.getInt("wanted"),
                        row.getInt("protected"),
                        row.getInt("unprotected"),
                        row.getInt("restarting")))
                .single();
    }

    private static HostView view(Host host, Optional<Seen> seen, boolean heard) {
        var facts = seen.map(known -> known.facts().hosts().get(host.id()));
        var fence = seen.map(known -> known.facts().fences().get(host.id()));
        return new HostView(
                host.id().value(),
                host.name(),
                heard && host.isReady(),
                seen.flatMap(known -> known.beatAge(host.id()))
                        .map(age -> (Long) age.toMillis())
                        .orElse(null),
                facts.map(known -> known.slotPools().stream()
                                .map(pool -> pool.value())
                                .toList())
                        .orElse(List.of()),
                facts.map(known -> known.notEffective()).orElse(List.of()),
                facts.isPresent(),
                fence.map(known -> !known.isOpen()).orElse(false),
                seen.flatMap(known -> Optional.ofNullable(known.beats().get(host.id()))
                                .flatMap(last -> Optional.ofNullable(
                                                known.facts().evidence().get(host.id()))
                                        .filter(evidence -> evidence.holdsFor(last.beat()))))
                        .map(evidence -> "%s by %s at %s".formatted(evidence.kind(), evidence.by(), evidence.at()))
                        .orElse(null));
    }

    /** The agent whose node in the election is the oldest. */
    private Optional<HostId> leader(ClusterId cluster) {
        var path = zookeeper.layout().haLeaderLatch(cluster);
        try {
            return ZookeeperConnection.perform("looking for the HA leader", () -> {
                try {
                    var first = zookeeper.client().getChildren().forPath(path).stream()
                            .filter(child -> child.length() > SEQUENCE_DIGITS)
                            .min(Comparator.comparing(child -> child.substring(child.length() - SEQUENCE_DIGITS)));
                    return first.isEmpty() ? Optional.<HostId>empty() : host(path + "/" + first.get());
                } catch (KeeperException.NoNodeException _) {
                    return Optional.<HostId>empty();
                }
            });
        } catch (ZookeeperUnavailableException _) {
            return Optional.empty();
        }
    }

    private Optional<HostId> host(String path) throws Exception {
        try {
            var data = zookeeper.client().getData().forPath(path);
            return Optional.of(HostId.parse(new String(data, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | KeeperException.NoNodeException _) {
            return Optional.empty();
        }
    }
}
