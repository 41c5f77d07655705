package io.atoll.manager.dpm.internal.round;

import io.atoll.drs.power.HostPower;
import io.atoll.drs.power.PowerPast;
import io.atoll.drs.power.ZoneLimit;
import io.atoll.manager.dpm.internal.book.ParkedHostStore;
import io.atoll.manager.dpm.internal.book.RollingHosts;
import io.atoll.manager.dpm.internal.book.RoomWishes;
import io.atoll.manager.dpm.internal.book.RoomWishes.Wish;
import io.atoll.manager.dpm.internal.book.SpanStore;
import io.atoll.manager.dpm.internal.book.Trouble;
import io.atoll.manager.dpm.internal.book.TroubleStore;
import io.atoll.manager.dpm.internal.settings.DpmSettings;
import io.atoll.manager.drs.StayingVms;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.metrics.SampleHistory;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads what a round is decided from, in a fixed number of queries. */
@Component
class DpmFactsReader {
    private static final double MHZ_PER_VCPU = 1_000;

    private final LiveClusters clusters;
    private final SampleHistory samples;
    private final DemandPast demand;
    private final Mobility mobility;
    private final io.atoll.manager.power.HostPower power;
    private final Books books;
    private final JdbcClient jdbc;

    DpmFactsReader(
            LiveClusters clusters,
            SampleHistory samples,
            DemandPast demand,
            Mobility mobility,
            io.atoll.manager.power.HostPower power,
            Books books,
            JdbcClient jdbc) {
        this.clusters = clusters;
        this.samples = samples;
        this.demand = demand;
        this.mobility = mobility;
        this.power = power;
        this.books = books;
        this.jdbc = jdbc;
    }

    /** Who can be moved, and who is not to be. */
    @Component("dpmMobility")
    record Mobility(VmSubtasks vms, StayingVms staying) {}

    /** What power saving has written down itself. */
    @Component("dpmBooks")
    record Books(
            ParkedHostStore hosts, SpanStore spans, TroubleStore troubles, RoomWishes wishes, RollingHosts rolling) {}

    /** What is read in one look is of one moment. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public DpmFacts read(Cluster cluster, DpmSettings settings, Instant now) {
        var live = clusters.now(cluster);
        var timing = settings.timing();
        var wake = Duration.ofMinutes(timing.wakeMinutes());
        var park = Duration.ofMinutes(timing.parkMinutes());
        var history = samples.ofCluster(
                cluster.id(),
                park.compareTo(wake) > 0 ? park : wake,
                EnumSet.of(VmFigure.CPU_USED, VmFigure.CPU_READY));
        var use = new VmUse(history);
        var powers = power.facts(cluster.id());
        var parked = books.hosts.of(cluster.id());
        var troubles = standing(cluster, now);
        var never = mobility.staying.never(cluster.id());
        var back = books.spans.backSince(cluster.id());
        var wishes = books.wishes.of(cluster.id());
        var wished = new WishedRules(wishes.stream()
                .filter(wish -> !live.vms().containsKey(wish.vm()))
                .toList());
        var rolling = books.rolling.of(cluster.id());
        var translation = new HostFacts(settings, parked, troubles, rolling, back, powers);
        var model = live.model()
                .withHosts(live.model().hosts().values().stream()
                        .map(translation::model)
                        .toList())
                .withRules(wished.joined(live.model().rules()))
                .withVms(vms(live, never, use, wishes));
        var hosts = new TreeMap<HostId, HostPower>();
        live.hosts()
                .forEach((id, host) -> hosts.put(
                        id,
                        translation.facts(
                                host, live.model(), use.of(model, id, wake, park), namesOn(id, live.model(), never))));
        return new DpmFacts(
                model,
                use.minutesPerSample(),
                hosts,
                past(cluster, now),
                live.hosts(),
                powers,
                parked,
                troubles,
                new DpmFacts.Rules(zones(live, wished), rolling));
    }

    private static List<ZoneLimit> zones(LiveCluster live, WishedRules wished) {
        return live.limits().stream()
                .map(limit ->
                        new ZoneLimit(limit.ruleName(), limit.vms(), limit.label(), limit.mostVms(), limit.everyZone()))
                .map(wished::joined)
                .toList();
    }

    private static List<String> namesOn(HostId host, io.atoll.model.cluster.Cluster cluster, SortedSet<VmId> vms) {
        return vms.stream()
                .map(id -> cluster.vms().get(id))
                .filter(vm -> vm != null && host.equals(vm.host()))
                .map(Vm::name)
                .sorted()
                .toList();
    }

    private SortedMap<HostId, Trouble> standing(Cluster cluster, Instant now) {
        var standing = new TreeMap<HostId, Trouble>();
        books.troubles.of(cluster.id()).forEach((host, trouble) -> {
            if (trouble.holds(now)) {
                standing.put(host, trouble);
            }
        });
        return standing;
    }

    /** VMs that run, those that want room, and protected ones on hosts that are silent: HA looks for room for them. */
    private List<Vm> vms(LiveCluster live, SortedSet<VmId> never, VmUse use, List<Wish> wishes) {
        var id = live.settings().id();
        var movable = new TreeSet<>(mobility.vms.movable(id));
        movable.removeAll(never);
        var homeless = homeless(live);
        var wanted = new TreeMap<VmId, Wish>();
        wishes.forEach(wish -> wanted.put(wish.vm(), wish));
        var found = new ArrayList<Vm>();
        for (var vm : live.model().vms().values()) {
            if (homeless.contains(vm.id())) {
                found.add(vm.on(null));
            } else if (vm.host() != null || wanted.containsKey(vm.id())) {
                wanted.remove(vm.id());
                found.add(use.sampled(movable.contains(vm.id()) ? vm : vm.held()));
            }
        }
        wanted.values().forEach(wish -> found.add(model(wish)));
        return found;
    }

    private static Vm model(Wish wish) {
        return new Vm(
                wish.vm(),
                wish.vmName(),
                null,
                Vm.Cpu.of(wish.vcpuCount(), new Megahertz(wish.vcpuCount() * MHZ_PER_VCPU)),
                Vm.Memory.of(wish.memory()),
                new Vm.Needs(wish.pools(), wish.networks(), wish.features()),
                Vm.Standing.USUAL);
    }

    /** As long as room is found for them on hosts that are awake, they wake nobody; and HA starts them there. */
    private SortedSet<VmId> homeless(LiveCluster live) {
        return new TreeSet<>(jdbc.sql("""
                select v.id from vm v join host h on h.id = v.host_id
                 where v.cluster_id = :cluster and v.ha_protected and v.power_state = 'UNKNOWN' and h.state <> 'READY'""")
                .param("cluster", live.settings().id().value())
                .query((row, _) -> new VmId(new Row(row).uuid("id")))
                .list());
    }

    private PowerPast past(Cluster cluster, Instant now) {
        var known = demand.of(cluster.id(), now);
        return jdbc.sql("select at, steady_since from dpm_round where cluster_id = :cluster order by at desc limit 1")
                .param("cluster", cluster.id().value())
                .query((columns, _) -> {
                    var row = new Row(columns);
                    return new PowerPast(row.instant("at"), row.instantOrNull("steady_since"), known);
                })
                .optional()
                .orElseGet(() -> PowerPast.NONE.with(known));
    }
}
