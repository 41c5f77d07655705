package io.atoll.manager.placement.internal.rule;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Why a rule cannot be met.
 *
 * @param check stable name, for programs
 * @param rules all rules that take part, by name
 * @param need how much would be needed, in {@code unit}; null: nothing is counted
 * @param free how much there is
 */
public record RuleConflict(
        String check,
        List<String> rules,
        @Nullable Long need,
        @Nullable Long free,
        @Nullable String unit,
        String detail) {
    public RuleConflict {
        rules = List.copyOf(rules);
    }

    static RuleConflict of(String check, Collection<AppliedRule> rules, String detail) {
        return new RuleConflict(check, names(rules), null, null, null, detail);
    }

    static RuleConflict counted(
            String check, Collection<AppliedRule> rules, long need, long free, String unit, String detail) {
        return new RuleConflict(check, names(rules), need, free, unit, detail);
    }

    private static List<String> names(Collection<AppliedRule> rules) {
        var names = new TreeSet<String>();
        rules.forEach(rule -> names.add(rule.name()));
        return List.copyOf(names);
    }
}
