package io.atoll.manager.resourcepool.internal;

import io.atoll.drs.pool.Reservations.Shortfall;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares the promises before and after a change, and says in figures what could not be kept. */
final class PoolCheck {
    private static final String MHZ = "MHz";
    private static final String MIB = "MiB";

    private final PoolLedger before;
    private final PoolLedger after;
    private final List<Cause> causes = new ArrayList<>();
    private final List<Hint> hints = new ArrayList<>();

    private PoolCheck(PoolLedger before, PoolLedger after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Nothing where all that is promised after the change can be kept, or is at least no worse than before.
     *
     * @param what the change, as the beginning of a sentence: "VM web-1 cannot start"
     */
    static void require(PoolLedger before, PoolLedger after, String what) {
        var check = new PoolCheck(before, after);
        after.cpu().worseThan(before.cpu()).ifPresent(found -> check.shortfall(found, "cpu", "CPU", MHZ));
        after.memory().worseThan(before.memory()).ifPresent(found -> check.shortfall(found, "memory", "memory", MIB));
        check.limits();
        check.kept();
        if (!check.causes.isEmpty()) {
            throw new AtollException(
                    ErrorCode.RESOURCE_POOL_EXHAUSTED,
                    "%s. %s".formatted(what, check.causes.getFirst().detail()),
                    check.causes,
                    check.hints);
        }
    }

    private void shortfall(Shortfall found, String kind, String thing, String unit) {
        var name = found.pool();
        var pool = name == null ? null : after.pool(new ResourcePoolId(UUID.fromString(name)));
        var whose = pool == null ? "the cluster" : "resource pool " + pool.name();
        cause(
                kind + "-reservation",
                (long) found.asked(),
                (long) found.free(),
                unit,
                "%s has %d %s of %s left to reserve, of %d in all; %d are asked for."
                        .formatted(whose, (long) found.free(), unit, thing, (long) found.most(), (long) found.asked()));
        hints.add(hint(pool, thing));
    }

    private static Hint hint(@Nullable ComputePool pool, String thing) {
        if (pool == null) {
            return Hint.of(
                    "Lower what pools and running VMs of the cluster reserve of %s, or add a host.".formatted(thing));
        }
        return new Hint(
                "Raise the %s reservation of %s, make it expandable, or lower what its pools and running VMs reserve."
                        .formatted(thing, pool.name()),
                "/api/v1/clusters/%s/resource-pools/%s".formatted(pool.clusterId(), pool.id()));
    }

    private void limits() {
        for (var pool : after.pools()) {
            var limit = pool.memory().limit();
            var held = after.heldMib(pool.id());
            var known = before.pool(pool.id());
            var heldBefore = known == null ? 0 : before.heldMib(pool.id());
            if (limit == null || held <= limit) {
                continue;
            }
            var limitBefore = known == null ? null : known.memory().limit();
            if (limitBefore != null && held - limit <= heldBefore - limitBefore) {
                continue;
            }
            var more = held > heldBefore;
            var asked = more ? held - heldBefore : held;
            var free = more ? Math.max(0, limit - heldBefore) : limit;
            cause(
                    "memory-limit",
                    asked,
                    free,
                    MIB,
                    more
                            ? "resource pool %s is limited to %d MiB of memory, and %d of them are left; %d are asked for."
                                    .formatted(pool.name(), limit, free, asked)
                            : "the running VMs of resource pool %s hold %d MiB of memory; its limit would be %d."
                                    .formatted(pool.name(), held, limit));
            hints.add(new Hint(
                    "Raise the memory limit of %s, or stop some of its VMs.".formatted(pool.name()),
                    "/api/v1/clusters/%s/resource-pools/%s".formatted(pool.clusterId(), pool.id())));
        }
    }

    private void kept() {
        var most = after.capacity().memoryMib();
        var kept = after.keptMib();
        var keptBefore = before.keptMib();
        if (!after.reservesMemory() || kept <= most || kept <= keptBefore) {
            return;
        }
        var free = Math.max(0, most - keptBefore);
        cause(
                "memory-kept",
                kept - keptBefore,
                free,
                MIB,
                "the cluster's hosts have %d MiB of memory, of which %d are neither held by running VMs nor kept for pools; %d are asked for."
                        .formatted(most, free, kept - keptBefore));
        hints.add(Hint.of("Lower the memory reservations of pools, stop VMs, or add a host."));
    }

    private void cause(String check, long need, long free, String unit, String detail) {
        causes.add(new Cause(
                null,
                null,
                check,
                null,
                need,
                free,
                unit,
                Character.toUpperCase(detail.charAt(0)) + detail.substring(1)));
    }

    /** For a pool that is to be where it is not part of itself; answers how deep it is. */
    static int depth(PoolLedger ledger, ComputePool pool) {
        var depth = 1;
        for (var at = ledger.pool(pool.parent()); at != null; at = ledger.pool(at.parent())) {
            if (at.id().equals(pool.id())) {
                var parent = Objects.requireNonNull(ledger.pool(pool.parent()));
                throw new AtollException(
                        ErrorCode.RESOURCE_POOL_CYCLE,
                        "Resource pool %s cannot be moved into %s, which is part of it."
                                .formatted(pool.name(), parent.name()),
                        Hint.of("Move %s out of %s first.".formatted(parent.name(), pool.name())));
            }
            depth++;
        }
        return depth;
    }
}
