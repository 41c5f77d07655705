package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Preference.BlastRadius;
import io.atoll.model.cluster.Preference.Should;
import io.atoll.model.cluster.Preference.SpreadOverZones;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Preferences as counts. Every preference sorts hosts into groups (zones, single hosts, wanted and unwanted ones) and asks either
 * that no group holds more of its VMs than so many, or that all are in one group; what exceeds or is scattered costs its
 * weight for each VM. The cost is counted in migrations.
 */
final class SoftRules {
    /** The group of hosts that a preference says nothing about. */
    private static final int NO_GROUP = -1;

    private final CompactCluster cluster;
    private final List<Compiled> compiled = new ArrayList<>();
    private final int[][] rulesOfUnit;
    private final int[][] membersOfUnit;

    private static final class Compiled {
        final double weight;
        final int[] groupOfHost;
        final int groupCount;
        /** More than these in one group are misplaced; without meaning where all should be in one group. */
        final double mostInGroup;

        final boolean oneGroup;

        Compiled(double weight, int[] groupOfHost, int groupCount, double mostInGroup, boolean oneGroup) {
            this.weight = weight;
            this.groupOfHost = groupOfHost;
            this.groupCount = groupCount;
            this.mostInGroup = mostInGroup;
            this.oneGroup = oneGroup;
        }
    }

    SoftRules(
            CompactCluster cluster, List<Preference> preferences, Map<HostId, Integer> hosts, Map<VmId, Integer> vms) {
        this.cluster = cluster;
        var rules = new IntBag[cluster.unitCount];
        var members = new IntBag[cluster.unitCount];
        for (var preference : preferences) {
            var vmIndices = CompactRules.indices(preference.vms(), vms);
            compiled.add(compile(preference, hosts, vmIndices.length));
            for (var v : vmIndices) {
                count(rules, members, cluster.unitOfVm[v], compiled.size() - 1);
            }
        }
        rulesOfUnit = arrays(rules);
        membersOfUnit = arrays(members);
    }

    private static void count(IntBag[] rules, IntBag[] members, int unit, int rule) {
        if (rules[unit] == null) {
            rules[unit] = new IntBag(2);
            members[unit] = new IntBag(2);
        }
        var last = rules[unit].size() - 1;
        if (last >= 0 && rules[unit].get(last) == rule) {
            members[unit].set(last, members[unit].get(last) + 1);
        } else {
            rules[unit].add(rule);
            members[unit].add(1);
        }
    }

    private static int[][] arrays(@Nullable IntBag[] bags) {
        var arrays = new int[bags.length][];
        for (var i = 0; i < bags.length; i++) {
            var bag = bags[i];
            arrays[i] = bag == null ? new int[0] : bag.toArray();
        }
        return arrays;
    }

    private Compiled compile(Preference preference, Map<HostId, Integer> hosts, int vmCount) {
        var weight = preference.weight();
        return switch (preference) {
            case Should(var rule, var _) ->
                switch (rule) {
                    case Rule.KeepApart _ -> new Compiled(weight, everyHost(), cluster.hostCount, 1, false);
                    case Rule.KeepTogether _ -> new Compiled(weight, everyHost(), cluster.hostCount, 0, true);
                    case Rule.OnlyOn only -> new Compiled(weight, unwanted(only.hosts(), hosts, false), 1, 0, false);
                    case Rule.NeverOn never -> new Compiled(weight, unwanted(never.hosts(), hosts, true), 1, 0, false);
                    case Rule.WithinOneGroup within -> {
                        var groupOf = new int[cluster.hostCount];
                        Arrays.fill(groupOf, NO_GROUP);
                        for (var g = 0; g < within.groups().size(); g++) {
                            for (var host : within.groups().get(g)) {
                                var index = hosts.get(host);
                                if (index != null) {
                                    groupOf[index] = g;
                                }
                            }
                        }
                        yield new Compiled(weight, groupOf, within.groups().size(), 0, true);
                    }
                };
            case SpreadOverZones spread -> {
                var groupOf = zones(spread.label());
                var zoneCount = usableZones(groupOf);
                var most = Math.ceil((double) vmCount / Math.max(1, zoneCount));
                yield new Compiled(weight, groupOf, groups(groupOf), most, false);
            }
            case BlastRadius radius -> {
                var label = radius.label();
                var groupOf = label == null ? everyHost() : zones(label);
                var most = Math.max(1, Math.floor(radius.mostShare() * vmCount));
                yield new Compiled(weight, groupOf, groups(groupOf), most, false);
            }
        };
    }

    private int[] everyHost() {
        var groupOf = new int[cluster.hostCount];
        Arrays.setAll(groupOf, h -> h);
        return groupOf;
    }

