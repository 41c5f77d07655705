package io.atoll.manager.cluster;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Which managers there are now, and which of them leads. */
public interface Managers {
    /** Refused with NOT_READY while ZooKeeper does not answer. */
    List<Manager> list();

    /** One manager, as clients see it. */
    record Manager(UUID id, String address, boolean leader, Instant since, String version) {}
}
