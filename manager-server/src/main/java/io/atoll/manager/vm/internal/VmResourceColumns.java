package io.atoll.manager.vm.internal;

import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.inventory.VmResources;
import io.atoll.manager.persistence.Row;
import java.sql.SQLException;

/** Reads a VM's resources from a row that has their columns. */
public final class VmResourceColumns {
    private VmResourceColumns() {}

    public static VmResources read(Row row) throws SQLException {
        var pool = row.uuidOrNull("resource_pool_id");
        return new VmResources(
                pool == null ? null : new ResourcePoolId(pool),
                row.bigint("cpu_reservation_mhz"),
                row.bigintOrNull("cpu_limit_mhz"),
                row.integerOrNull("cpu_shares"),
                row.bigint("memory_reservation_mib"));
    }
}
