package io.atoll.manager.placement.internal.rule;

import io.atoll.manager.placement.ShareLimit;
import io.atoll.manager.placement.internal.rule.Companions.Group;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds must-rules that cannot all hold, whoever runs where now: with all their VMs running at once on the hosts there are. What
 * it finds is never wrong; of what it does not find, {@link RuleFeasibility} finds more, without the same certainty.
 */
final class RuleConflicts {
    /** A matching of more VMs than this is not looked for; the hosts are counted all the same. */
    private static final int MOST_MATCHED = 512;

    private static final int MOST_NAMES = 5;

    private final AppliedRules rules;
    private final Cluster model;
    private final Companions companions;
    private final Set<RuleConflict> found = new LinkedHashSet<>();

    private RuleConflicts(AppliedRules rules) {
        this.rules = rules;
        this.model = rules.model();
        this.companions = Companions.of(rules.binding(), model);
    }

    /** All of them. */
    static List<RuleConflict> of(AppliedRules rules) {
        return new RuleConflicts(rules).find();
    }

    /** Those in which the rule of this name takes part. */
    static List<RuleConflict> of(AppliedRules rules, String name) {
        return of(rules).stream()
                .filter(conflict -> conflict.rules().contains(name))
                .toList();
    }

    private List<RuleConflict> find() {
        for (var rule : rules.binding()) {
            switch (rule.rule().kind()) {
                case KEEP_APART -> apart(rule);
                case ZONE_SPREAD, BLAST_RADIUS -> rules.limit(rule).ifPresent(limit -> share(rule, limit));
                case KEEP_TOGETHER, VM_HOST -> companions.of(rule.vms()).forEach(this::placed);
            }
        }
        return List.copyOf(found);
    }

    private static List<AppliedRule> with(AppliedRule rule, Collection<AppliedRule> others) {
        var all = new ArrayList<AppliedRule>();
        all.add(rule);
        others.stream().filter(other -> !all.contains(other)).forEach(all::add);
        return all;
    }

    // ---- one group of VMs and its hosts

    private void placed(Group group) {
        if (group.allowed().isEmpty()) {
            found.add(RuleConflict.counted(
                    "hosts",
                    group.rules(),
                    1,
                    0,
                    "hosts",
                    "%s would have no host left: %s leave none of the cluster's %d hosts"
                            .formatted(
                                    vmNames(group.vms()),
                                    ruleNames(group.rules()),
                                    model.hosts().size())));
            return;
        }
        if (!group.placing().isEmpty() && group.allowed().stream().noneMatch(rules::mayTakeVms)) {
            found.add(RuleConflict.counted(
                    "hosts-unusable",
                    group.rules(),
                    1,
                    0,
                    "hosts",
                    "%s would have no host that takes VMs now: %s leave only %s"
                            .formatted(vmNames(group.vms()), ruleNames(group.rules()), hostNames(group.allowed()))));
        }
        size(group);
    }

    private void size(Group group) {
        var hosts = group.allowed().stream().map(this::host).toList();
        var memory = group.memoryMiB(model);
        var largest = largest(hosts, Comparator.comparingLong(RuleConflicts::memoryMiB));
        if (memory > memoryMiB(largest)) {
            found.add(RuleConflict.counted(
                    "memory",
                    group.rules(),
                    memory,
                    memoryMiB(largest),
                    "MiB",
                    "%s need %d MiB on one host; the largest that rules leave them, %s, has %d MiB for VMs"
                            .formatted(vmNames(group.vms()), memory, largest.name(), memoryMiB(largest))));
        }
        var vcpus = group.vcpuCount(model);
        var strongest = largest(hosts, Comparator.comparingLong(this::vcpuLimit));
        if (vcpus > vcpuLimit(strongest)) {
            found.add(RuleConflict.counted(
                    "cpu",
                    group.rules(),
                    vcpus,
                    vcpuLimit(strongest),
                    "vCPU",
                    "%s need %d vCPU on one host; the strongest that rules leave them, %s, may be given %d"
                            .formatted(vmNames(group.vms()), vcpus, strongest.name(), vcpuLimit(strongest))));
        }
    }

    private static Host largest(List<Host> hosts, Comparator<Host> bySize) {
        return hosts.stream().max(bySize).orElseThrow();
    }

    private static long memoryMiB(Host host) {
        return host.capacity().memory().value();
    }

    private long vcpuLimit(Host host) {
        return (long) (host.capacity().coreCount() * model.limits().vcpusPerCore());
    }

    // ---- apart

    private void apart(AppliedRule rule) {
        var groups = companions.of(rule.vms());
        for (var group : groups) {
            var both = new TreeSet<>(group.vms());
            both.retainAll(rule.vms());
            if (both.size() > 1) {
                found.add(RuleConflict.of(
                        "together-and-apart",
                        with(rule, group.joining()),
                        "%s would have to be on one host by %s, and on different ones by %s"
                                .formatted(vmNames(both), ruleNames(group.joining()), rule.name())));
            }
        }
        if (groups.size() == rule.vms().size()) {
            enoughHosts(rule, groups);
        }
    }

