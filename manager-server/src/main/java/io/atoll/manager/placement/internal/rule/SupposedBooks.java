package io.atoll.manager.placement.internal.rule;

import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.RuleBook;
import io.atoll.manager.placement.SupposedRules;
import io.atoll.manager.placement.jpa.RuleStore;
import org.springframework.stereotype.Component;

/** Reads the rules of a cluster, and locks nothing. */
@Component
class SupposedBooks implements SupposedRules {
    private final RuleStore rules;

    SupposedBooks(RuleStore rules) {
        this.rules = rules;
    }

    @Override
    public RuleBook of(LiveCluster cluster) {
        return new SupposedBook(cluster, rules.in(cluster.settings().id()));
    }
}
