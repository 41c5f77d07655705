package io.atoll.manager.inventory;

import io.atoll.model.HostId;

/** For modules that keep something of hosts which does not go with the host's row. */
@FunctionalInterface
public interface HostDepartures {
    /** The host is about to be removed for good, in the caller's transaction; its row is there still. */
    void leaving(HostId host);
}
