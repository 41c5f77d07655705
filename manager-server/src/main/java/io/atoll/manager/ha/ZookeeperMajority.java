package io.atoll.manager.ha;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** Whether ZooKeeper could do without a host. */
public interface ZookeeperMajority {
    /** What would be left of ZooKeeper without the host, where that is no majority; empty: nothing would happen to it. */
    Optional<String> lostWithout(HostId host);

    /** The hosts of a cluster that ZooKeeper could not do without if those in {@code out} were gone too, each with the reason. */
    SortedMap<HostId, String> indispensable(ClusterId cluster, SortedSet<HostId> out);

    /**
     * The servers, {@code host:port}, that are known to be on the host by its address or name; empty: none is, hosts are told of it by
     * another name, or the only one is inside the manager.
     */
    List<String> serversOn(HostId host);
}
