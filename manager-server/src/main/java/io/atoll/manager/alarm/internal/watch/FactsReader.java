package io.atoll.manager.alarm.internal.watch;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.internal.definition.AlarmDefinition;
import io.atoll.manager.alarm.internal.definition.AlarmFigure;
import io.atoll.manager.alarm.internal.definition.Condition.ConditionType;
import io.atoll.manager.alarm.internal.definition.StateProperty;
import io.atoll.manager.alarm.internal.watch.WatchedObject.Concern;
import io.atoll.manager.alarm.internal.watch.WatchedObject.Identity;
import io.atoll.manager.alarm.internal.watch.WatchedObject.Measured;
import io.atoll.manager.ha.HaColumns;
import io.atoll.manager.ha.HaConcerns;
import io.atoll.manager.ha.HaConcerns.HaConcern;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.metrics.HostFigure;
import io.atoll.manager.metrics.RecentSamples;
import io.atoll.manager.metrics.RecentSamples.Recent;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.model.ClusterId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what the definitions ask about: a query for each kind of object that any of them is about. */
@Component
class FactsReader {
    private static final int MILLICORES = 1_000;
    private static final double PERCENT = 100;
    private static final double GIB = 1L << 30;
    private static final Duration TASKS_WITHIN = Duration.ofDays(1);
    private static final int MOST_TASKS = 1_000;

    private final JdbcClient jdbc;
    private final RecentSamples samples;
    private final HaConcerns ha;
    private final ClusterStates clusterStates;

    FactsReader(JdbcClient jdbc, RecentSamples samples, HaConcerns ha, ClusterStates clusterStates) {
        this.jdbc = jdbc;
        this.samples = samples;
        this.ha = ha;
        this.clusterStates = clusterStates;
    }

    List<WatchedObject> read(Collection<AlarmDefinition> definitions, Instant now) {
        var kinds = EnumSet.noneOf(AlarmObjectKind.class);
        var figures = EnumSet.noneOf(AlarmFigure.class);
        var properties = EnumSet.noneOf(StateProperty.class);
        for (var definition : definitions) {
            if (definition.enabled()) {
                kinds.add(definition.objectKind());
                if (definition.condition().type() == ConditionType.METRIC) {
                    figures.add(definition.condition().figureOf(definition.objectKind()));
                } else {
                    properties.add(definition.condition().propertyOf(definition.objectKind()));
                }
            }
        }
        var found = new ArrayList<WatchedObject>();
        for (var kind : kinds) {
            found.addAll(
                    switch (kind) {
                        case HOST -> hosts(figures, now);
                        case VM -> vms(figures);
                        case POOL -> pools(now);
                        case CLUSTER -> clusters(properties, now);
                        case TASK -> tasks(now);
                    });
        }
        return found;
    }

    private List<WatchedObject> hosts(Set<AlarmFigure> figures, Instant now) {
        var recent = samples.hosts(sampled(figures, AlarmObjectKind.HOST, HostFigure.class));
        return jdbc.sql("""
                select h.id, h.name, h.cluster_id, h.labels, h.state, h.cpu_count, h.memory_mib, h.certificate_until,
                       h.clock_skew_ms, %s
                  from host h where h.state <> 'REVOKED' order by h.id""".formatted(HostStates.COLUMNS))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((columns, _) -> {
                    var row = new Row(columns);
                    var state = row.text("state");
                    var size = new Size(row.integer("cpu_count"), row.bigint("memory_mib"));
                    var known = state.equals(HostPhase.READY.name())
                            ? measured(figures, AlarmObjectKind.HOST, size, recent.get(row.uuid("id")))
                            : new HashMap<AlarmFigure, Measured>();
                    var until = row.instantOrNull("certificate_until");
                    if (until != null) {
                        var days = Duration.between(now, until).toSeconds()
                                / (double) Duration.ofDays(1).toSeconds();
                        known.put(AlarmFigure.HOST_CERTIFICATE_LEFT, new Measured(days, now));
                    }
                    var skew = row.bigintOrNull("clock_skew_ms");
                    if (skew != null && state.equals(HostPhase.READY.name())) {
                        known.put(AlarmFigure.HOST_CLOCK_SKEW, new Measured(Math.abs((double) skew), now));
                    }
                    var stands = HostStates.of(row);
                    return new WatchedObject(
                            identity(AlarmObjectKind.HOST, row),
                            null,
                            stands.asleep(),
                            known,
                            stands.states(),
                            stands.reasons(),
                            List.of());
                })
                .list();
    }