    private void enoughHosts(AppliedRule rule, List<Group> groups) {
        var involved = new ArrayList<AppliedRule>();
        var left = new TreeSet<HostId>();
        for (var group : groups) {
            left.addAll(group.allowed());
            addPlacing(group, involved);
        }
        var need = groups.size();
        if (need > left.size()) {
            tooFewHosts(rule, need, left.size(), involved);
        } else if (need <= MOST_MATCHED && !involved.isEmpty()) {
            var matched = Matching.size(groups.stream().map(Group::allowed).toList());
            if (matched < need) {
                tooFewHosts(rule, need, matched, involved);
            }
        }
    }

    /** The rules that leave a group its hosts, and those by which they count for all of its VMs. */
    private static void addPlacing(Group group, List<AppliedRule> involved) {
        if (!group.placing().isEmpty()) {
            group.rules().stream().filter(one -> !involved.contains(one)).forEach(involved::add);
        }
    }

    private void tooFewHosts(AppliedRule rule, int need, int free, List<AppliedRule> involved) {
        var others = involved.isEmpty()
                ? "the cluster has %d".formatted(free)
                : "%s leave room for %d".formatted(ruleNames(involved), free);
        found.add(RuleConflict.counted(
                "apart-hosts",
                with(rule, involved),
                need,
                free,
                "hosts",
                "%s keeps %d VMs apart, which takes %d hosts; %s".formatted(rule.name(), need, need, others)));
    }

    // ---- zones and shares

    private void share(AppliedRule rule, ShareLimit limit) {
        var label = limit.label();
        if (label != null && AppliedRules.zones(label, model.hosts().values()) == 0) {
            found.add(RuleConflict.of(
                    "zones",
                    List.of(rule),
                    "no host of the cluster has the label %s, which %s takes for zones".formatted(label, rule.name())));
            return;
        }
        var left = new TreeSet<HostId>();
        var involved = new ArrayList<AppliedRule>();
        for (var group : companions.of(rule.vms())) {
            left.addAll(group.allowed());
            addPlacing(group, involved);
            var together = new TreeSet<>(group.vms());
            together.retainAll(rule.vms());
            // On a host in no zone they could be together all the same.
            var zoned = group.allowed().stream().allMatch(id -> limit.zoneOf(host(id)) != null);
            if (zoned && together.size() > limit.mostVms()) {
                found.add(RuleConflict.counted(
                        "share-together",
                        with(rule, group.joining()),
                        together.size(),
                        limit.mostVms(),
                        "VMs",
                        "%s would have to be on one host by %s; %s lets one %s hold %d"
                                .formatted(
                                        vmNames(together),
                                        ruleNames(group.joining()),
                                        rule.name(),
                                        label == null ? "host" : label,
                                        limit.mostVms())));
            }
        }
        enoughZones(rule, limit, left, involved);
    }

    private void enoughZones(AppliedRule rule, ShareLimit limit, Set<HostId> left, List<AppliedRule> involved) {
        var zones = new TreeSet<String>();
        for (var id : left) {
            var zone = limit.zoneOf(host(id));
            if (zone == null) {
                return; // hosts in no zone are not limited
            }
            zones.add(zone);
        }
        var room = (long) zones.size() * limit.mostVms();
        var need = rule.vms().size();
        if (!left.isEmpty() && need > room) {
            found.add(RuleConflict.counted(
                    "share",
                    with(rule, involved),
                    need,
                    room,
                    "VMs",
                    "%s lets one %s hold %d of its %d VMs, and %s: room for %d"
                            .formatted(
                                    rule.name(),
                                    limit.label() == null ? "host" : limit.label(),
                                    limit.mostVms(),
                                    need,
                                    involved.isEmpty()
                                            ? "there are %d".formatted(zones.size())
                                            : "%s leave %d".formatted(ruleNames(involved), zones.size()),
                                    room)));
        }
    }

    // ---- words

    private Host host(HostId id) {
        return Objects.requireNonNull(model.hosts().get(id));
    }

    private String vmNames(SortedSet<VmId> vms) {
        return names(vms.stream()
                .map(vm -> Objects.requireNonNull(model.vms().get(vm)).name())
                .toList());
    }

    private String hostNames(SortedSet<HostId> hosts) {
        return names(hosts.stream().map(id -> host(id).name()).toList());
    }

    private static String ruleNames(Collection<AppliedRule> rules) {
        return rules.stream().map(AppliedRule::name).distinct().sorted().collect(Collectors.joining(", "));
    }

    private static String names(List<String> names) {
        return names.size() <= MOST_NAMES
                ? String.join(", ", names)
                : "%s and %d more"
                        .formatted(String.join(", ", names.subList(0, MOST_NAMES)), names.size() - MOST_NAMES);
    }
}
