package io.atoll.manager.placement.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.placement.internal.live.Snapshots;
import io.atoll.manager.placement.internal.rule.PlacementRule.Kind;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Contradictions against trying every way to place the VMs of tiny clusters. */
class RuleConflictsTest {
    @Property(tries = 3_000)
    void whatIsCalledAContradictionIsOne(@ForAll long seed) {
        var tiny = new TinyClusters(seed, true).ruled(4, Kind.values());
        if (!conflicts(tiny).isEmpty()) {
            assertThat(tiny.canBeMet()).as("%s", conflicts(tiny)).isFalse();
        }
    }

    /** One rule that keeps VMs apart, with any that keep them together or say which hosts. */
    @Property(tries = 3_000)
    void aroundOneApartRuleNoContradictionIsMissed(@ForAll long seed) {
        var tiny = new TinyClusters(seed, false).rule(Kind.KEEP_APART).ruled(3, Kind.KEEP_TOGETHER, Kind.VM_HOST);
        assertThat(conflicts(tiny).isEmpty()).as("%s", conflicts(tiny)).isEqualTo(tiny.canBeMet());
    }

    /** Where the scheduler finds a way for every rule, and nothing contradicts, there is one. */
    @Property(tries = 500)
    void whatTheSchedulerFindsCanBeDone(@ForAll long seed) {
        var tiny = new TinyClusters(seed, false).ruled(4, Kind.values());
        var applied = tiny.applied();
        var told = applied.cluster(Snapshots::standIn);
        var all = tiny.rules.stream()
                .allMatch(rule ->
                        RuleFeasibility.of(applied, told, rule.id()).outcome() == RuleFeasibility.Outcome.FEASIBLE);
        if (all && conflicts(tiny).isEmpty()) {
            assertThat(tiny.canBeMet()).isTrue();
        }
    }

    /** Every rule that a contradiction names takes part: without one of them, the same is not said any more. */
    @Property(tries = 1_000)
    void aContradictionOfTwoGoesWithEitherOfThem(@ForAll long seed) {
        var tiny = new TinyClusters(seed, false).ruled(3, Kind.KEEP_TOGETHER, Kind.KEEP_APART, Kind.VM_HOST);
        for (var conflict : conflicts(tiny)) {
            if (conflict.check().equals("together-and-apart")
                    && conflict.rules().size() == 2) {
                for (var name : conflict.rules()) {
                    var left = tiny.rules.stream()
                            .filter(rule -> !rule.name().equals(name))
                            .toList();
                    var applied = AppliedRules.of(left, tiny.bare);
                    assertThat(RuleConflicts.of(applied))
                            .noneMatch(other -> other.check().equals(conflict.check())
                                    && other.rules().containsAll(conflict.rules()));
                }
            }
        }
    }

    private static List<RuleConflict> conflicts(TinyClusters tiny) {
        return RuleConflicts.of(tiny.applied());
    }
}
