package io.atoll.manager.dpm.internal;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Why something is so or is to be done. Kept as JSON; names are API.
 *
 * @param code stable; clients translate by it
 * @param parameters the figures and names of the sentence, by name
 * @param text the same as an English sentence
 */
public record DpmReason(String code, SortedMap<String, String> parameters, String text) {
    public DpmReason {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    public static DpmReason of(String code, String text) {
        return new DpmReason(code, new TreeMap<>(), text);
    }

    public DpmReason with(String name, Object value) {
        var more = new TreeMap<>(parameters);
        more.put(name, String.valueOf(value));
        return new DpmReason(code, more, text);
    }
}
