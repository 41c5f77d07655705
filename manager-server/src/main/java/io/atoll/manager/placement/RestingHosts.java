package io.atoll.manager.placement;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.SortedSet;

/** Hosts that take no VMs now, and are taken back into use as soon as they are needed; power saving answers. */
@FunctionalInterface
public interface RestingHosts {
    /** Those of the cluster that sleep, or are on their way to sleep or from it. */
    SortedSet<HostId> of(ClusterId cluster);
}
