package io.atoll.drs.lab;

import io.atoll.drs.lab.RawInstance.RawRule;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules of an instance: those that must hold, and those with a weight, which should. */
final class RuleBuilder {
    private static final double PERCENT = 100;

    private final RawInstance raw;
    private final Names names;
    // A list of groups that many rules name is translated once and then shared.
    private final Map<Integer, List<SortedSet<HostId>>> sharedGroups = new HashMap<>();
    final List<Rule> rules = new ArrayList<>();
    final List<Preference> preferences = new ArrayList<>();

    RuleBuilder(RawInstance raw, Names names) {
        this.raw = raw;
        this.names = names;
        for (var i = 0; i < raw.rules.size(); i++) {
            add(raw.rules.get(i), "rules[%d]".formatted(i));
        }
    }

    /** What the rules are called, those that should hold as well. */
    Set<String> names() {
        var all = new HashSet<String>();
        rules.forEach(rule -> all.add(rule.name()));
        preferences.forEach(preference -> all.add(preference.name()));
        return all;
    }

    private void add(RawRule rule, String place) {
        var name = rule.id == null ? place : rule.id;
        var vms = names.vms(rule.vmIds, place + ".vmIds");
        var weight = Double.isNaN(rule.weight) ? Preference.USUAL_WEIGHT : rule.weight;
        var preference = inRange(place + ".weight", weight, 1e6) ? preference(rule, name, vms, place, weight) : null;
        if (preference != null) {
            preferences.add(preference);
            return;
        }
        var must = must(rule, name, vms, place);
        if (Double.isNaN(rule.weight)) {
            rules.add(must);
        } else {
            preferences.add(new Preference.Should(must, weight));
        }
    }

    private static boolean inRange(String place, double value, double most) {
        if (value > most) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE, place, "%s should be up to %s, but is %s.".formatted(place, most, value));
        }
        return true;
    }

    private static @Nullable Preference preference(
            RawRule rule, String name, SortedSet<VmId> vms, String place, double weight) {
        return switch (rule.kind) {
            case "spread" -> {
                if (rule.label == null) {
                    throw new BadInput(
                            ErrorCode.INVALID_VALUE,
                            place + ".label",
                            "%s.label is missing; it should be a label of hosts.zones.".formatted(place));
                }
                yield new Preference.SpreadOverZones(name, vms, rule.label, weight);
            }
            case "blast-radius" -> {
                if (Double.isNaN(rule.maxSharePct) || rule.maxSharePct > PERCENT) {
                    throw new BadInput(
                            ErrorCode.INVALID_VALUE,
                            place + ".maxSharePct",
                            "%s.maxSharePct should be a number above 0, up to 100, but is %s."
                                    .formatted(place, Double.isNaN(rule.maxSharePct) ? "missing" : rule.maxSharePct));
                }
                yield new Preference.BlastRadius(name, vms, rule.label, rule.maxSharePct / PERCENT, weight);
            }
            default -> null;
        };
    }

    private Rule must(RawRule rule, String name, SortedSet<VmId> vms, String place) {
        return switch (rule.kind) {
            case "anti-affinity" -> new Rule.KeepApart(name, vms);
            case "affinity" -> new Rule.KeepTogether(name, vms);
            case "vm-host" -> {
                var hosts = names.hosts(rule.hostIds, place + ".hostIds");
                yield rule.negate ? new Rule.NeverOn(name, vms, hosts) : new Rule.OnlyOn(name, vms, hosts);
            }
            case "among" -> new Rule.WithinOneGroup(name, vms, groups(rule, place));
            default ->
                throw new BadInput(
                        ErrorCode.INVALID_VALUE,
                        place + ".kind",
                        "%s.kind should be anti-affinity, affinity, vm-host, among, spread or blast-radius, but is %s."
                                .formatted(place, BadInput.quote(rule.kind)));
        };
    }

    private List<SortedSet<HostId>> groups(RawRule rule, String place) {
        if (rule.hostGroups != null) {
            return groups(rule.hostGroups, place + ".hostGroups");
        }
        var ref = rule.hostGroupsRef;
        if (ref < 0 || ref >= raw.hostGroups.size()) {
            throw Names.unknown("list of host groups", place + ".hostGroupsRef", Integer.toString(ref));
        }
        // As the model holds them, so that every rule holds the same ones.
        return sharedGroups.computeIfAbsent(ref, _ -> {
            var groups = groups(raw.hostGroups.get(ref), "hostGroups[%d]".formatted(ref));
            return new Rule.WithinOneGroup("", new TreeSet<>(), groups).groups();
        });
    }

    private List<SortedSet<HostId>> groups(List<List<String>> groups, String place) {
        var result = new ArrayList<SortedSet<HostId>>();
        for (var i = 0; i < groups.size(); i++) {
            result.add(names.hosts(groups.get(i), "%s[%d]".formatted(place, i)));
        }
        return List.copyOf(result);
    }
}
