package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Rules over units and hosts. A unit may go where every rule it is in holds afterwards; rules that were broken at the start bind
 * targets all the same, except those that speak of several VMs at one place and can only be mended together.
 */
final class CompactRules {
    private static final int[] NONE = {};

    /** For each unit the hosts it may be on by rules, storage, networks and CPU features; null: any. */
    private final @Nullable BitSet[] allowed;

    private final int[][] apartRulesOf;
    private final int[][] apartMembers;
    private final int[][] groupRulesOf;
    private final int[][] groupMembers;
    private final BitSet[][] groupHosts;

    /**
     * For each group rule the units that hold several of its VMs, one of which may arrive before the others: these never leave
     * the group that they are in.
     */
    private final BitSet[] groupFriends;

    private final int[] home;

    private CompactRules(@Nullable BitSet[] allowed, List<int[]> apart, List<Grouped> grouped, CompactCluster compact) {
        this.allowed = allowed;
        home = compact.home;
        apartMembers = apart.toArray(int[][]::new);
        groupMembers = grouped.stream().map(rule -> rule.units).toArray(int[][]::new);
        groupHosts = grouped.stream().map(rule -> rule.groups).toArray(BitSet[][]::new);
        groupFriends = grouped.stream().map(rule -> rule.friends).toArray(BitSet[]::new);
        apartRulesOf = rulesOf(apartMembers, compact.unitCount);
        groupRulesOf = rulesOf(groupMembers, compact.unitCount);
    }

    /** Units that are inside one of these groups of hosts, whichever. */
    private static final class Grouped {
        final int[] units;
        final BitSet[] groups;
        final BitSet friends;

        Grouped(int[] units, BitSet[] groups, BitSet friends) {
            this.units = units;
            this.groups = groups;
            this.friends = friends;
        }
    }

    static CompactRules of(
            Cluster cluster, CompactCluster compact, Map<HostId, Integer> hostIndex, Map<VmId, Integer> vmIndex) {
        var allowed = new BitSet[compact.unitCount];
        allowByReach(compact, allowed);
        var apart = new ArrayList<int[]>();
        var grouped = new ArrayList<Grouped>();
        // Many rules share their groups, which may be thousands of hosts: each is translated once, and never compared.
        var known = new IdentityHashMap<SortedSet<HostId>, BitSet>();
        for (var rule : cluster.rules()) {
            var units = unitsOf(indices(rule.vms(), vmIndex), compact);
            switch (rule) {
                case Rule.KeepApart _ -> apart.add(units);
                case Rule.KeepTogether _ -> {
                    if (units.length > 1 && partlyPlaced(units, compact)) {
                        // Friends move in one wave; that they are together is asked of whole waves only.
                        grouped.add(new Grouped(units, singleHosts(compact.hostCount), new BitSet()));
                    }
                }
                case Rule.OnlyOn only -> allow(allowed, units, bits(only.hosts(), hostIndex), compact.hostCount);
                case Rule.NeverOn never -> {
                    var others = bits(never.hosts(), hostIndex);
                    others.flip(0, compact.hostCount);
                    allow(allowed, units, others, compact.hostCount);
                }
                case Rule.WithinOneGroup within -> {
                    var hosts = within.groups().stream()
                            .map(group -> known.computeIfAbsent(group, ids -> bits(ids, hostIndex)))
                            .toArray(BitSet[]::new);
                    if (!brokenAtStart(units, hosts, compact)) {
                        grouped.add(new Grouped(units, hosts, friends(indices(rule.vms(), vmIndex), compact)));
                    }
                }
            }
        }
        return new CompactRules(allowed, apart, grouped, compact);
    }

