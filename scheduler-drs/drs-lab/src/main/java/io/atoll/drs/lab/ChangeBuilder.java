package io.atoll.drs.lab;

import io.atoll.drs.lab.RawInstance.RawChange;
import io.atoll.drs.plan.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The changes of a what-if: {@code host-dies}, {@code hosts-added}, {@code vms-added}, {@code demand-grows}, {@code rule-gone}. */
final class ChangeBuilder {
    private ChangeBuilder() {}

    /** @param rules the names of all rules, those that should hold as well */
    static List<Change> build(RawInstance raw, Names names, Set<String> rules) {
        var changes = new ArrayList<Change>();
        for (var i = 0; i < raw.changes.size(); i++) {
            changes.add(change(raw.changes.get(i), names, rules, "objective.whatIf[%d]".formatted(i)));
        }
        return changes;
    }

    private static Change change(RawChange change, Names names, Set<String> rules, String place) {
        if (change.count > Change.MOST_COPIES) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE,
                    place + ".count",
                    "%s.count should be from 1 to %d, but is %d.".formatted(place, Change.MOST_COPIES, change.count));
        }
        return switch (change.kind) {
            case "host-dies" -> new Change.HostDies(names.host(only(change, place), place + ".ids[0]"));
            case "hosts-added" ->
                new Change.HostsAdded(names.host(only(change, place), place + ".ids[0]"), (int) change.count);
            case "vms-added" ->
                new Change.VmsAdded(names.vm(only(change, place), place + ".ids[0]"), (int) change.count);
            case "demand-grows" -> {
                if (!(change.factor <= 1e6)) {
                    throw new BadInput(
                            ErrorCode.INVALID_VALUE,
                            place + ".factor",
                            "%s.factor should be a number from 0 to 1e6, but is %s."
                                    .formatted(place, Double.isNaN(change.factor) ? "missing" : change.factor));
                }
                yield new Change.DemandGrows(names.vms(change.ids, place + ".ids"), change.factor);
            }
            case "rule-gone" -> {
                var rule = only(change, place);
                if (!rules.contains(rule)) {
                    throw Names.unknown("rule", place + ".ids[0]", rule);
                }
                yield new Change.RuleGone(rule);
            }
            default ->
                throw new BadInput(
                        ErrorCode.INVALID_VALUE,
                        place + ".kind",
                        "%s.kind should be host-dies, hosts-added, vms-added, demand-grows or rule-gone, but is %s."
                                .formatted(place, BadInput.quote(change.kind)));
        };
    }

    private static String only(RawChange change, String place) {
        if (change.ids.size() != 1) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE,
                    place + ".ids",
                    "%s.ids should hold one id for %s, but holds %d.".formatted(place, change.kind, change.ids.size()));
        }
        return change.ids.getFirst();
    }
}
