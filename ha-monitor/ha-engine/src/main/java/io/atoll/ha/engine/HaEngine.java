package io.atoll.ha.engine;

import io.atoll.ha.facts.HaFacts;
import io.atoll.ha.restart.RestartPlacement;

/**
 * Detects hosts and VMs that fail, and decides what to do. Stateless: what it must remember it hands back. In this order:
 * {@link HostWatcher} and {@link VmWatcher} look, on every agent; {@link Takeovers}, {@link Restarts}, {@link Releases} and
 * {@link MovesAway} decide, for the leader of an armed cluster; {@link Alarms} and {@link Stories} tell.
 */
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
    public HaStep step(HaState state, HaFacts facts, long nowNanos) {
        var draft = new Draft(state, facts, nowNanos);
        HostWatcher.watch(draft);
        VmWatcher.watch(draft);
        if (draft.mayAct()) {
            Restarts.decide(draft, placement, Takeovers.proved(draft));
            Releases.decide(draft, placement);
            MovesAway.decide(draft, placement);
        }
        if (draft.leads()) {
            Alarms.decide(draft);
        }
        Stories.settle(draft);
        return draft.finished();
    }
}
