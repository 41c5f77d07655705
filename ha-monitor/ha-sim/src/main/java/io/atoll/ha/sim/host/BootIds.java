package io.atoll.ha.sim.host;

import io.atoll.ha.lease.BootId;
import java.util.UUID;

/** Boot ids that are the same in every run. */
final class BootIds {
    private BootIds() {}

    static BootId of(int host, long boots) {
        return new BootId(new UUID(0xB007L << 48 | host, boots));
    }
}
