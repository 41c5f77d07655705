package io.atoll.manager.placement;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmDemand;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A VM that needs a host.
 *
 * @param only the one host it may go to, where somebody asked for one
 * @param excluded hosts it must not go to, each with the reason in words that complete "excluded because …"
 * @param along VMs that go to the same host in the same task: where they are now holds nobody back who is kept together with them
 */
public record PlacementQuestion(
        ClusterId cluster,
        VmDemand vm,
        @Nullable HostId only,
        SortedMap<HostId, String> excluded,
        SortedSet<VmId> along) {
    public PlacementQuestion {
        along = Collections.unmodifiableSortedSet(new TreeSet<>(along));
    }

    public static PlacementQuestion of(ClusterId cluster, VmDemand vm, @Nullable HostId only) {
        return new PlacementQuestion(cluster, vm, only, new TreeMap<>(), new TreeSet<>());
    }

    public PlacementQuestion excluding(HostId host, String reason) {
        var more = new TreeMap<>(excluded);
        more.put(host, reason);
        return new PlacementQuestion(cluster, vm, only, more, along);
    }

    public PlacementQuestion with(SortedSet<VmId> others) {
        return new PlacementQuestion(cluster, vm, only, excluded, others);
    }
}
