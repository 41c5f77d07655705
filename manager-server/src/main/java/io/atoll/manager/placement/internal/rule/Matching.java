package io.atoll.manager.placement.internal.rule;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many can have a place of their own, by augmenting paths (Berge 1957; Kuhn 1955), looked for breadth-first. */
final class Matching {
    private Matching() {}

    /** @param choices for each who wants a place, those that would do */
    static <T> int size(List<? extends Set<T>> choices) {
        var taken = new HashMap<T, Integer>();
        var matched = 0;
        for (var who = 0; who < choices.size(); who++) {
            if (place(who, choices, taken)) {
                matched++;
            }
        }
        return matched;
    }

    private static <T> boolean place(int who, List<? extends Set<T>> choices, Map<T, Integer> taken) {
        var cameFrom = new HashMap<T, T>();
        var seen = new HashSet<T>();
        var waiting = new ArrayDeque<T>();
        for (var choice : choices.get(who)) {
            seen.add(choice);
            waiting.add(choice);
        }
        while (!waiting.isEmpty()) {
            var place = waiting.remove();
            var holder = taken.get(place);
            if (holder == null) {
                shift(who, place, cameFrom, taken);
                return true;
            }
            for (var other : choices.get(holder)) {
                if (seen.add(other)) {
                    cameFrom.put(other, place);
                    waiting.add(other);
                }
            }
        }
        return false;
    }

    /** Everyone on the path goes one further; the first place of it is free then. */
    private static <T> void shift(int who, T end, Map<T, T> cameFrom, Map<T, Integer> taken) {
        var place = end;
        for (var before = cameFrom.get(place); before != null; before = cameFrom.get(place)) {
            var holder = taken.get(before);
            if (holder != null) {
                taken.put(place, holder);
            }
            place = before;
        }
        taken.put(place, who);
    }
}
