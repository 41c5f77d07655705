package io.atoll.drs.core;

import io.atoll.model.VmId;
import io.atoll.model.cluster.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Which VMs move as one: those that intact keep-together rules join. */
final class UnitGrouping {
    final int[] unitOfVm;
    final int[][] vmsOfUnit;

    private UnitGrouping(int[] unitOfVm, int[][] vmsOfUnit) {
        this.unitOfVm = unitOfVm;
        this.vmsOfUnit = vmsOfUnit;
    }

    /**
     * A rule whose VMs are on several hosts is broken already and joins nobody. Where some run and others do not, the rule
     * joins them in {@link CompactRules} instead, since they do not move together. So it does where none of them runs and
     * another rule keeps some of them apart: as one they could only be started by breaking that rule, one by one as many are
     * started as both rules allow.
     */
    static UnitGrouping of(List<Rule> rules, Map<VmId, Integer> vmIndex, int[] homeOfVm) {
        var together = new ArrayList<int[]>();
        for (var rule : rules) {
            if (rule instanceof Rule.KeepTogether friends) {
                var members = CompactRules.indices(friends.vms(), vmIndex);
                if (members.length > 1 && allAtOnePlace(members, homeOfVm)) {
                    together.add(members);
                }
            }
        }
        var all = joined(together, homeOfVm.length);
        var atOdds = atOdds(rules, vmIndex, homeOfVm, all);
        if (atOdds.isEmpty()) {
            return numbered(all);
        }
        together.removeIf(members -> atOdds.get(find(all, members[0])));
        return numbered(joined(together, homeOfVm.length));
    }

    /** The leaders of units without a host that hold two VMs which a rule keeps apart. */
    private static BitSet atOdds(List<Rule> rules, Map<VmId, Integer> vmIndex, int[] homeOfVm, int[] leader) {
        var found = new BitSet();
        for (var rule : rules) {
            if (rule instanceof Rule.KeepApart apart) {
                var seen = new BitSet();
                for (var vm : CompactRules.indices(apart.vms(), vmIndex)) {
                    var root = find(leader, vm);
                    if (homeOfVm[vm] == CompactCluster.NOWHERE && seen.get(root)) {
                        found.set(root);
                    }
                    seen.set(root);
                }
            }
        }
        return found;
    }

    private static int[] joined(List<int[]> together, int vmCount) {
        var leader = new int[vmCount];
        for (var v = 0; v < leader.length; v++) {
            leader[v] = v;
        }
        for (var members : together) {
            for (var member : members) {
                join(leader, members[0], member);
            }
        }
        return leader;
    }

    private static boolean allAtOnePlace(int[] members, int[] homeOfVm) {
        for (var member : members) {
            if (homeOfVm[member] != homeOfVm[members[0]]) {
                return false;
            }
        }
        return true;
    }

    private static int find(int[] leader, int v) {
        while (leader[v] != v) {
            leader[v] = leader[leader[v]];
            v = leader[v];
        }
        return v;
    }

    private static void join(int[] leader, int a, int b) {
        var first = find(leader, a);
        var second = find(leader, b);
        leader[Math.max(first, second)] = Math.min(first, second);
    }

    private static UnitGrouping numbered(int[] leader) {
        var unitOfVm = new int[leader.length];
        var sizes = new IntBag(leader.length);
        for (var v = 0; v < leader.length; v++) {
            var root = find(leader, v);
            if (root == v) {
                unitOfVm[v] = sizes.size();
                sizes.add(1);
            } else {
                unitOfVm[v] = unitOfVm[root];
                sizes.set(unitOfVm[v], sizes.get(unitOfVm[v]) + 1);
            }
        }
        var vmsOfUnit = new int[sizes.size()][];
        var filled = new int[sizes.size()];
        for (var v = 0; v < leader.length; v++) {
            var unit = unitOfVm[v];
            if (vmsOfUnit[unit] == null) {
                vmsOfUnit[unit] = new int[sizes.get(unit)];
            }
            vmsOfUnit[unit][filled[unit]++] = v;
        }
        return new UnitGrouping(unitOfVm, vmsOfUnit);
    }
}
