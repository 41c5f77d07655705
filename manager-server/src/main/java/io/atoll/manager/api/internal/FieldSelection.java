package io.atoll.manager.api.internal;

import io.atoll.manager.api.Page;
import io.atoll.manager.problem.AtollException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code ?fields=metadata.name,status.powerState}: only these are answered. A path to an object takes all of it. */
record FieldSelection(List<List<String>> paths) {
    static final String PARAMETER = "fields";
    private static final int LONGEST_CHARS = 1_000;
    private static final Pattern FIELDS = Pattern.compile(
            "[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z0-9][A-Za-z0-9_/-]*){0,4}(,[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z0-9][A-Za-z0-9_/-]*){0,4}){0,49}");

    static FieldSelection parse(String text) {
        if (text.length() > LONGEST_CHARS || !FIELDS.matcher(text).matches()) {
            throw AtollException.invalid(
                    "fields", "fields is a list of at most 50 names such as metadata.name,status.powerState.");
        }
        return new FieldSelection(Arrays.stream(text.split(","))
                .map(path -> List.of(path.split("\\.")))
                .toList());
    }

    Object apply(Object body, JsonMapper json) {
        if (body instanceof Page<?>(var items, var nextCursor, var totalCount)) {
            var kept = new ArrayList<JsonNode>(items.size());
            items.forEach(item -> kept.add(select(json.valueToTree(item), json)));
            return new Page<JsonNode>(kept, nextCursor, totalCount);
        }
        return select(json.valueToTree(body), json);
    }

    private JsonNode select(JsonNode whole, JsonMapper json) {
        ObjectNode kept = json.createObjectNode();
        paths.forEach(path -> copy(whole, kept, path));
        return kept;
    }

    private static void copy(JsonNode from, ObjectNode to, List<String> path) {
        String name = path.getFirst();
        JsonNode value = from.get(name);
        if (value == null) {
            return;
        }
        if (path.size() == 1) {
            to.set(name, value);
        } else if (value.isObject()) {
            JsonNode there = to.get(name);
            ObjectNode inner = there instanceof ObjectNode object ? object : to.putObject(name);
            copy(value, inner, path.subList(1, path.size()));
        }
    }
}
