package io.atoll.manager.simulation.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.RuleBook;
import io.atoll.manager.simulation.internal.SimulationDraft.AddedRule;
import io.atoll.manager.simulation.internal.SimulationDraft.ChangeDraft;
import io.atoll.manager.simulation.internal.SimulationDraft.Kind;
import io.atoll.manager.simulation.internal.study.Supposition;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads what is supposed, and says of all of it at once what is wrong. */
final class ChangeReader {
    static final int MOST_CHANGES = 20;
    private static final int MOST_IDS = 5_000;
    private static final int MOST_HOSTS_ADDED = 1_000;
    private static final int MOST_VMS_ADDED = 10_000;
    private static final int MOST_FACTOR = 100;
    private static final int MOST_RATIO = 64;

    /** A label or its value is no longer than this, so a longer one is not there. */
    private static final int LONGEST_ZONE_CHARS = 255;

    private static final UUID NO_ID = new UUID(0, 0);
    private static final Map<Kind, Set<String>> MEMBERS = new EnumMap<>(Map.of(
            Kind.HOSTS_LOST, Set.of("hostIds"),
            Kind.HOSTS_DRAINED, Set.of("hostIds"),
            Kind.ZONE_LOST, Set.of("zoneLabel", "zone"),
            Kind.ZONE_DRAINED, Set.of("zoneLabel", "zone"),
            Kind.HOSTS_ADDED, Set.of("likeHostId", "count"),
            Kind.VMS_ADDED, Set.of("likeVmId", "count"),
            Kind.DEMAND_GROWS, Set.of("vmIds", "factor"),
            Kind.RULE_REMOVED, Set.of("ruleId"),
            Kind.RULE_ADDED, Set.of("rule"),
            Kind.OVERCOMMIT, Set.of("cpuOvercommitRatio")));

    private final LiveCluster live;
    private final InputCheck check;
    private final List<Supposition> found = new ArrayList<>();
    private final Map<UUID, String> named;
    private RuleBook rules;
    private int hostsAdded;
    private int vmsAdded;

    private ChangeReader(Facts facts, InputCheck check) {
        this.live = facts.live();
        this.rules = facts.rules();
        this.named = rules.names();
        this.check = check;
    }

    /**
     * What was read.
     *
     * @param rules those that there would be
     */
    record Read(List<Supposition> suppositions, RuleBook rules) {
        Read {
            suppositions = List.copyOf(suppositions);
        }
    }

    static Read read(@Nullable List<@Nullable ChangeDraft> drafts, Facts facts, InputCheck check) {
        if (drafts == null) {
            return new Read(List.of(), facts.rules());
        }
        if (drafts.size() > MOST_CHANGES) {
            check.refuse(
                    "changes", "There are %d changes; at most %d are read.".formatted(drafts.size(), MOST_CHANGES));
            return new Read(List.of(), facts.rules());
        }
        var reader = new ChangeReader(facts, check);
        for (var i = 0; i < drafts.size(); i++) {
            reader.read("changes[%d]".formatted(i), drafts.get(i));
        }
        check.range("changes: count of hosts added", reader.hostsAdded, 0, MOST_HOSTS_ADDED);
        check.range("changes: count of VMs added", reader.vmsAdded, 0, MOST_VMS_ADDED);
        return new Read(reader.found, reader.rules);
    }

    private void read(String field, @Nullable ChangeDraft draft) {
        if (draft == null || draft.kind() == null) {
            check.refuse(
                    field + ".kind", "%s.kind is required: one of %s.".formatted(field, EnumSet.allOf(Kind.class)));
            return;
        }
        var isKnown =
                EnumSet.allOf(Kind.class).stream().anyMatch(kind -> kind.name().equals(draft.kind()));
        var kind = check.choice(field + ".kind", draft.kind(), Kind.class, Kind.HOSTS_LOST);
        if (isKnown) {
            refuseOthers(field, kind, draft);
            found.addAll(suppositions(field, kind, draft));
        }
    }

