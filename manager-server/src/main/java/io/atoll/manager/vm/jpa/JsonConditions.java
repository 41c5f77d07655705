package io.atoll.manager.vm.jpa;

import io.atoll.manager.persistence.JsonConverter;
import io.atoll.manager.vm.internal.VmStatus.Condition;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/** Conditions as a JSON array. */
public class JsonConditions extends JsonConverter<List<Condition>> {
    public JsonConditions() {
        super(new TypeReference<>() {});
    }
}
