package io.atoll.drs;

import io.atoll.model.HostId;
import io.atoll.model.VmDemand;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A VM that needs a host.
 *
 * @param excluded hosts it must not go to, each with the reason in words that complete "excluded because …"
 */
public record PlacementRequest(VmDemand vm, SortedMap<HostId, String> excluded) {
    public PlacementRequest {
        var sorted = new TreeMap<HostId, String>();
        sorted.putAll(excluded);
        excluded = Collections.unmodifiableSortedMap(sorted);
    }

    public static PlacementRequest of(VmDemand vm) {
        return new PlacementRequest(vm, new TreeMap<>());
    }

    public PlacementRequest excluding(HostId host, String reason) {
        var more = new TreeMap<>(excluded);
        more.put(host, reason);
        return new PlacementRequest(vm, more);
    }
}
