package io.atoll.manager.resourcepool.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.resourcepool.internal.ComputePool.Amounts;
import io.atoll.manager.resourcepool.internal.ComputePool.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say of a pool; what is missing stays as it is, or has a default in a new one.
 *
 * @param parentId empty: the cluster itself
 */
public record PoolDraft(
        @Nullable String parentId,
        @Nullable AmountsDraft cpu,
        @Nullable AmountsDraft memory) {
    public static final PoolDraft NOTHING = new PoolDraft(null, null, null);

    private static final long MOST_MHZ = 1_000_000_000;
    private static final long MOST_MIB = 1_000_000_000;
    private static final int MOST_SHARES = 1_000_000;

    /**
     * What may be said of one thing.
     *
     * @param limit 0: no limit
     * @param level instead of shares
     */
    public record AmountsDraft(
            @Nullable Long reservation,
            @Nullable Long limit,
            @Nullable Integer shares,
            @Nullable String level,
            @Nullable Boolean expandable) {}

    ComputePool applyTo(ComputePool before, InputCheck check) {
        return new ComputePool(
                before.id(),
                before.naming(),
                before.revision(),
                before.createdAt(),
                before.clusterId(),
                parent(before, check),
                cpu == null ? before.cpu() : amounts("cpu", "MHz", MOST_MHZ, cpu, before.cpu(), check),
                memory == null ? before.memory() : amounts("memory", "MiB", MOST_MIB, memory, before.memory(), check));
    }

    private @Nullable ResourcePoolId parent(ComputePool before, InputCheck check) {
        if (parentId == null) {
            return before.parent();
        }
        return parentId.isEmpty() ? null : check.id("spec.parentId", parentId, ResourcePoolId::new);
    }

    private static Amounts amounts(
            String thing, String unit, long most, AmountsDraft said, Amounts before, InputCheck check) {
        var field = "spec." + thing;
        var reservation = said.reservation == null
                ? before.reservation()
                : check.range(field + "Reservation" + unit, said.reservation.longValue(), 0, most);
        var limit = before.limit();
        if (said.limit != null) {
            var wanted = check.range(field + "Limit" + unit, said.limit.longValue(), 0, most);
            limit = wanted == 0 ? null : (Long) wanted;
        }
        check.require(
                limit == null || limit >= reservation,
                field + "Limit" + unit,
                "The limit is %d %s, below the reservation of %d; raise the one or lower the other."
                        .formatted(limit, unit, reservation));
        return new Amounts(
                reservation,
                limit,
                shares(field, said, before, check),
                said.expandable == null ? before.expandable() : said.expandable);
    }

    private static int shares(String field, AmountsDraft said, Amounts before, InputCheck check) {
        var level = check.choice(field + "SharesLevel", said.level, Level.class, Level.CUSTOM);
        if (said.level == null || level == Level.CUSTOM) {
            return said.shares == null
                    ? before.shares()
                    : check.range(field + "Shares", said.shares.intValue(), 1, MOST_SHARES);
        }
        check.require(
                said.shares == null || said.shares == level.shares(),
                field + "Shares",
                "%sShares is %d, but %s means %d; send one of them."
                        .formatted(field, said.shares, level.name().toLowerCase(Locale.ROOT), level.shares()));
        return level.shares();
    }
}
