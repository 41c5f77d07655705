package io.atoll.manager.dpm.internal.book;

import io.atoll.manager.placement.RestingHosts;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Tells others which hosts power saving has a hand on and would give back; one that did not wake is not counted on. */
@Component
class ParkedHosts implements RestingHosts {
    private final ParkedHostStore hosts;

    ParkedHosts(ParkedHostStore hosts) {
        this.hosts = hosts;
    }

    @Override
    public SortedSet<HostId> of(ClusterId cluster) {
        var resting = new TreeSet<HostId>();
        hosts.of(cluster).forEach((id, host) -> {
            if (host.state() != ParkedState.FAILED) {
                resting.add(id);
            }
        });
        return resting;
    }
}
