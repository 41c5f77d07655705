package io.atoll.manager.vm;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Optional;
import java.util.SortedSet;

/** What hosts say of the VMs on them, as the leading manager heard it last. */
@FunctionalInterface
public interface HostGuests {
    /** VMs of which a process is on the host, by its own word; empty: the host is not heard. */
    Optional<SortedSet<VmId>> processesOn(HostId host);
}
