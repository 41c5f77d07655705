package io.atoll.manager.placement;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmDemand;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A VM that needs a host.
 *
 * @param only the one host it may go to, where somebody asked for one
 * @param excluded hosts it must not go to, each with the reason in words that complete "excluded because …"
 */
public record PlacementQuestion(
        ClusterId cluster, VmDemand vm, @Nullable HostId only, SortedMap<HostId, String> excluded) {
    public static PlacementQuestion of(ClusterId cluster, VmDemand vm, @Nullable HostId only) {
        return new PlacementQuestion(cluster, vm, only, new TreeMap<>());
    }

    public PlacementQuestion excluding(HostId host, String reason) {
        var more = new TreeMap<>(excluded);
        more.put(host, reason);
        return new PlacementQuestion(cluster, vm, only, more);
    }
}
