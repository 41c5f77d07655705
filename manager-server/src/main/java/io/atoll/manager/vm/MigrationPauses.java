package io.atoll.manager.vm;

import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How long guests stood still when they were migrated: the best there is to say how long they will the next time. */
@Component
public class MigrationPauses {
    private static final int DAYS = 30;
    private static final int MIGRATIONS_OF_A_VM = 5;

    private final JdbcClient jdbc;

    MigrationPauses(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What to expect of the VMs of one cluster, in milliseconds.
     *
     * @param medians of each VM's newest migrations
     * @param ofOthers the median of all these, for a VM that has not moved; null: nobody has
     */
    public record Expected(
            SortedMap<VmId, Long> medians, @Nullable Long ofOthers) {
        public Expected {
            medians = Collections.unmodifiableSortedMap(new TreeMap<>(medians));
        }

        /** Null: nobody can say yet. */
        public @Nullable Long ofMs(VmId vm) {
            var own = medians.get(vm);
            return own == null ? ofOthers : own;
        }
    }

    /** Of the last five migrations of each VM within 30 days. */
    public Expected expected(ClusterId cluster, Instant now) {
        var medians = new TreeMap<VmId, Long>();
        var ofOthers = new TreeMap<Boolean, Long>();
        jdbc.sql("""
                with recent as (
                    select m.vm_id, m.downtime_ms,
                           row_number() over (partition by m.vm_id order by m.ended_at desc) as place
                      from vm_migration m join vm v on v.id = m.vm_id
                     where v.cluster_id = :cluster and m.outcome = 'SUCCEEDED' and m.downtime_ms is not null
                       and m.ended_at > :since)
                select vm_id, percentile_disc(0.5) within group (order by downtime_ms) as median_ms
                  from recent where place <= :newest
                 group by grouping sets ((vm_id), ())
                """)
                .param("cluster", cluster.value())
                .param("since", OffsetDateTime.ofInstant(now, ZoneOffset.UTC).minusDays(DAYS))
                .param("newest", MIGRATIONS_OF_A_VM)
                .query(columns -> {
                    var row = new Row(columns);
                    var vm = row.uuidOrNull("vm_id");
                    var median = row.bigintOrNull("median_ms");
                    if (vm != null && median != null) {
                        medians.put(new VmId(vm), median);
                    } else if (median != null) {
                        ofOthers.put(true, median);
                    }
                });
        return new Expected(medians, ofOthers.get(true));
    }
}
