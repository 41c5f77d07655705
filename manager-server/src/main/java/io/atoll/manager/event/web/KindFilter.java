package io.atoll.manager.event.web;

import io.atoll.manager.problem.AtollException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which kinds of objects a client wants to hear of; from {@code types=vm.*,host.*}. Without kinds, all. */
record KindFilter(Set<String> kinds) {
    private static final int MAX_LENGTH = 500;
    private static final Pattern PART = Pattern.compile("([a-z][a-z-]{0,31})(\\.\\*)?");

    static KindFilter parse(@Nullable String text) {
        if (text == null) {
            return new KindFilter(Set.of());
        }
        if (text.length() > MAX_LENGTH) {
            throw AtollException.invalid(
                    "types", "types has %d characters; the limit is %d.".formatted(text.length(), MAX_LENGTH));
        }
        var kinds = new TreeSet<String>();
        Arrays.stream(text.split(",", -1)).forEach(part -> {
            var matcher = PART.matcher(part.strip());
            if (!matcher.matches()) {
                throw AtollException.invalid("types", "types is a list like vm.*,host.*; one part of it is neither.");
            }
            kinds.add(matcher.group(1));
        });
        return new KindFilter(kinds);
    }

    boolean wants(String kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }
}
