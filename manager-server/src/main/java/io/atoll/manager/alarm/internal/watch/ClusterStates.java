package io.atoll.manager.alarm.internal.watch;

import io.atoll.manager.alarm.internal.definition.StateProperty;
import io.atoll.manager.inventory.CpuConcerns;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.placement.RuleBreaches;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.resourcepool.PoolStandings;
import io.atoll.model.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is wrong with clusters as a whole, in sentences by cluster; one thread at a time. */
@Component
class ClusterStates {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterStates.class);
    private final JdbcClient jdbc;
    private final RuleBreaches rules;
    private final PoolStandings pools;
    private final CpuConcerns processors;
    /** What takes a snapshot of a cluster is not asked every time: that of 20,000 VMs is no small thing. */
    private final Duration snapshotEvery;

    private final Map<StateProperty, Known> known = new TreeMap<>();

    ClusterStates(
            JdbcClient jdbc,
            RuleBreaches rules,
            PoolStandings pools,
            CpuConcerns processors,
            @Value("${atoll.alarm.look-at-clusters-every:20s}") Duration snapshotEvery) {
        this.jdbc = jdbc;
        this.rules = rules;
        this.pools = pools;
        this.processors = processors;
        this.snapshotEvery = snapshotEvery;
    }

    private record Known(Instant at, SortedMap<ClusterId, String> reasons) {}

    /** Of those properties that somebody asks about; a cluster of which nothing is wrong is not there. */
    SortedMap<ClusterId, String> of(StateProperty property, Set<StateProperty> wanted, Instant now) {
        if (!wanted.contains(property)) {
            return new TreeMap<>();
        }
        return switch (property) {
            case ROLLING_MAINTENANCE_STATE -> stoppedSets();
            case PLACEMENT_RULE_STATE -> lately(property, now, "placement_rule", rules::of);
            case CPU_BASELINE_STATE -> lately(property, now, "host", processors::concerns);
            case RESOURCE_POOL_STATE -> lately(property, now, "resource_pool", pools::overcommitted);
            case CONNECTION_STATE,
                    DRAIN_STATE,
                    POWER_SAVING_STATE,
                    POWER_CONTROL_STATE,
                    POWER_STATE,
                    HA_STATE,
                    POOL_STATE,
                    TASK_STATE,
                    HA_CONCERN -> throw new IllegalArgumentException(property + " is not asked for here.");
        };
    }

    private SortedMap<ClusterId, String> stoppedSets() {
        var found = new TreeMap<ClusterId, String>();
        jdbc.sql("""
                select r.cluster_id, string_agg(h.host_name || ': ' || h.reason, ' ' order by h.ordinal) as reason
                  from rolling_maintenance r join rolling_host h on h.rolling_id = r.id
                 where r.ended_at is null and h.state = 'FAILED' group by r.cluster_id""").query(columns -> {
            var row = new Row(columns);
            found.put(new ClusterId(row.uuid("cluster_id")), row.text("reason"));
        });
        return found;
    }

    private SortedMap<ClusterId, String> lately(
            StateProperty property, Instant now, String table, Function<ClusterId, List<String>> ask) {
        var last = known.get(property);
        if (last != null && Duration.between(last.at, now).abs().compareTo(snapshotEvery) < 0) {
            return last.reasons;
        }
        var reasons = new TreeMap<ClusterId, String>();
        for (var cluster : clustersWith(table)) {
            try {
                var sentences = ask.apply(cluster);
                if (!sentences.isEmpty()) {
                    reasons.put(cluster, String.join(" ", sentences));
                }
            } catch (AtollException | DataAccessException e) {
                keep(cluster, last, reasons, e);
            }
        }
        known.put(property, new Known(now, reasons));
        return reasons;
    }

    /** What cannot be looked at now stays as it was last seen, unless the cluster was deleted a moment ago. */
    private static void keep(
            ClusterId cluster, @Nullable Known last, SortedMap<ClusterId, String> reasons, RuntimeException why) {
        if (why instanceof AtollException refusal && refusal.code() == ErrorCode.CLUSTER_NOT_FOUND) {
            return;
        }
        LOG.warn("cluster={} cannot be looked at for alarms: {}", cluster, why.getMessage());
        var before = last == null ? null : last.reasons.get(cluster);
        if (before != null) {
            reasons.put(cluster, before);
        }
    }

    private List<ClusterId> clustersWith(String table) {
        return new ArrayList<>(jdbc.sql("select distinct cluster_id from " + table + " order by cluster_id")
                .query((row, _) -> new ClusterId(new Row(row).uuid("cluster_id")))
                .list());
    }
}
