package io.atoll.manager.api;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The part of a merge patch that every object takes. What is missing stays; a label set to null goes. */
public record NamingPatch(
        @Nullable String name,
        @Nullable Map<String, @Nullable String> labels,
        @Nullable String description) {
    /** For an object that is made now: its name must be there. */
    public Naming ofNew(InputCheck check) {
        check.present("name", name, "");
        return applyTo(Naming.of("unnamed"), check);
    }

    public Naming applyTo(Naming before, InputCheck check) {
        var merged = new TreeMap<String, @Nullable String>(before.labels());
        if (labels != null) {
            labels.forEach((key, value) -> {
                if (value == null) {
                    merged.remove(key);
                } else {
                    merged.put(key, value);
                }
            });
        }
        return Naming.of(
                name == null ? before.name() : check.name("name", name),
                check.labels("labels", merged),
                description == null ? before.description() : check.description("spec.description", description));
    }
}
