package io.atoll.manager.vm.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.inventory.VmResources;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say of a VM's resources; what is missing stays as it is.
 *
 * @param cpuLimitMHz 0: no limit
 * @param cpuShares 0: 1000 for each vCPU
 */
public record ResourcesDraft(
        @Nullable Long cpuReservationMHz,
        @Nullable Long cpuLimitMHz,
        @Nullable Integer cpuShares,
        @Nullable Long memoryReservationMiB) {
    private static final ResourcesDraft NOTHING = new ResourcesDraft(null, null, null, null);
    private static final long MOST_MHZ = 64 * 1000L;
    private static final int MOST_SHARES = 1_000_000;

    /**
     * The resources with what is said here.
     *
     * @param pool an id; empty: no pool; null: as it was
     */
    static VmResources apply(
            @Nullable String pool,
            @Nullable ResourcesDraft said,
            VmResources before,
            long memoryMib,
            InputCheck check) {
        var draft = said == null ? NOTHING : said;
        var field = "spec.resources.";
        var reservation = draft.cpuReservationMHz == null
                ? before.cpuReservationMhz()
                : check.range(field + "cpuReservationMHz", draft.cpuReservationMHz.longValue(), 0, MOST_MHZ);
        var limit = draft.cpuLimitMHz == null
                ? before.cpuLimitMhz()
                : noneFor0(check.range(field + "cpuLimitMHz", draft.cpuLimitMHz.longValue(), 0, MOST_MHZ));
        check.require(
                limit == null || limit >= reservation,
                field + "cpuLimitMHz",
                "The limit is %d MHz, below the reservation of %d MHz; raise the one or lower the other."
                        .formatted(limit, reservation));
        var shares = draft.cpuShares == null
                ? before.cpuShares()
                : noneFor0(check.range(field + "cpuShares", draft.cpuShares.intValue(), 0, MOST_SHARES));
        var memory = draft.memoryReservationMiB == null
                ? before.memoryReservationMib()
                : draft.memoryReservationMiB.longValue();
        check.range(field + "memoryReservationMiB", memory, 0, memoryMib);
        return new VmResources(pool(pool, before, check), reservation, limit, shares, memory);
    }

    private static @Nullable Long noneFor0(long value) {
        return value == 0 ? null : (Long) value;
    }

    private static @Nullable Integer noneFor0(int value) {
        return value == 0 ? null : (Integer) value;
    }

    private static @Nullable ResourcePoolId pool(@Nullable String said, VmResources before, InputCheck check) {
        if (said == null) {
            return before.pool();
        }
        return said.isEmpty() ? null : check.id("spec.resourcePoolId", said, ResourcePoolId::new);
    }
}
