package io.atoll.manager.inventory.internal.host;

import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.model.HostId;
import java.time.Instant;

/** When the manager last heard hosts, without a request for each look. */
public final class Sightings {
    private Sightings() {}

    /** Whether it has heard the host then or later. */
    public static boolean since(ManagerUnderTest manager, HostId host, Instant time) {
        return manager.bean(HostSightings.class)
                .last(host)
                .filter(last -> !last.isBefore(time))
                .isPresent();
    }
}
