package io.atoll.ha.sim.agent;

import io.atoll.ha.engine.HaState;

/** Steps the production engine with what the agent has seen. */
final class Decider {
    private final AgentLife life;
    private HaState state = HaState.EMPTY;

    Decider(AgentLife life) {
        this.life = life;
    }

    void step() {
        var facts = life.facts.build();
        if (facts == null) {
            return;
        }
        var step = life.cluster.engine.step(state, facts, life.localNs());
        state = step.next();
        step.decisions().forEach(life.doer::carryOut);
    }
}
