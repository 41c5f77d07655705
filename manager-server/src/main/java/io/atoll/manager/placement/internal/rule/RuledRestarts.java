package io.atoll.manager.placement.internal.rule;

import io.atoll.ha.zk.facts.ClusterRules;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.placement.RulesAtRestart;
import io.atoll.manager.placement.internal.live.Snapshots;
import io.atoll.manager.placement.jpa.RuleStore;
import io.atoll.model.ClusterId;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The rules as HA is told of them, from the same members as every other decision. */
@Component
class RuledRestarts implements RulesAtRestart {
    private final Snapshots snapshots;
    private final RuleStore rules;
    private final RuleViews views;
    private final Events events;

    RuledRestarts(Snapshots snapshots, RuleStore rules, RuleViews views, Events events) {
        this.snapshots = snapshots;
        this.rules = rules;
        this.views = views;
        this.events = events;
    }

    @Override
    public ClusterRules.Fitted of(Cluster cluster) {
        var binding =
                rules.in(cluster.id()).stream().filter(PlacementRule::isBinding).toList();
        return binding.isEmpty()
                ? new ClusterRules.Fitted(ClusterRules.none(cluster.id()), new TreeSet<>())
                : AppliedRules.of(binding, snapshots.of(cluster)).atRestart();
    }

    @Override
    @Transactional
    public void announce(ClusterId cluster, SortedSet<String> names) {
        for (var rule : rules.in(cluster)) {
            if (names.contains(rule.name())) {
                views.find(cluster, rule.id(), false, RuleViews.ANYBODY)
                        .ifPresent(view -> events.publish(
                                "rule",
                                rule.id().toString(),
                                rule.name(),
                                view.metadata().revision(),
                                Change.CHANGED,
                                view));
            }
        }
    }
}
