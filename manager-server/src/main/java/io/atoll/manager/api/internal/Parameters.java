package io.atoll.manager.api.internal;

import io.atoll.manager.problem.AtollException;
import java.util.Optional;
import org.springframework.web.context.request.NativeWebRequest;

/** Query parameters that must not be given twice. */
final class Parameters {
    private Parameters() {}

    static Optional<String> single(NativeWebRequest request, String name) {
        return single(name, request.getParameterValues(name));
    }

    static Optional<String> single(String name, String @org.jspecify.annotations.Nullable [] values) {
        if (values == null || values.length == 0) {
            return Optional.empty();
        }
        if (values.length > 1) {
            throw AtollException.invalid(name, "%s is given %d times; give it once.".formatted(name, values.length));
        }
        return Optional.of(values[0]);
    }

    static boolean flag(String name, String @org.jspecify.annotations.Nullable [] values) {
        String text = single(name, values).orElse("false");
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw AtollException.invalid(name, "%s must be true or false.".formatted(name));
        };
    }
}
