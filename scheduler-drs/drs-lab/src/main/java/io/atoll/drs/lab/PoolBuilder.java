package io.atoll.drs.lab;

import io.atoll.drs.lab.RawInstance.RawPool;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.ResourcePool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The resource pools of an instance. */
final class PoolBuilder {
    private PoolBuilder() {}

    static List<ResourcePool> build(RawInstance raw) {
        Map<String, RawPool> byId = new HashMap<>();
        for (var i = 0; i < raw.resourcePools.size(); i++) {
            var place = "resourcePools[%d].id".formatted(i);
            var id = InstanceBuilder.id(raw.resourcePools.get(i).id, place);
            if (byId.put(id, raw.resourcePools.get(i)) != null) {
                throw Names.twice(place, id);
            }
        }
        var pools = new ArrayList<ResourcePool>();
        for (var i = 0; i < raw.resourcePools.size(); i++) {
            pools.add(pool(raw.resourcePools.get(i), byId, "resourcePools[%d]".formatted(i)));
        }
        for (var i = 0; i < raw.vms.size(); i++) {
            var pool = raw.vms.get(i).resourcePool;
            if (pool != null && !byId.containsKey(pool)) {
                throw Names.unknown("resource pool", "vms[%d].resourcePool".formatted(i), pool);
            }
        }
        return pools;
    }

    private static ResourcePool pool(RawPool pool, Map<String, RawPool> byId, String place) {
        var id = InstanceBuilder.present(pool.id, place + ".id");
        checkParents(pool, byId, place);
        if (pool.cpuLimitMhz < pool.cpuReservationMhz) {
            throw new BadInput(
                    ErrorCode.INCONSISTENT,
                    place + ".cpuLimitMhz",
                    "%s.cpuLimitMhz (%s) is below its cpuReservationMhz (%s)."
                            .formatted(place, pool.cpuLimitMhz, pool.cpuReservationMhz));
        }
        return new ResourcePool(
                id,
                pool.parentId,
                new ResourcePool.Allocation(
                        new Megahertz(pool.cpuReservationMhz),
                        Double.isNaN(pool.cpuLimitMhz) ? null : new Megahertz(pool.cpuLimitMhz),
                        (int) Math.min(Integer.MAX_VALUE, pool.cpuShares)),
                new ResourcePool.MemoryAllocation(
                        pool.memLimitMib == RawInstance.MISSING ? null : (Long) pool.memLimitMib));
    }

    private static void checkParents(RawPool pool, Map<String, RawPool> byId, String place) {
        var seen = new HashSet<String>();
        var at = pool;
        while (at.parentId != null) {
            var parent = byId.get(at.parentId);
            if (parent == null) {
                throw Names.unknown("resource pool", place + ".parentId", at.parentId);
            }
            if (!seen.add(at.parentId)) {
                throw new BadInput(
                        ErrorCode.INCONSISTENT,
                        place + ".parentId",
                        "%s.parentId leads from %s back to itself.".formatted(place, BadInput.quote(at.parentId)));
            }
            at = parent;
        }
    }
}
