package io.atoll.manager.placement.internal.rule;

import io.atoll.drs.plan.BrokenRules;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where a rule does not hold now, whether it must or should. */
final class RuleViolations {
    private RuleViolations() {}

    /** VMs that break the rule together. */
    record Violation(SortedSet<VmId> vms, SortedSet<HostId> hosts, String text) {}

    static List<Violation> of(AppliedRule rule, AppliedRules rules) {
        var model = rules.model();
        var found = new ArrayList<Violation>();
        AppliedRules.told(rule).ifPresent(told -> {
            var alone = model.withRules(List.of(told)).with(List.of());
            for (var broken : BrokenRules.of(alone, whereabouts(model))) {
                found.add(violation(rule, model, broken));
            }
        });
        rules.limit(rule)
                .ifPresent(limit -> limit.countByZone(model, _ -> true).forEach((zone, count) -> {
                    if (count > limit.mostVms()) {
                        var vms = new TreeSet<VmId>();
                        var hosts = new TreeSet<HostId>();
                        for (var id : limit.vms()) {
                            var vm = Objects.requireNonNull(model.vms().get(id));
                            var host = vm.host() == null ? null : model.hosts().get(vm.host());
                            if (host != null && zone.equals(limit.zoneOf(host))) {
                                vms.add(id);
                                hosts.add(host.id());
                            }
                        }
                        found.add(new Violation(
                                vms,
                                hosts,
                                "%s holds %d VMs of rule %s, which allows %d."
                                        .formatted(
                                                limit.label() == null ? zone : limit.label() + " " + zone,
                                                count,
                                                rule.name(),
                                                limit.mostVms())));
                    }
                }));
        return found;
    }

    private static SortedMap<VmId, HostId> whereabouts(Cluster model) {
        var at = new TreeMap<VmId, HostId>();
        model.vms().values().forEach(vm -> {
            if (vm.host() != null) {
                at.put(vm.id(), vm.host());
            }
        });
        return at;
    }

    /** The evaluator names VMs and hosts; their names are unique. */
    private static Violation violation(AppliedRule rule, Cluster model, BrokenRules.Broken broken) {
        var vms = new TreeSet<VmId>();
        rule.vms().stream()
                .filter(id -> broken.vmNames()
                        .contains(Objects.requireNonNull(model.vms().get(id)).name()))
                .forEach(vms::add);
        var hosts = new TreeSet<HostId>();
        model.hosts().values().stream()
                .filter(host -> broken.hostNames().contains(host.name()))
                .forEach(host -> hosts.add(host.id()));
        var text = broken.text();
        return new Violation(vms, hosts, Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".");
    }
}
