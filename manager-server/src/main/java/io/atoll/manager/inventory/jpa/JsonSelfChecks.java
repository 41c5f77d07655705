package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Host.SelfCheck;
import io.atoll.manager.persistence.JsonConverter;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/** Self-checks as a JSON array. */
class JsonSelfChecks extends JsonConverter<List<SelfCheck>> {
    JsonSelfChecks() {
        super(new TypeReference<>() {});
    }
}
