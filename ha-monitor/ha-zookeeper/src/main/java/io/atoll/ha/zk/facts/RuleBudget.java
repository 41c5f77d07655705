package io.atoll.ha.zk.facts;

import io.atoll.ha.zk.NodeJson;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which rules one node holds: all, if they fit. Otherwise it counts with upper bounds instead of writing the node again and again,
 * so that a node may stay a little below the limit.
 */
final class RuleBudget {
    /** Brackets, the fields' names and a little more. */
    private static final int EMPTY_NODE_BYTES = 128;

    /** 22 characters of base64url, quotes and a comma. */
    private static final int ID_BYTES = 25;

    /** The place of a VM: no node holds 10,000 of them, so four digits and a comma. */
    private static final int VM_PLACE_BYTES = 5;

    /** The place of a host: no cluster has 1,000. */
    private static final int HOST_PLACE_BYTES = 4;

    /** The fields of a rule that all have, but what stands in name and members. */
    private static final int RULE_BYTES = 64;

    /** Label, share and weight, with numbers of up to 24 characters, but what stands in the label. */
    private static final int WISH_BYTES = 80;

    private static final int GROUP_BYTES = 3;
    /** Quotes, colon, brackets and comma around a label or the value of one. */
    private static final int ZONE_BYTES = 8;

    private final Set<VmId> vms = new HashSet<>();
    private final Set<HostId> hosts = new HashSet<>();
    private final Set<String> labels = new HashSet<>();
    private final SortedMap<HostId, ? extends SortedMap<String, String>> zones;
    private int left = ClusterRules.MOST_BYTES - EMPTY_NODE_BYTES;

    private RuleBudget(SortedMap<HostId, ? extends SortedMap<String, String>> zones) {
        this.zones = zones;
    }

    static ClusterRules.Fitted fitted(
            ClusterId cluster,
            Collection<Rule> must,
            Collection<Preference> should,
            SortedMap<HostId, ? extends SortedMap<String, String>> zones) {
        var all = new ClusterRules(cluster, inOrder(must), wishesInOrder(should), zonesOf(zones, labels(should)));
        if (RulesNode.of(all).data().length <= ClusterRules.MOST_BYTES) {
            return new ClusterRules.Fitted(all, new TreeSet<>());
        }
        var budget = new RuleBudget(zones);
        var leftOut = new TreeSet<String>();
        var keptMust = new ArrayList<Rule>();
        for (var rule : all.must()) {
            if (budget.take(RULE_BYTES, rule.name(), rule.vms(), groups(rule), null)) {
                keptMust.add(rule);
            } else {
                leftOut.add(rule.name());
            }
        }
        var keptShould = new ArrayList<Preference>();
        for (var wish : all.should()) {
            if (budget.take(RULE_BYTES + WISH_BYTES, wish.name(), wish.vms(), groups(wish), label(wish))) {
                keptShould.add(wish);
            } else {
                leftOut.add(wish.name());
            }
        }
        return new ClusterRules.Fitted(
                new ClusterRules(cluster, keptMust, keptShould, zonesOf(zones, budget.labels)), leftOut);
    }

    private static Set<String> labels(Collection<Preference> wishes) {
        var labels = new HashSet<String>();
        for (var wish : wishes) {
            var label = label(wish);
            if (label != null) {
                labels.add(label);
            }
        }
        return labels;
    }

    private static List<Rule> inOrder(Collection<Rule> rules) {
        return rules.stream()
                .sorted(Comparator.comparing((Rule rule) -> groups(rule).isEmpty())
                        .thenComparingInt(rule -> rule.vms().size())
                        .thenComparing(Rule::name))
                .toList();
    }

    private static List<Preference> wishesInOrder(Collection<Preference> wishes) {
        return wishes.stream()
                .sorted(Comparator.comparingInt((Preference wish) -> wish.vms().size())
                        .thenComparing(Preference::name))
                .toList();
    }

    /** The hosts that a rule names; nothing for one that is about VMs only. */
    private static List<? extends Collection<HostId>> groups(Rule rule) {
        return switch (rule) {
            case Rule.KeepApart _, Rule.KeepTogether _ -> List.of();
            case Rule.OnlyOn only -> List.of(only.hosts());
            case Rule.NeverOn never -> List.of(never.hosts());
            case Rule.WithinOneGroup within -> within.groups();
        };
    }

    private static List<? extends Collection<HostId>> groups(Preference wish) {
        return switch (wish) {
            case Preference.Should(var rule, var _) -> groups(rule);
            case Preference.SpreadOverZones _, Preference.BlastRadius _ -> List.of();
        };
    }

    private static @Nullable String label(Preference wish) {
        return switch (wish) {
            case Preference.Should _ -> null;
            case Preference.SpreadOverZones spread -> spread.label();
            case Preference.BlastRadius radius -> radius.label();
        };
    }

    private boolean take(
            int fixedBytes,
            String name,
            Collection<VmId> members,
            List<? extends Collection<HostId>> groups,
            @Nullable String label) {
        var newVms = new HashSet<>(members);
        newVms.removeAll(vms);
        var newHosts = new HashSet<HostId>();
        var need = fixedBytes + bytes(name) + VM_PLACE_BYTES * members.size();
        for (var group : groups) {
            need += GROUP_BYTES + HOST_PLACE_BYTES * group.size();
            newHosts.addAll(group);
        }
        if (label != null && !labels.contains(label)) {
            need += bytes(label) + ZONE_BYTES;
            for (var host : zones.keySet()) {
                var zone = zones.get(host).get(label);
                if (zone != null) {
                    need += bytes(zone) + ZONE_BYTES + HOST_PLACE_BYTES;
                    newHosts.add(host);
                }
            }
        }
        newHosts.removeAll(hosts);
        need += ID_BYTES * (newVms.size() + newHosts.size());
        if (label != null) {
            need += bytes(label);
        }
        if (need > left) {
            return false;
        }
        left -= need;
        vms.addAll(newVms);
        hosts.addAll(newHosts);
        if (label != null) {
            labels.add(label);
        }
        return true;
    }

    private static SortedMap<HostId, SortedMap<String, String>> zonesOf(
            SortedMap<HostId, ? extends SortedMap<String, String>> zones, Set<String> labels) {
        var asked = new TreeMap<HostId, SortedMap<String, String>>();
        zones.forEach((host, named) -> {
            var kept = new TreeMap<String, String>(named);
            kept.keySet().retainAll(labels);
            if (!kept.isEmpty()) {
                asked.put(host, kept);
            }
        });
        return asked;
    }

    private static int bytes(String text) {
        return NodeJson.write(text).length;
    }
}