    private int[] unwanted(Collection<HostId> named, Map<HostId, Integer> hosts, boolean unwantedAreNamed) {
        var groupOf = new int[cluster.hostCount];
        Arrays.fill(groupOf, unwantedAreNamed ? NO_GROUP : 0);
        for (var host : named) {
            var index = hosts.get(host);
            if (index != null) {
                groupOf[index] = unwantedAreNamed ? 0 : NO_GROUP;
            }
        }
        return groupOf;
    }

    /** Hosts without the label are in no zone. */
    private int[] zones(String label) {
        var known = new HashMap<String, Integer>();
        var groupOf = new int[cluster.hostCount];
        for (var h = 0; h < groupOf.length; h++) {
            Host host = cluster.hosts[h];
            var zone = host.zones().get(label);
            groupOf[h] = zone == null ? NO_GROUP : known.computeIfAbsent(zone, _ -> known.size());
        }
        return groupOf;
    }

    private int usableZones(int[] groupOf) {
        var usable = new boolean[groups(groupOf)];
        for (var h = 0; h < groupOf.length; h++) {
            if (groupOf[h] != NO_GROUP && cluster.on[h]) {
                usable[groupOf[h]] = true;
            }
        }
        var count = 0;
        for (var one : usable) {
            count += one ? 1 : 0;
        }
        return count;
    }

    private static int groups(int[] groupOf) {
        return Arrays.stream(groupOf).max().orElse(NO_GROUP) + 1;
    }

    boolean concerns(int unit) {
        return rulesOfUnit[unit].length > 0;
    }

    /** How many VMs of each preference are in each of its groups, kept up to date by the one who moves them. */
    final class Counts {
        private final int[][] inGroup = new int[compiled.size()][];
        private final int[] placed = new int[compiled.size()];

        Counts() {
            for (var r = 0; r < inGroup.length; r++) {
                inGroup[r] = new int[compiled.get(r).groupCount];
            }
        }

        void add(int unit, int host, int sign) {
            var rules = rulesOfUnit[unit];
            for (var i = 0; i < rules.length; i++) {
                var amount = sign * membersOfUnit[unit][i];
                placed[rules[i]] += amount;
                var group = compiled.get(rules[i]).groupOfHost[host];
                if (group != NO_GROUP) {
                    inGroup[rules[i]][group] += amount;
                }
            }
        }

        /** What the preferences would cost more if the unit went from one host to another; either may be nowhere. */
        double change(int unit, int from, int to) {
            var rules = rulesOfUnit[unit];
            var change = 0.0;
            for (var i = 0; i < rules.length && from != to; i++) {
                var asked = compiled.get(rules[i]);
                var amount = membersOfUnit[unit][i];
                change += asked.weight
                        * (asked.oneGroup
                                ? scatterChange(rules[i], amount, from, to)
                                : surplusChange(rules[i], amount, from, to));
            }
            return change;
        }

        private double surplusChange(int rule, int amount, int from, int to) {
            var groupOf = compiled.get(rule).groupOfHost;
            var sameGroup = from != NOWHERE && to != NOWHERE && groupOf[from] == groupOf[to];
            return sameGroup ? 0 : surplusChange(rule, -amount, from) + surplusChange(rule, amount, to);
        }

        private double surplusChange(int rule, int amount, int host) {
            var asked = compiled.get(rule);
            if (host == NOWHERE || asked.groupOfHost[host] == NO_GROUP) {
                return 0;
            }
            var now = inGroup[rule][asked.groupOfHost[host]];
            return Math.max(0, now + amount - asked.mostInGroup) - Math.max(0, now - asked.mostInGroup);
        }

        private double scatterChange(int rule, int amount, int from, int to) {
            var groupOf = compiled.get(rule).groupOfHost;
            var left = from == NOWHERE ? NO_GROUP : groupOf[from];
            var joined = to == NOWHERE ? NO_GROUP : groupOf[to];
            var before = 0;
            var after = 0;
            for (var g = 0; g < inGroup[rule].length; g++) {
                before = Math.max(before, inGroup[rule][g]);
                after = Math.max(after, inGroup[rule][g] - (g == left ? amount : 0) + (g == joined ? amount : 0));
            }
            var placedChange = (to == NOWHERE ? 0 : amount) - (from == NOWHERE ? 0 : amount);
            return placedChange - (after - before);
        }

        private double cost(int rule) {
            var asked = compiled.get(rule);
            var misplaced = 0.0;
            var most = 0;
            for (var count : inGroup[rule]) {
                misplaced += Math.max(0, count - asked.mostInGroup);
                most = Math.max(most, count);
            }
            return asked.weight * (asked.oneGroup ? placed[rule] - most : misplaced);
        }

        /** What all preferences cost now. */
        double total() {
            var sum = 0.0;
            for (var rule = 0; rule < inGroup.length; rule++) {
                sum += cost(rule);
            }
            return sum;
        }
    }
}
