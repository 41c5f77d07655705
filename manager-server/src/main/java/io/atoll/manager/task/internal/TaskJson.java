package io.atoll.manager.task.internal;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Turns what tasks remember into JSON and back, strictly. */
final class TaskJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String ESCAPED_ZERO = "\\u0000";

    private TaskJson() {}

    /** Postgres cannot hold a zero character, not even escaped, and what an agent sends may contain one. */
    static String write(@Nullable Object value) {
        var json = MAPPER.writeValueAsString(value);
        return json.contains(ESCAPED_ZERO) ? MAPPER.writeValueAsString(withoutZeros(MAPPER.readTree(json))) : json;
    }

    private static JsonNode withoutZeros(JsonNode node) {
        if (node.isString()) {
            return StringNode.valueOf(node.stringValue().replace("\u0000", ""));
        }
        if (node instanceof ObjectNode object) {
            var clean = MAPPER.createObjectNode();
            object.properties()
                    .forEach(field -> clean.set(field.getKey().replace("\u0000", ""), withoutZeros(field.getValue())));
            return clean;
        }
        if (node instanceof ArrayNode array) {
            var clean = MAPPER.createArrayNode();
            array.forEach(element -> clean.add(withoutZeros(element)));
            return clean;
        }
        return node;
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    static ObjectNode readObject(@Nullable String json) {
        return json == null ? MAPPER.createObjectNode() : (ObjectNode) MAPPER.readTree(json);
    }

    static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    static <T> T convert(String what, JsonNode node, Class<T> type) {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "The task's %s cannot be read as %s: %s"
                            .formatted(what, type.getSimpleName(), e.getOriginalMessage()),
                    e);
        }
    }

    static ObjectNode object(Map<String, ?> fields) {
        return MAPPER.valueToTree(fields);
    }
}
