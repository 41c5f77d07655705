package io.atoll.manager.alarm.jpa;

import io.atoll.manager.alarm.internal.definition.Condition;
import io.atoll.manager.persistence.JsonConverter;
import tools.jackson.core.type.TypeReference;

/** A definition's condition as JSON. */
public class JsonCondition extends JsonConverter<Condition> {
    public JsonCondition() {
        super(new TypeReference<>() {});
    }
}
