package io.atoll.manager.placement.internal.rule;

import io.atoll.manager.placement.internal.rule.PlacementRule.Kind;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** VMs that must be on one host, by all rules together, and the hosts that rules leave them. */
final class Companions {
    private final Map<VmId, Group> groupOf = new HashMap<>();

    /**
     * VMs that go together; many a group is one VM.
     *
     * @param joining the rules that keep them together
     * @param placing the rules that say which hosts
     * @param allowed the hosts that those leave
     */
    record Group(SortedSet<VmId> vms, List<AppliedRule> joining, List<AppliedRule> placing, SortedSet<HostId> allowed) {
        List<AppliedRule> rules() {
            var all = new ArrayList<>(joining);
            all.addAll(placing);
            return all;
        }

        VmId first() {
            return vms.first();
        }

        long memoryMiB(Cluster model) {
            return vms.stream()
                    .mapToLong(vm -> vm(model, vm).memory().configured().value())
                    .sum();
        }

        long vcpuCount(Cluster model) {
            return vms.stream().mapToLong(vm -> vm(model, vm).cpu().vcpuCount()).sum();
        }

        private static Vm vm(Cluster model, VmId id) {
            return Objects.requireNonNull(model.vms().get(id));
        }
    }

    private Companions() {}

    /** @param binding rules that must hold */
    static Companions of(Collection<AppliedRule> binding, Cluster model) {
        var found = new Companions();
        var leaders = leaders(binding);
        var joining = new HashMap<VmId, List<AppliedRule>>();
        var placing = new HashMap<VmId, List<AppliedRule>>();
        for (var rule : binding) {
            var touched = new TreeSet<VmId>();
            rule.vms().forEach(vm -> touched.add(leader(leaders, vm)));
            switch (rule.rule().kind()) {
                case KEEP_TOGETHER -> touched.forEach(vm -> add(joining, vm, rule));
                case VM_HOST -> touched.forEach(vm -> add(placing, vm, rule));
                case KEEP_APART, ZONE_SPREAD, BLAST_RADIUS -> {}
            }
        }
        var members = new TreeMap<VmId, SortedSet<VmId>>();
        binding.forEach(rule -> rule.vms()
                .forEach(vm -> members.computeIfAbsent(leader(leaders, vm), _ -> new TreeSet<>())
                        .add(vm)));
        members.forEach((leader, vms) -> {
            var rules = placing.getOrDefault(leader, List.of());
            var group = new Group(vms, joining.getOrDefault(leader, List.of()), rules, allowed(rules, model));
            vms.forEach(vm -> found.groupOf.put(vm, group));
        });
        return found;
    }

    private static void add(Map<VmId, List<AppliedRule>> rules, VmId leader, AppliedRule rule) {
        rules.computeIfAbsent(leader, _ -> new ArrayList<>()).add(rule);
    }

    private static SortedSet<HostId> allowed(Collection<AppliedRule> rules, Cluster model) {
        var allowed = new TreeSet<>(model.hosts().keySet());
        for (var rule : rules) {
            switch (rule.rule().enforcement()) {
                case MUST, SHOULD -> allowed.retainAll(rule.hosts());
                case MUST_NOT -> allowed.removeAll(rule.hosts());
            }
        }
        return allowed;
    }

    private static Map<VmId, VmId> leaders(Collection<AppliedRule> binding) {
        var leaders = new HashMap<VmId, VmId>();
        for (var rule : binding) {
            if (rule.rule().kind() == Kind.KEEP_TOGETHER && !rule.vms().isEmpty()) {
                var first = leader(leaders, rule.vms().first());
                rule.vms().forEach(vm -> leaders.put(leader(leaders, vm), first));
            }
        }
        return leaders;
    }

    private static VmId leader(Map<VmId, VmId> leaders, VmId vm) {
        var at = vm;
        for (var next = leaders.get(at); next != null && !next.equals(at); next = leaders.get(at)) {
            at = next;
        }
        return at;
    }

    /** The group of a VM that some rule names. */
    Group of(VmId vm) {
        return Objects.requireNonNull(groupOf.get(vm));
    }

    /** The groups of these VMs, each once, in the order of their first VMs. */
    List<Group> of(SortedSet<VmId> vms) {
        var groups = new TreeMap<VmId, Group>();
        vms.forEach(vm -> groups.put(of(vm).first(), of(vm)));
        return List.copyOf(groups.values());
    }
}
