package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.HostHa;
import io.atoll.manager.persistence.JsonConverter;
import tools.jackson.core.type.TypeReference;

/** What a host says of HA, as JSON. */
public class JsonHostHa extends JsonConverter<HostHa> {
    public JsonHostHa() {
        super(new TypeReference<>() {});
    }
}