    private List<Supposition> suppositions(String field, Kind kind, ChangeDraft draft) {
        return switch (kind) {
            case RULE_REMOVED -> List.of(ruleRemoved(field + ".ruleId", draft.ruleId()));
            case RULE_ADDED -> ruleAdded(field + ".rule", draft.rule());
            case HOSTS_LOST, HOSTS_DRAINED, ZONE_LOST, ZONE_DRAINED, HOSTS_ADDED, VMS_ADDED, DEMAND_GROWS, OVERCOMMIT ->
                List.of(supposition(field, kind, draft));
        };
    }

    private Supposition supposition(String field, Kind kind, ChangeDraft draft) {
        return switch (kind) {
            case HOSTS_LOST -> new Supposition.HostsLost(hosts(field + ".hostIds", draft.hostIds()));
            case HOSTS_DRAINED -> new Supposition.HostsDrained(hosts(field + ".hostIds", draft.hostIds()));
            case ZONE_LOST -> new Supposition.HostsLost(zone(field, draft));
            case ZONE_DRAINED -> new Supposition.HostsDrained(zone(field, draft));
            case HOSTS_ADDED -> {
                var count = count(field, draft.count(), MOST_HOSTS_ADDED);
                hostsAdded += count;
                yield new Supposition.HostsAdded(host(field + ".likeHostId", draft.likeHostId()), count);
            }
            case VMS_ADDED -> {
                var count = count(field, draft.count(), MOST_VMS_ADDED);
                vmsAdded += count;
                yield new Supposition.VmsAdded(vm(field + ".likeVmId", draft.likeVmId()), count);
            }
            case DEMAND_GROWS -> new Supposition.DemandGrows(someVms(field, draft), factor(field, draft.factor()));
            case RULE_REMOVED, RULE_ADDED ->
                throw new IllegalArgumentException("%s is about rules, and read apart.".formatted(kind));
            case OVERCOMMIT -> new Supposition.Overcommit(ratio(field, draft.cpuOvercommitRatio()));
        };
    }

    /** A member that its kind does not know would be ignored, and whoever wrote it would not know. */
    private void refuseOthers(String field, Kind kind, ChangeDraft draft) {
        var members = new TreeMap<String, @Nullable Object>();
        members.put("hostIds", draft.hostIds());
        members.put("zoneLabel", draft.zoneLabel());
        members.put("zone", draft.zone());
        members.put("likeHostId", draft.likeHostId());
        members.put("likeVmId", draft.likeVmId());
        members.put("count", draft.count());
        members.put("vmIds", draft.vmIds());
        members.put("factor", draft.factor());
        members.put("ruleId", draft.ruleId());
        members.put("rule", draft.rule());
        members.put("cpuOvercommitRatio", draft.cpuOvercommitRatio());
        var known = Objects.requireNonNull(MEMBERS.get(kind), "Every kind has its members.");
        members.forEach((member, value) -> check.require(
                value == null || known.contains(member),
                "%s.%s".formatted(field, member),
                "A change of kind %s knows no %s; leave it out.".formatted(kind, member)));
    }

    // ---- numbers

    private int count(String field, @Nullable Integer value, int most) {
        var name = field + ".count";
        return check.range(name, check.present(name, value, 1), 1, most);
    }

    private double factor(String field, @Nullable Double value) {
        var name = field + ".factor";
        var factor = check.present(name, value, 1.0);
        var isValid = factor >= 0 && factor <= MOST_FACTOR;
        check.require(isValid, name, "%s is %s; it must be between 0 and %d.".formatted(name, factor, MOST_FACTOR));
        return isValid ? factor : 1;
    }

    private double ratio(String field, @Nullable Double value) {
        var name = field + ".cpuOvercommitRatio";
        var ratio = check.present(name, value, 1.0);
        var isValid = ratio >= 1 && ratio <= MOST_RATIO && ratio == Math.rint(ratio);
        check.require(
                isValid, name, "%s is %s; it must be a whole number from 1 to %d.".formatted(name, ratio, MOST_RATIO));
        return isValid ? ratio : 1;
    }

    // ---- hosts, VMs and rules

    private SortedSet<HostId> hosts(String field, @Nullable List<@Nullable String> ids) {
        return named(field, ids, HostId::new, id -> live.model().hosts().containsKey(id), "host");
    }

