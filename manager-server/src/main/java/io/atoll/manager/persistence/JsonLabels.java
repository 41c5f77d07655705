package io.atoll.manager.persistence;

import java.util.SortedMap;
import tools.jackson.core.type.TypeReference;

/** Labels as a JSON object. */
public class JsonLabels extends JsonConverter<SortedMap<String, String>> {
    public JsonLabels() {
        super(new TypeReference<>() {});
    }
}