    private List<WatchedObject> vms(Set<AlarmFigure> figures) {
        var recent = samples.vms(sampled(figures, AlarmObjectKind.VM, VmFigure.class));
        return jdbc.sql("""
                select v.id, v.name, v.cluster_id, v.labels, v.power_state, v.vcpu_count, v.memory_mib, %s as ha_state
                  from vm v left join vm_protection p on p.vm_id = v.id order by v.id""".formatted(HaColumns.STATE))
                .query((columns, _) -> {
                    var row = new Row(columns);
                    var state = VmPowerState.valueOf(row.text("power_state"));
                    var size = new Size(row.integer("vcpu_count"), row.bigint("memory_mib"));
                    var known = state.occupiesHost() && state != VmPowerState.UNKNOWN
                            ? measured(figures, AlarmObjectKind.VM, size, recent.get(row.uuid("id")))
                            : new HashMap<AlarmFigure, Measured>();
                    var states = Map.of(
                            StateProperty.POWER_STATE, state.name(), StateProperty.HA_STATE, row.text("ha_state"));
                    return object(AlarmObjectKind.VM, row, !state.occupiesHost(), known, states);
                })
                .list();
    }

    /** How full it is was said by a host: while none of those that reach it is connected, nobody knows. */
    private List<WatchedObject> pools(Instant now) {
        return jdbc.sql("""
                select p.id, p.name, p.cluster_id, p.labels, p.state, p.capacity_bytes, p.used_bytes,
                       count(h.id) filter (where ph.reachable) as seen_by,
                       count(h.id) filter (where not ph.reachable) as not_seen_by
                  from pool p left join pool_host ph on ph.pool_id = p.id
                       left join host h on h.id = ph.host_id and h.state = 'READY'
                 group by p.id order by p.id""")
                .query((columns, _) -> {
                    var row = new Row(columns);
                    var known = new HashMap<AlarmFigure, Measured>();
                    var capacity = row.bigintOrNull("capacity_bytes");
                    var used = row.bigintOrNull("used_bytes");
                    if (capacity != null && used != null && capacity > 0 && row.integer("seen_by") > 0) {
                        known.put(AlarmFigure.POOL_USED, new Measured(PERCENT * used / capacity, now));
                        known.put(AlarmFigure.POOL_FREE, new Measured(Math.max(0, capacity - used) / GIB, now));
                    }
                    known.put(AlarmFigure.POOL_UNREACHABLE, new Measured(row.integer("not_seen_by"), now));
                    return object(
                            AlarmObjectKind.POOL,
                            row,
                            false,
                            known,
                            Map.of(StateProperty.POOL_STATE, row.text("state")));
                })
                .list();
    }

    private List<WatchedObject> clusters(Set<StateProperty> properties, Instant now) {
        var stopped = clusterStates.of(StateProperty.ROLLING_MAINTENANCE_STATE, properties, now);
        var broken = clusterStates.of(StateProperty.PLACEMENT_RULE_STATE, properties, now);
        var over = clusterStates.of(StateProperty.RESOURCE_POOL_STATE, properties, now);
        var lacking = clusterStates.of(StateProperty.CPU_BASELINE_STATE, properties, now);
        var concerns = ha.standing().stream()
                .collect(Collectors.groupingBy(concern -> concern.cluster().value()));
        return jdbc.sql("""
                select c.id, c.name, c.id as cluster_id, c.labels,
                       (select count(*) from host h where h.cluster_id = c.id and h.state not in ('READY', 'REVOKED')
                               and not %s and not (h.state = 'DISCONNECTED' and %s)) as not_ready
                  from cluster c order by c.id""".formatted(HostStates.IS_ASLEEP, HostStates.IS_OFF_ON_PURPOSE))
                .query((columns, _) -> {
                    var row = new Row(columns);
                    var cluster = new ClusterId(row.uuid("id"));
                    var states = new EnumMap<StateProperty, String>(StateProperty.class);
                    var reasons = new EnumMap<StateProperty, String>(StateProperty.class);
                    add(StateProperty.ROLLING_MAINTENANCE_STATE, stopped.get(cluster), states, reasons);
                    add(StateProperty.PLACEMENT_RULE_STATE, broken.get(cluster), states, reasons);
                    add(StateProperty.RESOURCE_POOL_STATE, over.get(cluster), states, reasons);
                    add(StateProperty.CPU_BASELINE_STATE, lacking.get(cluster), states, reasons);
                    return new WatchedObject(
                            identity(AlarmObjectKind.CLUSTER, row),
                            null,
                            false,
                            Map.of(AlarmFigure.CLUSTER_HOSTS_NOT_READY, new Measured(row.integer("not_ready"), now)),
                            states,
                            reasons,
                            merged(concerns.getOrDefault(row.uuid("id"), List.of())));
                })
                .list();
    }

