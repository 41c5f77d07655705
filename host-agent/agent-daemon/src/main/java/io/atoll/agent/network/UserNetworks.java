package io.atoll.agent.network;

import io.atoll.agent.identity.NetworkMode;
import io.atoll.model.VmId;
import java.util.Collection;
import java.util.List;

/** Networks where the agent may not change the host's: every guest has a private one inside its hypervisor process. */
public final class UserNetworks implements HostNetworks {
    private volatile List<GuestNetwork> networks;

    public UserNetworks(List<GuestNetwork> networks) {
        this.networks = List.copyOf(networks);
    }

    @Override
    public NetworkMode mode() {
        return NetworkMode.USER;
    }

    @Override
    public void apply(List<GuestNetwork> wanted) {
        networks = List.copyOf(wanted);
    }

    @Override
    public List<GuestNetwork> networks() {
        return networks;
    }

    /** Guests go the host's own way: while it is heard, they are. */
    @Override
    public boolean reachesOutside() {
        return true;
    }

    @Override
    public void plug(List<GuestPort> ports) {
        // The hypervisor brings the network with it.
    }

    @Override
    public void unplug(VmId vm) {
        // Gone with the process.
    }

    @Override
    public void reconcile(Collection<GuestPort> wanted) {
        // Nothing of the host's was changed.
    }
}
