package io.atoll.agent.network;

import io.atoll.agent.identity.NetworkMode;
import io.atoll.agent.process.CommandFailedException;
import io.atoll.model.NetworkId;
import io.atoll.model.VmId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The networks of this host, as VM operations see them, in either mode. */
public interface HostNetworks {
    NetworkMode mode();

    /** Offers exactly these networks to new guests; guests that are plugged in already stay as they are. */
    void apply(List<GuestNetwork> networks) throws CommandFailedException;

    List<GuestNetwork> networks();

    default Optional<GuestNetwork> network(NetworkId id) {
        return networks().stream().filter(network -> network.id().equals(id)).findFirst();
    }

    /** Whether guests reach anybody outside this host, as far as the host can tell. */
    boolean reachesOutside();

    /** Makes the ports of one VM, guarded before they go up. All of them or, on failure, none. */
    void plug(List<GuestPort> ports) throws CommandFailedException;

    /** Removes all ports of the VM and their rules; nothing happens where there are none. */
    void unplug(VmId vm) throws CommandFailedException;

    /**
     * Brings what is there in line with the VMs that run: ports and rules of others are removed, missing rules come back.
     * Ports that are as they should be are not touched, so that traffic goes on.
     */
    void reconcile(Collection<GuestPort> wanted) throws CommandFailedException;
}
