package io.atoll.manager.vm.jpa;

import io.atoll.manager.persistence.JsonConverter;
import io.atoll.manager.vm.internal.GuestFacts;
import tools.jackson.core.type.TypeReference;

/** What a guest says of itself, as JSON. */
public class JsonGuestFacts extends JsonConverter<GuestFacts> {
    public JsonGuestFacts() {
        super(new TypeReference<>() {});
    }
}
