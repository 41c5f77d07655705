package io.atoll.manager.alarm.jpa;

import io.atoll.manager.alarm.internal.definition.AlarmDefinition;
import io.atoll.manager.persistence.RecordStore;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code alarm_definition}. */
@Repository
public class AlarmDefinitionStore extends RecordStore<AlarmDefinitionEntity, AlarmDefinition> {
    private static final UUID NOBODY = new UUID(0, 0);

    AlarmDefinitionStore(EntityManager entities) {
        super(entities, AlarmDefinitionEntity.class);
    }

    @Override
    protected AlarmDefinitionEntity newEntity(AlarmDefinition definition) {
        return new AlarmDefinitionEntity(definition);
    }

    @Override
    protected void set(AlarmDefinitionEntity entity, AlarmDefinition definition) {
        entity.set(definition);
    }

    @Override
    protected AlarmDefinition toRecord(AlarmDefinitionEntity entity) {
        return entity.toRecord();
    }

    @Transactional(readOnly = true)
    public List<AlarmDefinition> all() {
        return select("select d from AlarmDefinitionEntity d where d.id <> ?1 order by d.id", NOBODY);
    }
}
