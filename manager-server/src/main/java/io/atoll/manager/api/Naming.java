package io.atoll.manager.api;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What people call an object and write on it. Already checked. */
public record Naming(String name, SortedMap<String, String> labels, String description) {
    public Naming {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    public static Naming of(String name, Map<String, String> labels, String description) {
        return new Naming(name, new TreeMap<>(labels), description);
    }

    public static Naming of(String name) {
        return of(name, Map.of(), "");
    }
}
