package io.atoll.manager.dpm.internal.book;

import io.atoll.manager.placement.KeptFree;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.cluster.PowerState;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Hosts that are to be emptied get no VMs from the moment that this is decided. Several are chosen together and closed one by one:
 * without this the VMs of the first could go to the last.
 */
@Component
class LeavingHosts implements KeptFree {
    private final ParkedHostStore hosts;

    LeavingHosts(ParkedHostStore hosts) {
        this.hosts = hosts;
    }

    @Override
    public SortedMap<HostId, PowerState> hosts(ClusterId cluster) {
        var leaving = new TreeMap<HostId, PowerState>();
        hosts.of(cluster).forEach((id, host) -> {
            if (host.state() == ParkedState.DRAINING) {
                leaving.put(id, PowerState.MAINTENANCE);
            }
        });
        return leaving;
    }
}
