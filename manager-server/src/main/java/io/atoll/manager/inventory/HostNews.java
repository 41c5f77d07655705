package io.atoll.manager.inventory;

import io.atoll.model.HostId;

/** For modules whose facts are shown with a host; everything in the caller's transaction. */
public interface HostNews {
    /** Something that is shown with the host, but kept elsewhere, has changed: a new revision, and an event. */
    void changed(HostId host);

    /** Holds up others that change the host or want to do so, until the transaction ends. */
    void lock(HostId host);
}
