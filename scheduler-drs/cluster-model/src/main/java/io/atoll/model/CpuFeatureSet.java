package io.atoll.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** CPU features by the names Linux gives them in /proc/cpuinfo, in alphabetical order. */
public record CpuFeatureSet(SortedSet<String> names) {
    public static final CpuFeatureSet NONE = new CpuFeatureSet(Sorted.copyOf(new TreeSet<>()));

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,39}");

    public CpuFeatureSet {
        for (var name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "A CPU feature name of %d characters is not one of lower-case letters, digits, '_', '.', '-' (at most 40). Use the names of /proc/cpuinfo."
                                .formatted(name.length()));
            }
        }
        names = Sorted.copyOf(names);
    }

    public static CpuFeatureSet of(Collection<String> names) {
        return new CpuFeatureSet(new TreeSet<>(names));
    }

    public static CpuFeatureSet of(String... names) {
        return of(Arrays.asList(names));
    }

    public boolean covers(CpuFeatureSet needed) {
        return names.containsAll(needed.names);
    }

    /** What this set has and {@code other} lacks. */
    public CpuFeatureSet minus(CpuFeatureSet other) {
        var rest = new TreeSet<>(names);
        rest.removeAll(other.names);
        return new CpuFeatureSet(rest);
    }

    public CpuFeatureSet plus(CpuFeatureSet other) {
        var all = new TreeSet<>(names);
        all.addAll(other.names);
        return new CpuFeatureSet(all);
    }

    @Override
    public String toString() {
        return String.join(" ", names);
    }
}
