package io.atoll.manager.placement.jpa;

import io.atoll.manager.persistence.RecordStore;
import io.atoll.manager.placement.internal.rule.PlacementRule;
import io.atoll.model.ClusterId;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code placement_rule}. */
@Repository
public class RuleStore extends RecordStore<RuleEntity, PlacementRule> {
    RuleStore(EntityManager entities) {
        super(entities, RuleEntity.class);
    }

    @Override
    protected RuleEntity newEntity(PlacementRule rule) {
        return new RuleEntity(rule);
    }

    @Override
    protected void set(RuleEntity entity, PlacementRule rule) {
        entity.set(rule);
    }

    @Override
    protected PlacementRule toRecord(RuleEntity entity) {
        return entity.toRecord();
    }

    /** The rules of a cluster, by id. */
    @Transactional(readOnly = true)
    public List<PlacementRule> in(ClusterId cluster) {
        return select("select rule from RuleEntity rule where rule.clusterId = ?1 order by rule.id", cluster.value());
    }
}