    /** In a cluster a property has one state that is worth an alarm. */
    private static void add(
            StateProperty property,
            @Nullable String reason,
            Map<StateProperty, String> states,
            Map<StateProperty, String> reasons) {
        if (reason != null) {
            states.put(property, property.known().getFirst());
            reasons.put(property, reason);
        }
    }

    /** What HA says of one host under one code is one concern, however many sentences it takes. */
    private static List<Concern> merged(List<HaConcern> said) {
        var byTopic = new TreeMap<String, Concern>();
        for (var one : said) {
            var topic = one.host() == null ? one.code() : one.code() + ":" + one.host();
            byTopic.merge(
                    topic,
                    new Concern(topic, one.code(), one.detail(), one.blocks()),
                    (first, more) -> new Concern(
                            topic,
                            first.code(),
                            first.detail() + " " + more.detail(),
                            first.blocks() || more.blocks()));
        }
        return List.copyOf(byTopic.values());
    }

    private List<WatchedObject> tasks(Instant now) {
        return jdbc.sql("""
                select t.id, t.kind as name, t.ended_at,
                       (select o.object_id from task_object o where o.task_id = t.id and o.kind = 'cluster' limit 1)::uuid
                           as cluster_id
                  from task t
                 where t.state = 'FAILED' and t.ended_at is not null
                   and (t.ended_at > :since or exists (select 1 from alarm a where a.object_id = t.id
                                                          and (a.state <> 'CLEARED' or a.muted)))
                 order by t.ended_at desc limit :most""")
                .param("since", now.minus(TASKS_WITHIN).atOffset(ZoneOffset.UTC))
                .param("most", MOST_TASKS)
                .query((columns, _) -> {
                    var row = new Row(columns);
                    return new WatchedObject(
                            new Identity(
                                    AlarmObjectKind.TASK,
                                    row.uuid("id"),
                                    row.text("name"),
                                    row.uuidOrNull("cluster_id"),
                                    new TreeMap<>()),
                            row.instant("ended_at"),
                            false,
                            Map.of(),
                            Map.of(StateProperty.TASK_STATE, "FAILED"),
                            Map.of(),
                            List.of());
                })
                .list();
    }

    private static WatchedObject object(
            AlarmObjectKind kind,
            Row row,
            boolean idle,
            Map<AlarmFigure, Measured> figures,
            Map<StateProperty, String> states)
            throws SQLException {
        return new WatchedObject(identity(kind, row), null, idle, figures, states, Map.of(), List.of());
    }

    private static Identity identity(AlarmObjectKind kind, Row row) throws SQLException {
        return new Identity(kind, row.uuid("id"), row.text("name"), row.uuidOrNull("cluster_id"), row.labels("labels"));
    }

    /** What an object's figures are shown as a part of. */
    private record Size(int cpuCount, long memoryMiB) {}

    private static <F extends Enum<F>> Set<F> sampled(Set<AlarmFigure> figures, AlarmObjectKind kind, Class<F> type) {
        var wanted = EnumSet.noneOf(type);
        for (var figure : figures) {
            if (figure.kind() == kind && figure.sample() != null) {
                wanted.add(type.cast(figure.sample()));
            }
        }
        return wanted;
    }

    private static Map<AlarmFigure, Measured> measured(
            Set<AlarmFigure> figures, AlarmObjectKind kind, Size size, @Nullable Recent recent) {
        var known = new HashMap<AlarmFigure, Measured>();
        if (recent == null) {
            return known;
        }
        for (var figure : figures) {
            var sample = figure.sample();
            var mean = figure.kind() == kind && sample != null ? recent.means().get(sample) : null;
            if (mean != null) {
                double value = switch (figure.share()) {
                    case NONE -> mean;
                    case OF_PROCESSORS -> PERCENT * mean / ((double) MILLICORES * size.cpuCount);
                    case OF_MEMORY -> PERCENT * mean / size.memoryMiB;
                };
                if (Double.isFinite(value)) {
                    known.put(figure, new Measured(value, recent.until()));
                }
            }
        }
        return known;
    }
}
