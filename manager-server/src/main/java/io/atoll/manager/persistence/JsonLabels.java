package io.atoll.manager.persistence;

import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** Labels as a JSON object. */
public class JsonLabels extends JsonConverter<Map<String, String>> {
    public JsonLabels() {
        super(new TypeReference<>() {});
    }
}
