package io.atoll.manager.placement.internal.rule;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.internal.rule.PlacementRule.Enforcement;
import io.atoll.manager.placement.internal.rule.PlacementRule.Kind;
import io.atoll.manager.placement.internal.rule.PlacementRule.Members;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a client may say of a rule; what is missing stays as it is, or has a default in a new one. */
public record RuleDraft(
        @Nullable String kind,

        @Nullable String enforcement,

        @Nullable Boolean enabled,
        @Nullable List<@Nullable String> vmIds,
        @Nullable String vmSelector,
        @Nullable List<@Nullable String> hostIds,
        @Nullable String hostSelector,
        @Nullable String zoneLabel,
        @Nullable Integer maxSharePercent) {
    public static final RuleDraft NOTHING = new RuleDraft(null, null, null, null, null, null, null, null, null);

    private static final int LONGEST_SELECTOR_CHARS = 1_024;
    private static final int MOST_MEMBERS = 1_000;

    /** What a new rule of this kind begins with. */
    static Enforcement usual(Kind kind) {
        return switch (kind) {
            case KEEP_TOGETHER, KEEP_APART, VM_HOST, BLAST_RADIUS -> Enforcement.MUST;
            case ZONE_SPREAD -> Enforcement.SHOULD;
        };
    }

    /** The rule with what is said here. Its kind is what it was. */
    PlacementRule applyTo(PlacementRule before, LiveCluster cluster, InputCheck check) {
        return applyTo("spec", before, cluster, check);
    }

    /** @param field where this stands in the request */
    PlacementRule applyTo(String field, PlacementRule before, LiveCluster cluster, InputCheck check) {
        var after = new PlacementRule(
                before.id(),
                before.naming(),
                before.revision(),
                before.createdAt(),
                before.clusterId(),
                before.kind(),
                check.choice(field + ".enforcement", enforcement, Enforcement.class, before.enforcement()),
                enabled == null ? before.enabled() : enabled,
                members(
                        field + ".vm",
                        vmIds,
                        vmSelector,
                        before.vms(),
                        id -> cluster.vms().containsKey(new VmId(id)),
                        check),
                members(
                        field + ".host",
                        hostIds,
                        hostSelector,
                        before.hosts(),
                        id -> cluster.hosts().containsKey(new HostId(id)),
                        check),
                label(field, before.zoneLabel(), check),
                maxSharePercent == null
                        ? before.maxSharePercent()
                        : (Integer) check.range(field + ".maxSharePercent", maxSharePercent.intValue(), 1, 100));
        requireWhole(field, after, check);
        return after;
    }

    private @Nullable String label(String field, @Nullable String before, InputCheck check) {
        if (zoneLabel == null) {
            return before;
        }
        if (zoneLabel.isEmpty()) {
            return null;
        }
        return check.labels(field + ".zoneLabel", Map.of(zoneLabel, "")).isEmpty() ? before : zoneLabel;
    }

    private static Members members(
            String field,
            @Nullable List<@Nullable String> ids,
            @Nullable String selector,
            Members before,
            Predicate<UUID> isThere,
            InputCheck check) {
        check.require(
                ids == null || ids.isEmpty() || selector == null || selector.isEmpty(),
                field + "Selector",
                "%sIds and %sSelector exclude each other: send one of them.".formatted(field, field));
        if (selector != null && !selector.isEmpty()) {
            return new Members(List.of(), selector(field + "Selector", selector, check));
        }
        if (ids != null) {
            return new Members(ids(field + "Ids", ids, before.ids(), isThere, check), null);
        }
        return selector == null ? before : new Members(before.ids(), null);
    }

    private static @Nullable LabelSelector selector(String field, String text, InputCheck check) {
        if (text.length() > LONGEST_SELECTOR_CHARS) {
            check.refuse(
                    field,
                    "%s has %d characters; at most %d are read."
                            .formatted(field, text.length(), LONGEST_SELECTOR_CHARS));
            return null;
        }
        try {
            return LabelSelector.parse(text);
        } catch (LabelSelector.SyntaxException e) {
            check.refuse(
                    field,
                    "%s cannot be read: %s. It is a list like: tier=web, zone in (a, b), !canary."
                            .formatted(field, e.getMessage()));
            return null;
        }
    }

    /** Those that were in the rule before may be gone by now; new ones must be there. */
    private static List<UUID> ids(
            String field, List<@Nullable String> texts, List<UUID> before, Predicate<UUID> isThere, InputCheck check) {
        if (texts.size() > MOST_MEMBERS) {
            check.refuse(field, "There are %d ids; at most %d are kept.".formatted(texts.size(), MOST_MEMBERS));
            return before;
        }
        var ids = new ArrayList<UUID>();
        for (var i = 0; i < texts.size(); i++) {
            var place = "%s[%d]".formatted(field, i);
            var id = check.<UUID>id(place, texts.get(i), uuid -> uuid);
            if (id.getMostSignificantBits() == 0 && id.getLeastSignificantBits() == 0) {
                continue; // said already
            }
            check.require(
                    isThere.test(id) || before.contains(id), place, "There is no %s in the cluster.".formatted(id));
            if (!ids.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static void requireWhole(String field, PlacementRule rule, InputCheck check) {
        var kind = rule.kind();
        check.require(
                rule.enforcement() != Enforcement.MUST_NOT || kind == Kind.VM_HOST,
                field + ".enforcement",
                "MUST_NOT is for rules of kind VM_HOST; a %s rule is MUST or SHOULD.".formatted(kind));
        var several = kind == Kind.KEEP_TOGETHER || kind == Kind.KEEP_APART;
        check.require(
                rule.vms().selector() != null || rule.vms().ids().size() >= (several ? 2 : 1),
                field + ".vmIds",
                "A %s rule names %s, or selects VMs by their labels with %s.vmSelector."
                        .formatted(kind, several ? "at least two VMs" : "at least one VM", field));
        check.require(
                rule.hosts().isNobody() == (kind != Kind.VM_HOST),
                field + ".hostIds",
                kind == Kind.VM_HOST
                        ? "A VM_HOST rule names hosts, or selects them by their labels with %s.hostSelector."
                                .formatted(field)
                        : "A %s rule names no hosts.".formatted(kind));
        var zoned = kind == Kind.ZONE_SPREAD || kind == Kind.BLAST_RADIUS;
        check.require(
                zoned || rule.zoneLabel() == null, field + ".zoneLabel", "A %s rule knows no zones.".formatted(kind));
        check.require(
                kind != Kind.ZONE_SPREAD || rule.zoneLabel() != null,
                field + ".zoneLabel",
                "%s.zoneLabel is required: the label of hosts that names their zone, rack for example."
                        .formatted(field));
        check.require(
                (kind == Kind.BLAST_RADIUS) == (rule.maxSharePercent() != null),
                field + ".maxSharePercent",
                kind == Kind.BLAST_RADIUS
                        ? "%s.maxSharePercent is required: how many percent of the VMs one zone may hold."
                                .formatted(field)
                        : "A %s rule knows no share.".formatted(kind));
    }
}
