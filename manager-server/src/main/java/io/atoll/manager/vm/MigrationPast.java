package io.atoll.manager.vm;

import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the migrations of a cluster were measured to cost: the best there is to say what the next ones will. */
@Component
public class MigrationPast {
    private static final int DAYS = 30;
    private static final int MIGRATIONS_OF_A_VM = 5;

    private final JdbcClient jdbc;
    private final MigrationPauses pauses;

    MigrationPast(JdbcClient jdbc, MigrationPauses pauses) {
        this.jdbc = jdbc;
        this.pauses = pauses;
    }

    /**
     * Medians of what was measured.
     *
     * @param migrationCount how many migrations they are from; at least one
     * @param bytesPerSecond how fast memory was copied, beside the other copies of its time
     * @param besides what a migration took beside the copying, from the beginning of its task to the end
     * @param copiedShare bytes copied for each byte of the VM's memory: below 1 where pages are empty, above where they are rewritten
     * @param own of VMs that have moved
     */
    public record Measured(
            int migrationCount,
            long bytesPerSecond,
            Duration besides,
            double copiedShare,
            SortedMap<VmId, Own> own,
            MigrationPauses.Expected pauses) {
        public Measured {
            own = Collections.unmodifiableSortedMap(new TreeMap<>(own));
        }
    }

    /** What moving one VM took: what was copied, and the time from the beginning of its task to the end. */
    public record Own(long bytes, Duration whole) {}

    /** One line of the answer: of a VM, or of all. */
    private record Medians(int count, long bytes, long wholeMs, double bytesPerMs, long besidesMs, double share) {
        static Medians of(Row row) throws SQLException {
            return new Medians(
                    row.integer("migrations"),
                    row.bigint("bytes"),
                    row.bigint("whole_ms"),
                    row.columns().getDouble("bytes_per_ms"),
                    row.bigint("besides_ms"),
                    row.columns().getDouble("copied_share"));
        }
    }

    /** Of the last five migrations of each VM within 30 days; empty: none was measured. */
    public Optional<Measured> measured(ClusterId cluster, Instant now) {
        var own = new TreeMap<VmId, Own>();
        var all = new ArrayList<Medians>();
        jdbc.sql("""
                with recent as (
                    select m.vm_id, m.total_ms, m.transferred_bytes, v.memory_mib,
                           greatest(m.total_ms, extract(epoch from m.ended_at - m.started_at) * 1000)::bigint as whole_ms,
                           row_number() over (partition by m.vm_id order by m.ended_at desc) as place
                      from vm_migration m join vm v on v.id = m.vm_id
                     where v.cluster_id = :cluster and m.outcome = 'SUCCEEDED' and m.ended_at > :since
                       and m.total_ms > 0 and m.transferred_bytes > 0 and m.downtime_ms is not null)
                select vm_id, count(*) as migrations,
                       percentile_disc(0.5) within group (order by transferred_bytes) as bytes,
                       percentile_disc(0.5) within group (order by whole_ms) as whole_ms,
                       percentile_disc(0.5) within group (order by transferred_bytes::float8 / total_ms) as bytes_per_ms,
                       percentile_disc(0.5) within group (order by whole_ms - total_ms) as besides_ms,
                       percentile_disc(0.5) within group (order by transferred_bytes / (memory_mib * 1048576.0::float8))
                           as copied_share
                  from recent where place <= :newest
                 group by grouping sets ((vm_id), ()) having count(*) > 0
                """)
                .param("cluster", cluster.value())
                .param("since", OffsetDateTime.ofInstant(now, ZoneOffset.UTC).minusDays(DAYS))
                .param("newest", MIGRATIONS_OF_A_VM)
                .query(columns -> {
                    var row = new Row(columns);
                    var medians = Medians.of(row);
                    var vm = row.uuidOrNull("vm_id");
                    if (vm == null) {
                        all.add(medians);
                    } else {
                        own.put(new VmId(vm), new Own(medians.bytes, Duration.ofMillis(medians.wholeMs)));
                    }
                });
        return measured(all, own, cluster, now);
    }

    private Optional<Measured> measured(List<Medians> all, SortedMap<VmId, Own> own, ClusterId cluster, Instant now) {
        return all.stream()
                .findFirst()
                .map(medians -> new Measured(
                        medians.count,
                        Math.max(1, Math.round(medians.bytesPerMs * 1_000)),
                        Duration.ofMillis(medians.besidesMs),
                        medians.share,
                        own,
                        pauses.expected(cluster, now)));
    }
}
