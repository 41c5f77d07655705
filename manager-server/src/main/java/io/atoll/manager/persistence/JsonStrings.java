package io.atoll.manager.persistence;

import java.util.List;
import tools.jackson.core.type.TypeReference;

/** Texts as a JSON array. */
public class JsonStrings extends JsonConverter<List<String>> {
    public JsonStrings() {
        super(new TypeReference<>() {});
    }
}