    /** Whether the rules let the unit be on this host while everyone else is where {@code hostOf} says. */
    boolean allow(int unit, int host, int[] hostOf) {
        var hosts = allowed[unit];
        if (hosts != null && !hosts.get(host)) {
            return false;
        }
        for (var rule : apartRulesOf[unit]) {
            for (var other : apartMembers[rule]) {
                if (hostOf[other] == host && other != unit) {
                    return false;
                }
            }
        }
        for (var rule : groupRulesOf[unit]) {
            if (!someGroupHolds(rule, unit, host, hostOf)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the unit can go there while others are still on their way: moves end in any order, so the rules must hold
     * wherever the others and the unit itself are counted.
     *
     * @param startOf where everyone was when the moves began
     * @param hostOf where everyone is once they have ended
     */
    boolean allowOnTheWay(int unit, int host, int[] startOf, int[] hostOf) {
        if (!allow(unit, host, startOf) || !allow(unit, host, hostOf)) {
            return false;
        }
        for (var rule : groupRulesOf[unit]) {
            if (!someGroupHoldsOnTheWay(rule, unit, host, startOf, hostOf)) {
                return false;
            }
        }
        return true;
    }

    /** The other unit that a keep-apart rule keeps off this host; {@link CompactCluster#NOWHERE} where there is none. */
    int keptApartBy(int unit, int host, int[] hostOf) {
        for (var rule : apartRulesOf[unit]) {
            for (var other : apartMembers[rule]) {
                if (hostOf[other] == host && other != unit) {
                    return other;
                }
            }
        }
        return NOWHERE;
    }

    boolean reachable(int unit, int host) {
        var hosts = allowed[unit];
        return hosts == null || hosts.get(host);
    }

    boolean groupAllows(int unit, int host, int[] hostOf) {
        for (var rule : groupRulesOf[unit]) {
            if (!someGroupHolds(rule, unit, host, hostOf)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no rule and no need of its VMs says anything about where the unit goes. */
    boolean unbound(int unit) {
        return allowed[unit] == null && apartRulesOf[unit].length == 0 && groupRulesOf[unit].length == 0;
    }

    private boolean someGroupHolds(int rule, int unit, int host, int[] hostOf) {
        for (var group : groupHosts[rule]) {
            if (group.get(host)
                    && leavesNoFriendOutside(rule, group, unit, home[unit])
                    && othersStayInside(group, groupMembers[rule], unit, hostOf)) {
                return true;
            }
        }
        return false;
    }

    private boolean someGroupHoldsOnTheWay(int rule, int unit, int host, int[] startOf, int[] hostOf) {
        for (var group : groupHosts[rule]) {
            if (group.get(host)
                    && leavesNoFriendOutside(rule, group, unit, startOf[unit])
                    && othersInside(group, groupMembers[rule], unit, startOf)
                    && othersInside(group, groupMembers[rule], unit, hostOf)) {
                return true;
            }
        }
        return false;
    }

    private boolean leavesNoFriendOutside(int rule, BitSet group, int unit, int from) {
        return from == NOWHERE || group.get(from) || !groupFriends[rule].get(unit);
    }

    /**
     * As {@link #othersInside}, but one that a search has taken off its host in thought is still there: members cannot cross to
     * another group one by one.
     */
    private boolean othersStayInside(BitSet group, int[] members, int unit, int[] hostOf) {
        for (var other : members) {
            var host = hostOf[other] == NOWHERE ? home[other] : hostOf[other];
            if (other != unit && host != NOWHERE && !group.get(host)) {
                return false;
            }
        }
        return true;
    }

    private static boolean othersInside(BitSet group, int[] members, int unit, int[] hostOf) {
        for (var other : members) {
            if (other != unit && hostOf[other] != NOWHERE && !group.get(hostOf[other])) {
                return false;
            }
        }
        return true;
    }

    private static void allowByReach(CompactCluster compact, BitSet[] allowed) {
        var known = new HashMap<Object, BitSet>();
        for (var u = 0; u < compact.unitCount; u++) {
            for (var v : compact.vmsOfUnit[u]) {
                var needs = compact.vms[v].needs();
                var none = needs.pools().isEmpty()
                        && needs.networks().isEmpty()
                        && needs.features().names().isEmpty();
                if (!none) {
                    var reached = known.computeIfAbsent(needs, _ -> {
                        var bits = new BitSet();
                        for (var h = 0; h < compact.hostCount; h++) {
                            bits.set(h, needs.metBy(compact.hosts[h].reach()));
                        }
                        return bits;
                    });
                    allow(allowed, new int[] {u}, reached, compact.hostCount);
                }
            }
        }
    }

    private static void allow(BitSet[] allowed, int[] units, BitSet hosts, int hostCount) {
        for (var unit : units) {
            if (allowed[unit] == null) {
                allowed[unit] = new BitSet();
                allowed[unit].set(0, hostCount);
            }
            allowed[unit].and(hosts);
        }
    }

    private static BitSet friends(int[] vms, CompactCluster compact) {
        var seen = new BitSet();
        var friends = new BitSet();
        for (var v : vms) {
            var unit = compact.unitOfVm[v];
            if (seen.get(unit)) {
                friends.set(unit);
            }
            seen.set(unit);
        }
        return friends;
    }

    private static boolean partlyPlaced(int[] units, CompactCluster compact) {
        var homes = Arrays.stream(units).map(u -> compact.home[u]).filter(h -> h != NOWHERE);
        return homes.distinct().count() <= 1;
    }

    private static boolean brokenAtStart(int[] units, BitSet[] groups, CompactCluster compact) {
        for (var group : groups) {
            if (othersInside(group, units, NOWHERE, compact.home)) {
                return false;
            }
        }
        return true;
    }

    private static BitSet[] singleHosts(int hostCount) {
        var groups = new BitSet[hostCount];
        for (var h = 0; h < hostCount; h++) {
            groups[h] = new BitSet();
            groups[h].set(h);
        }
        return groups;
    }

    private static BitSet bits(Collection<HostId> hosts, Map<HostId, Integer> hostIndex) {
        var bits = new BitSet();
        for (var host : hosts) {
            var index = hostIndex.get(host);
            if (index != null) {
                bits.set(index);
            }
        }
        return bits;
    }

    static int[] indices(Collection<VmId> vms, Map<VmId, Integer> vmIndex) {
        var found = new IntBag(vms.size());
        for (var vm : vms) {
            var index = vmIndex.get(vm);
            if (index != null) {
                found.add(index);
            }
        }
        return found.toArray();
    }

    private static int[] unitsOf(int[] vmIndices, CompactCluster compact) {
        return Arrays.stream(vmIndices).map(v -> compact.unitOfVm[v]).distinct().toArray();
    }

    private static int[][] rulesOf(int[][] members, int unitCount) {
        var bags = new IntBag[unitCount];
        for (var rule = 0; rule < members.length; rule++) {
            for (var unit : members[rule]) {
                if (bags[unit] == null) {
                    bags[unit] = new IntBag(2);
                }
                bags[unit].add(rule);
            }
        }
        var rules = new int[unitCount][];
        for (var u = 0; u < unitCount; u++) {
            rules[u] = bags[u] == null ? NONE : bags[u].toArray();
        }
        return rules;
    }
}
