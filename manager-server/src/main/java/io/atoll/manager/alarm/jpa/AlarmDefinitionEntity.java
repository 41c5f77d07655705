package io.atoll.manager.alarm.jpa;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.internal.definition.AlarmDefinition;
import io.atoll.manager.alarm.internal.definition.Condition;
import io.atoll.manager.alarm.internal.definition.Target;
import io.atoll.manager.persistence.NamedEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A row of {@code alarm_definition}. */
@Entity
@Table(name = "alarm_definition")
class AlarmDefinitionEntity extends NamedEntity {
    private boolean enabled;

    @Enumerated(EnumType.STRING)
    private AlarmObjectKind objectKind;

    @Convert(converter = JsonTarget.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private Target target;

    @Convert(converter = JsonCondition.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private Condition condition;

    private @Nullable String builtin;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected AlarmDefinitionEntity() {}

    @SuppressWarnings("NullAway.Init") // set() does it
    AlarmDefinitionEntity(AlarmDefinition definition) {
        super(definition.id(), definition.naming(), definition.createdAt());
        set(definition);
    }

    final void set(AlarmDefinition definition) {
        naming(definition.naming());
        enabled = definition.enabled();
        objectKind = definition.objectKind();
        target = definition.target();
        condition = definition.condition();
        builtin = definition.builtin();
    }

    AlarmDefinition toRecord() {
        return new AlarmDefinition(
                id(), naming(), revision(), createdAt(), updatedAt(), enabled, objectKind, target, condition, builtin);
    }
}
