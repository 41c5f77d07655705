package io.atoll.manager.placement.internal.rule;

import io.atoll.manager.placement.RuleBreaches;
import io.atoll.model.ClusterId;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Looks at where VMs run now. */
@Component
class LiveRuleBreaches implements RuleBreaches {
    private final RuledClusters clusters;

    LiveRuleBreaches(RuledClusters clusters) {
        this.clusters = clusters;
    }

    @Override
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<String> of(ClusterId cluster) {
        var rules = clusters.applied(cluster);
        return rules.binding().stream()
                .flatMap(rule -> RuleViolations.of(rule, rules).stream())
                .map(RuleViolations.Violation::text)
                .toList();
    }
}
