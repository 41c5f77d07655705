package io.atoll.manager.api.internal;

import io.atoll.manager.api.PageRequest;
import io.atoll.manager.problem.AtollException;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.util.UriUtils;

/**
 * The query parameters of an operation. Others are refused: whoever misspells {@code filter} would be given everything, and
 * believe it to be what was asked for.
 */
final class KnownParameters {
    private static final List<String> OF_LISTS = List.of("limit", "cursor", "filter", "sort");
    private static final int LONGEST_SHOWN_CHARS = 60;

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    void check(HttpServletRequest request, HandlerMethod handler) {
        String query = request.getQueryString();
        if (query == null || !handler.getBeanType().getName().startsWith("io.atoll.")) {
            return;
        }
        Set<String> wanted = known.computeIfAbsent(
                handler.getMethod(), _ -> of(handler, MutationPipeline.isMutation(request.getMethod())));
        for (String part : query.split("&", -1)) {
            String name = UriUtils.decode(part.split("=", 2)[0], StandardCharsets.UTF_8);
            if (!name.isEmpty() && !wanted.contains(name)) {
                throw unknown(name, wanted);
            }
        }
    }

    private static AtollException unknown(String name, Set<String> wanted) {
        String shown = name.length() > LONGEST_SHOWN_CHARS ? name.substring(0, LONGEST_SHOWN_CHARS) + "…" : name;
        String detail =
                "There is no query parameter \"%s\" here; known are %s.".formatted(shown, String.join(", ", wanted));
        return AtollException.invalid(shown, detail);
    }

    private static Set<String> of(HandlerMethod handler, boolean changes) {
        var names = new TreeSet<String>();
        for (MethodParameter parameter : handler.getMethodParameters()) {
            var annotation = parameter.getParameterAnnotation(RequestParam.class);
            if (annotation != null) {
                String given = annotation.name();
                names.add(given.isEmpty() ? parameter.getParameter().getName() : given);
            } else if (parameter.getParameterType() == PageRequest.class) {
                names.addAll(OF_LISTS);
            }
        }
        names.add(changes ? DryRunResolver.PARAMETER : FieldSelection.PARAMETER);
        return names;
    }
}
