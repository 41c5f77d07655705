package io.atoll.manager.api.internal;

import io.atoll.manager.api.MutationNotes;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.web.servlet.HandlerMapping;

/**
 * What a request is called in the audit log, from its method and its path: {@code POST /api/v1/vms/{id}/actions/start} is
 * {@code vm.start} of {@code vm/<id>}.
 */
final class RequestNames {
    private static final String PREFIX = "/api/v1/";

    private final String method;
    private final List<String> parts;
    private final HttpServletRequest request;

    RequestNames(HttpServletRequest request) {
        this.request = request;
        this.method = request.getMethod();
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        String path = pattern == null ? "" : pattern.toString();
        this.parts = path.startsWith(PREFIX)
                ? Arrays.stream(path.substring(PREFIX.length()).split("/")).toList()
                : List.of();
    }

    String action() {
        if (parts.isEmpty() || isVariable(parts.getFirst())) {
            return method.toLowerCase(Locale.ROOT);
        }
        int actions = parts.indexOf("actions");
        if (actions >= 0 && actions + 1 < parts.size()) {
            return singular(parts.getFirst()) + "." + parts.get(actions + 1);
        }
        return switch (method) {
            case "POST" -> singular(lastWord()) + ".create";
            case "PATCH" -> singular(changed()) + ".update";
            case "DELETE" -> singular(changed()) + ".delete";
            case "PUT" -> singular(parts.getFirst()) + "." + lastWord();
            default -> singular(parts.getFirst()) + ".read";
        };
    }

    String object() {
        return MutationNotes.object(request).orElseGet(this::objectOfPath);
    }

    /** The kind of object a collection's POST makes. */
    String createdKind() {
        return parts.isEmpty() ? "" : singular(lastWord());
    }

    private String objectOfPath() {
        if (parts.size() < 2 || !isVariable(parts.get(1))) {
            return "";
        }
        boolean nested = parts.size() == 4 && isVariable(parts.getLast());
        String part = nested ? parts.getLast() : parts.get(1);
        String variable = part.substring(1, part.length() - 1);
        Object values = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        Object value = values instanceof Map<?, ?> map ? map.get(variable) : null;
        String noun = nested ? lastWord() : parts.getFirst();
        return value == null || value.toString().length() > 64 ? "" : singular(noun) + "/" + value;
    }

    /** What the path names last by its id; {@code /clusters/{id}/rules/{ruleId}} is about a rule. */
    private String changed() {
        return isVariable(parts.getLast()) ? lastWord() : parts.getFirst();
    }

    private String lastWord() {
        return parts.reversed().stream()
                .filter(part -> !isVariable(part))
                .findFirst()
                .orElse("");
    }

    private static boolean isVariable(String part) {
        return part.startsWith("{");
    }

    private static String singular(String plural) {
        if (plural.endsWith("ches")) { // vm-batches
            return plural.substring(0, plural.length() - 2);
        }
        return plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
    }
}
