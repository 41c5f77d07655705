package io.atoll.ha.sim.fault;

import io.atoll.ha.restart.RestartPlacement;
import io.atoll.ha.sim.check.Liveness;
import io.atoll.ha.sim.check.Violation;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.cluster.Story;
import io.atoll.ha.sim.cluster.Variant;
import io.atoll.ha.sim.world.Dice;

/**
 * One schedule, made from one seed: a cluster boots, faults come for some seconds, then everything is mended, and every VM must
 * run again within {@link #SETTLED_WITHIN_NS}.
 */
public final class RandomSchedule {
    /** How long after the last fault every protected VM must run again. */
    public static final long SETTLED_WITHIN_NS = 60_000_000_000L;

    private static final long SECOND = 1_000_000_000L;

    private final long seed;
    private final Variant variant;
    private final RestartPlacement placement;
    private final Story story;

    public RandomSchedule(long seed, Variant variant, RestartPlacement placement, Story story) {
        this.seed = seed;
        this.variant = variant;
        this.placement = placement;
        this.story = story;
    }

    public ScheduleResult run() {
        var dice = new Dice(seed);
        var cluster = new SimCluster(RandomPlan.of(dice.split(), variant), variant, placement, dice.split(), story);
        var nemesis = new Nemesis(cluster);
        var faults = new RandomFaults(cluster, nemesis, variant, dice.split());
        cluster.hosts.forEach(host -> cluster.events.at(dice.between(0, 300_000_000L), host::powerOn));
        var time = dice.between(4, 7) * SECOND + dice.between(0, SECOND);
        for (var count = dice.between(1, 7); count > 0; count--) {
            cluster.events.at(time, faults::strike);
            time += dice.chance(400) ? dice.between(0, SECOND) : dice.between(0, 6 * SECOND);
        }
        var mended = time + dice.between(1, 9) * SECOND;
        var mayStayOff = dice.chance(400) ? 1 : 0;
        cluster.events.at(mended, () -> {
            cluster.tell("nemesis", "mends everything");
            faults.mendAll(mayStayOff);
        });
        cluster.events.runUntil(mended);
        if (!safetyBroken(cluster)) {
            settle(cluster, mended + SETTLED_WITHIN_NS);
        }
        return new ScheduleResult(
                seed,
                cluster.checker.violations(),
                cluster.checker.takeovers(),
                cluster.checker.starts(),
                cluster.checker.releases(),
                faults.thrown(),
                cluster.events.happened(),
                cluster.events.nowNs());
    }

    private static boolean safetyBroken(SimCluster cluster) {
        return cluster.checker.violations().stream()
                .anyMatch(violation -> violation.kind() != Violation.Kind.STAYS_DOWN);
    }

    /** Ends as soon as everything has been well for a second. */
    private static void settle(SimCluster cluster, long limitNs) {
        var liveness = new Liveness(cluster);
        var well = 0;
        while (cluster.events.nowNs() < limitNs && well < 2) {
            cluster.events.runUntil(Math.min(limitNs, cluster.events.nowNs() + SECOND));
            well = liveness.complaints().isEmpty() ? well + 1 : 0;
        }
        if (well < 2) {
            liveness.complaints().forEach(complaint -> cluster.checker.staysDown(complaint.vm(), complaint.text()));
        }
        liveness.checkEpochs();
    }
}