    private SortedSet<VmId> vms(String field, @Nullable List<@Nullable String> ids) {
        return named(field, ids, VmId::new, id -> live.model().vms().containsKey(id), "VM");
    }

    private SortedSet<VmId> someVms(String field, ChangeDraft draft) {
        return draft.vmIds() == null ? new TreeSet<>() : vms(field + ".vmIds", draft.vmIds());
    }

    private HostId host(String field, @Nullable String id) {
        var host = check.id(field, id, HostId::new);
        requireThere(field, host.value(), live.model().hosts().containsKey(host), "host");
        return host;
    }

    private VmId vm(String field, @Nullable String id) {
        var vm = check.id(field, id, VmId::new);
        requireThere(field, vm.value(), live.model().vms().containsKey(vm), "VM");
        return vm;
    }

    /** What is no id at all was said already. */
    private void requireThere(String field, UUID id, boolean isThere, String what) {
        check.require(
                isThere || id.equals(NO_ID),
                field,
                "There is no %s %s in the cluster %s."
                        .formatted(what, id, live.settings().name()));
    }

    private <T extends Comparable<? super T>> SortedSet<T> named(
            String field,
            @Nullable List<@Nullable String> ids,
            Function<UUID, T> type,
            Predicate<T> isThere,
            String what) {
        var named = new TreeSet<T>();
        var texts = check.<List<@Nullable String>>present(field, ids, List.of());
        if (ids != null) {
            check.require(!texts.isEmpty(), field, "%s must name at least one.".formatted(field));
        }
        if (texts.size() > MOST_IDS) {
            check.refuse(field, "There are %d ids; at most %d are read.".formatted(texts.size(), MOST_IDS));
            return named;
        }
        for (var i = 0; i < texts.size(); i++) {
            var place = "%s[%d]".formatted(field, i);
            var uuid = check.<UUID>id(place, texts.get(i), id -> id);
            requireThere(place, uuid, isThere.test(type.apply(uuid)), what);
            named.add(type.apply(uuid));
        }
        return named;
    }

    private SortedSet<HostId> zone(String field, ChangeDraft draft) {
        var label = zoneText(field + ".zoneLabel", draft.zoneLabel());
        var zone = zoneText(field + ".zone", draft.zone());
        var hosts = new TreeSet<HostId>();
        live.model().hosts().values().stream()
                .filter(host -> zone.equals(host.zones().get(label)))
                .forEach(host -> hosts.add(host.id()));
        if (!label.isEmpty() && !zone.isEmpty()) {
            check.require(
                    !hosts.isEmpty(),
                    field + ".zone",
                    "No host of the cluster has the label %s=%s.".formatted(label, zone));
        }
        return hosts;
    }

    private String zoneText(String field, @Nullable String value) {
        var text = check.present(field, value, "");
        if (value != null) {
            check.require(!value.isEmpty(), field, "%s must not be empty.".formatted(field));
        }
        return check.text(field, text, LONGEST_ZONE_CHARS);
    }

    // ---- rules

    private Supposition ruleRemoved(String field, @Nullable String id) {
        var rule = check.id(field, id, uuid -> uuid);
        if (!named.containsKey(rule) && !rule.equals(NO_ID)) {
            check.refuse(field, "There is no rule %s that is switched on in the cluster.".formatted(rule));
        }
        rules = rules.without(rule);
        return new Supposition.RuleRemoved(named.getOrDefault(rule, ""));
    }

    private List<Supposition> ruleAdded(String field, @Nullable AddedRule draft) {
        if (draft == null) {
            check.refuse(field, "%s is required.".formatted(field));
            return List.of();
        }
        var extended = rules.with(field, "supposed-%d".formatted(found.size() + 1), draft.text(), check);
        rules = extended.book();
        var added = new ArrayList<Supposition>();
        extended.rules().forEach(rule -> added.add(new Supposition.RuleAdded(rule)));
        extended.zoneRules().forEach(rule -> added.add(new Supposition.ZoneRuleAdded(rule.preference(), rule.limit())));
        return added;
    }
}
