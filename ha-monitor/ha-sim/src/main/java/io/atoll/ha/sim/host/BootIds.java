package io.atoll.ha.sim.host;

import io.atoll.ha.lease.BootId;
import io.atoll.ha.sim.world.Dice;
import java.util.UUID;

/** Boot ids that are the same in every run, and as different from each other as real ones. */
final class BootIds {
    private static final long MOST_BOOTS = 1_000_000L;

    private BootIds() {}

    static BootId of(int host, long boots) {
        return new BootId(new UUID(new Dice(host * MOST_BOOTS + boots).next(), boots));
    }
}
