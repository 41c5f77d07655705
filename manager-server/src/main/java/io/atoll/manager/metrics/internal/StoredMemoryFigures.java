package io.atoll.manager.metrics.internal;

import io.atoll.manager.metrics.MemoryFigures;
import io.atoll.manager.persistence.Row;
import io.atoll.model.VmId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads a VM's newest step. The key begins with the time, so the times are named one by one. */
@Component
class StoredMemoryFigures implements MemoryFigures {
    private static final int STEPS = 6;
    private static final int MEBIBYTE_BYTES = 1 << 20;

    private final JdbcClient jdbc;

    StoredMemoryFigures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Reading> of(VmId vm, Instant now) {
        var length = SampleBucket.LENGTH;
        var newest = Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), length.toMillis()) * length.toMillis());
        var times = new ArrayList<OffsetDateTime>();
        for (var step = 0; step < STEPS; step++) {
            times.add(newest.minus(length.multipliedBy(step)).atOffset(ZoneOffset.UTC));
        }
        return jdbc.sql("""
                select memory_resident_mib, memory_dirty_bytes_per_second from vm_sample
                 where vm_id = :vm and at in (:times) and memory_resident_mib is not null
                 order by at desc limit 1""")
                .param("vm", vm.value())
                .param("times", times)
                .query((columns, _) -> {
                    var row = new Row(columns);
                    double resident = row.columns().getDouble("memory_resident_mib") * MEBIBYTE_BYTES;
                    double dirty = row.columns().getDouble("memory_dirty_bytes_per_second");
                    return new Reading(Math.round(resident), row.columns().wasNull() ? null : Math.round(dirty));
                })
                .optional();
    }
}
