package io.atoll.ha.engine;

import java.util.List;

/** What came of one step: the state to give to the next one, and what to do now. */
public record HaStep(HaState next, List<HaDecision> decisions) {
    public HaStep {
        decisions = List.copyOf(decisions);
    }
}
