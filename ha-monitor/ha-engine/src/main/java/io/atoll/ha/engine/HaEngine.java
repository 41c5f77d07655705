package io.atoll.ha.engine;

import io.atoll.ha.facts.HaFacts;
import io.atoll.ha.restart.RestartPlacement;

/** Detects hosts and VMs that fail, and decides what to do. Stateless: what it must remember it hands back. */
public final class HaEngine {
    private final RestartPlacement placement;

    public HaEngine(RestartPlacement placement) {
        this.placement = placement;
    }

    /**
     * One look at the facts. To be called all the time, at most 250 ms apart, by every agent: windows run on those that do not lead
     * too. Equal state, facts and time give equal steps.
     *
     * @param nowNanos of the agent's monotonic clock, by which all reads in the facts are timed
     */
    @SuppressWarnings("DoNotCallSuggester") // until the next commit
    public HaStep step(HaState state, HaFacts facts, long nowNanos) {
        throw new UnsupportedOperationException("Not written yet; will use " + placement);
    }
}
