package io.atoll.manager.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One reason for a refusal, with its numbers where it has some.
 *
 * @param field the input's field in dotted form, when a field is to blame
 * @param host the host's name, when a host is to blame
 * @param check the stable name of the check that failed, for example {@code memory}
 * @param code a code of its own, when this cause has one
 * @param need how much was needed, in {@code unit}
 * @param free how much there was, in {@code unit}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Cause(
        @Nullable String field,
        @Nullable String host,
        @Nullable String check,
        @Nullable String code,
        @Nullable Long need,
        @Nullable Long free,
        @Nullable String unit,
        String detail) {
    public static Cause field(String field, String detail) {
        return new Cause(field, null, null, null, null, null, null, detail);
    }

    public static Cause host(String host, String check, String detail) {
        return new Cause(null, host, check, null, null, null, null, detail);
    }
}
