package io.atoll.manager.placement.internal.rule;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.Naming;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.RuleBook;
import io.atoll.manager.placement.internal.rule.PlacementRule.Enforcement;
import io.atoll.manager.placement.internal.rule.PlacementRule.Kind;
import io.atoll.manager.placement.internal.rule.PlacementRule.Members;
import io.atoll.model.cluster.Cluster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** What is written of a cluster's rules, with what somebody supposes. */
record SupposedBook(LiveCluster cluster, List<PlacementRule> rules) implements RuleBook {
    /** No rule has such an id: ids are made of a time, and this is one of long ago. */
    private static final long SUPPOSED = 0x5255_4c45L << 32;

    SupposedBook {
        rules = List.copyOf(rules);
    }

    @Override
    public SortedMap<UUID, String> names() {
        var names = new TreeMap<UUID, String>();
        rules.stream().filter(PlacementRule::enabled).forEach(rule -> names.put(rule.id(), rule.name()));
        return Collections.unmodifiableSortedMap(names);
    }

    @Override
    public RuleBook without(UUID gone) {
        return new SupposedBook(
                cluster, rules.stream().filter(rule -> !rule.id().equals(gone)).toList());
    }

    @Override
    public Extended with(String field, String name, Text text, InputCheck check) {
        var kind = check.requiredChoice(field + ".kind", text.kind(), Kind.class, Kind.KEEP_APART);
        var blank = new PlacementRule(
                new UUID(SUPPOSED, rules.size()),
                Naming.of(free(name), Map.of(), ""),
                0,
                Instant.EPOCH,
                cluster.settings().id(),
                kind,
                Enforcement.MUST,
                true,
                Members.NONE,
                Members.NONE,
                null,
                null);
        var rule = draft(text).applyTo(field, blank, cluster, check);
        check.require(
                rule.enforcement() != Enforcement.SHOULD,
                field + ".enforcement",
                "%s.enforcement is SHOULD: a rule that may be broken cannot be supposed; say MUST%s."
                        .formatted(field, kind == Kind.VM_HOST ? " or MUST_NOT" : ""));
        var all = new ArrayList<>(rules);
        all.add(rule);
        return extended(new SupposedBook(cluster, all), rule);
    }

    /** A rule that lacks what its kind needs was refused already, and cannot be told to anybody. */
    private Extended extended(SupposedBook book, PlacementRule rule) {
        var isTold = switch (rule.kind()) {
            case KEEP_TOGETHER, KEEP_APART, VM_HOST -> true;
            case ZONE_SPREAD -> rule.zoneLabel() != null;
            case BLAST_RADIUS -> rule.maxSharePercent() != null;
        };
        if (!isTold) {
            return new Extended(book, List.of(), List.of());
        }
        var applied = AppliedRules.of(List.of(rule), cluster);
        var told = applied.cluster(id -> id);
        var limits = told.limits();
        var preferences = told.model().preferences();
        var zoneRules = new ArrayList<ZoneRule>();
        for (var i = 0; i < limits.size(); i++) {
            zoneRules.add(new ZoneRule(preferences.get(i), limits.get(i)));
        }
        return new Extended(book, told.model().rules(), zoneRules);
    }

    private static RuleDraft draft(Text text) {
        return new RuleDraft(
                null,
                text.enforcement(),
                true,
                text.vmIds(),
                text.vmSelector(),
                text.hostIds(),
                text.hostSelector(),
                text.zoneLabel(),
                text.maxSharePercent());
    }

    private String free(String name) {
        var free = name;
        while (isTaken(free)) {
            free += "-new";
        }
        return free;
    }

    private boolean isTaken(String name) {
        return rules.stream().anyMatch(rule -> rule.name().equals(name));
    }

    @Override
    public List<Contradiction> contradictions(Cluster then) {
        if (rules.isEmpty()) {
            return List.of();
        }
        return RuleConflicts.of(AppliedRules.of(rules, cluster.with(then))).stream()
                .map(found -> new Contradiction(
                        found.check(), found.rules(), found.need(), found.free(), found.unit(), found.detail()))
                .toList();
    }
}
