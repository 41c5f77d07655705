package io.atoll.drs.plan;

import java.util.List;

/** What the scheduler says to a {@link Question}. */
public sealed interface Answer {
    /** This can be done. A plan without steps means that nothing is worth doing. */
    record Planned(Plan plan) implements Answer {}

    /**
     * It cannot be done as asked.
     *
     * @param obstacles who is in the way, with the figures
     * @param partial what can be done all the same: a safe plan for everyone else
     */
    record Impossible(List<Obstacle> obstacles, Plan partial) implements Answer {
        public Impossible {
            obstacles = List.copyOf(obstacles);
        }
    }
}
