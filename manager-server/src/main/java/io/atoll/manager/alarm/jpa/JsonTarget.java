package io.atoll.manager.alarm.jpa;

import io.atoll.manager.alarm.internal.definition.Target;
import io.atoll.manager.persistence.JsonConverter;
import tools.jackson.core.type.TypeReference;

/** A definition's target as JSON. */
public class JsonTarget extends JsonConverter<Target> {
    public JsonTarget() {
        super(new TypeReference<>() {});
    }
}
