package io.atoll.drs.lab;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names in one object, each allowed once. Remembers those of the object before, so that a list of like objects costs a
 * comparison for each name and no search.
 */
final class ObjectNames {
    private static final int MANY = 16;

    /** Different from each other; those from {@link #count} on belong to the object before. */
    private final List<String> names = new ArrayList<>();

    private final Set<String> seen = new HashSet<>();
    private int count;

    void begin() {
        count = 0;
        seen.clear();
    }

    /** The name that comes next if this object is like the one before; null: that one had no more. */
    @Nullable
    String expected() {
        return count < names.size() ? names.get(count) : null;
    }

    /** Takes the expected name. */
    String accept() {
        return names.get(count++);
    }

    /** Takes another name; false where the object has it already. */
    boolean add(String name) {
        if (names.size() > count) {
            names.subList(count, names.size()).clear();
        }
        if (has(name)) {
            return false;
        }
        names.add(name);
        count++;
        return true;
    }

    private boolean has(String name) {
        if (count < MANY) {
            return names.contains(name);
        }
        if (seen.size() < count) {
            seen.addAll(names);
        }
        return !seen.add(name);
    }
}
