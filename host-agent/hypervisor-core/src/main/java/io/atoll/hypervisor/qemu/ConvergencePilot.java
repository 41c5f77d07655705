package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.MigrationPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides while a guest's memory is sent when it may stand still for longer. A pass that would need less of a pause than every pass
 * before it, by a tenth at least, is on its way to fit and is let be; after each other one the ladder is climbed by one rung. Pure:
 * the figures of the passes in, the new limit out. The ladder is that of oVirt's migration policies, which count iterations that
 * stall (VDSM, {@code vdsm/virt/migration.py}, {@code ConvergenceSchedule}); it climbs here on the hypervisor's own estimate of the
 * pause instead of the bytes that remain, because these are also high in the middle of a pass that goes well.
 */
final class ConvergencePilot {

    /** The first pass sends everything; what the guest has written meanwhile is known when the second begins. */
    private static final int FIRST_TELLING_PASS = 2;

    private static final double PROGRESS = 0.9;

    private final MigrationPolicy policy;
    private int rung;
    private int judgedPass = 1;
    private long leastMillis = Long.MAX_VALUE;

    ConvergencePilot(MigrationPolicy policy) {
        this.policy = policy;
    }

    /**
     * Looks at a migration that goes on.
     *
     * @param pass how many times the guest's memory has been gone through
     * @param neededPause how long the guest would stand still if it was stopped now, as estimated when the pass began
     * @return the limit from now on; empty: as it is
     */
    Optional<Duration> look(int pass, Duration neededPause) {
        if (pass < FIRST_TELLING_PASS || pass == judgedPass) {
            return Optional.empty();
        }
        judgedPass = pass;
        var needed = neededPause.toMillis();
        var closer = leastMillis == Long.MAX_VALUE || needed <= leastMillis * PROGRESS;
        leastMillis = Math.min(leastMillis, needed);
        if (closer || rung + 1 >= policy.pauseLadder().size()) {
            return Optional.empty();
        }
        rung++;
        return Optional.of(limit());
    }

    /** How long the guest may stand still as things are. */
    Duration limit() {
        return policy.pauseLadder().get(rung);
    }
}
