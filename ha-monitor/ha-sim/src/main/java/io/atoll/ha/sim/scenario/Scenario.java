package io.atoll.ha.sim.scenario;

import io.atoll.ha.sim.cluster.ClusterPlan;
import java.util.List;

/** A scenario as read: a cluster, what happens to it when, and for how long it is watched. */
public record Scenario(ClusterPlan plan, long seed, long runNs, List<Happening> happenings) {
    public Scenario {
        happenings = List.copyOf(happenings);
    }

    /** Something that happens at a time. */
    public record Happening(long atNs, Deed deed) {}

    /** What happens, to be done with the hands of a run. */
    @FunctionalInterface
    public interface Deed {
        void happen(ScenarioRun.Hands hands);
    }
}
