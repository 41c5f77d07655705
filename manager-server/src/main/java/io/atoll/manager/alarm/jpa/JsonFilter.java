package io.atoll.manager.alarm.jpa;

import io.atoll.manager.alarm.internal.notify.Channel.Filter;
import io.atoll.manager.persistence.JsonConverter;
import tools.jackson.core.type.TypeReference;

/** A channel's filter as JSON. */
public class JsonFilter extends JsonConverter<Filter> {
    public JsonFilter() {
        super(new TypeReference<>() {});
    }
}
