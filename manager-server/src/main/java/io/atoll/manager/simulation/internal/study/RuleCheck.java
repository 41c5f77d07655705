package io.atoll.manager.simulation.internal.study;

import io.atoll.manager.placement.RuleBook.Contradiction;
import io.atoll.model.cluster.Cluster;
import java.util.List;

/** Which must-rules cannot all hold, and could before, whoever runs where: all VMs of both clusters count as running. */
@FunctionalInterface
public interface RuleCheck {
    RuleCheck NO_RULES = (_, _) -> List.of();

    /**
     * Those that came with what is supposed.
     *
     * @param before with the rules that there are
     * @param after with those that there would be
     */
    List<Contradiction> news(Cluster before, Cluster after);
}
