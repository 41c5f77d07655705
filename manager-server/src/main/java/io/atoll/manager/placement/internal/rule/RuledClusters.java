package io.atoll.manager.placement.internal.rule;

import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.placement.internal.live.Snapshots;
import io.atoll.manager.placement.jpa.RuleStore;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import org.springframework.stereotype.Component;

/** Snapshots with the rules that apply. */
@Component
class RuledClusters implements LiveClusters {
    private final Inventory inventory;
    private final Snapshots snapshots;
    private final RuleStore rules;

    RuledClusters(Inventory inventory, Snapshots snapshots, RuleStore rules) {
        this.inventory = inventory;
        this.snapshots = snapshots;
        this.rules = rules;
    }

    @Override
    public LiveCluster now(ClusterId id) {
        return told(applied(id));
    }

    @Override
    public LiveCluster now(Cluster cluster) {
        return told(AppliedRules.of(rules.in(cluster.id()), snapshots.of(cluster)));
    }

    AppliedRules applied(ClusterId id) {
        return AppliedRules.of(rules.in(id), bare(id));
    }

    /** The cluster as it is, without rules. */
    LiveCluster bare(ClusterId id) {
        return snapshots.of(inventory
                .cluster(id)
                .orElseThrow(() ->
                        new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(id))));
    }

    /** The cluster as the scheduler is told of it. */
    static LiveCluster told(AppliedRules applied) {
        return applied.cluster(Snapshots::standIn);
    }
}
