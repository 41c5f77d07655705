package io.atoll.manager.maintenance;

import io.atoll.model.HostId;

/** Hosts that a module keeps in maintenance for reasons of its own, and gives up to people who want them there for theirs. */
public interface HostClaims {
    /**
     * In the caller's transaction, in which the host is locked.
     *
     * @return whether the host was the module's and is not any more; false also where it cannot be given up now
     */
    boolean giveUp(HostId host);

    /** Whether the host is the module's, whether or not it would be given up now. */
    boolean claims(HostId host);

    /** Whether it would be given up now; nothing is changed. */
    boolean mayGiveUp(HostId host);
}
