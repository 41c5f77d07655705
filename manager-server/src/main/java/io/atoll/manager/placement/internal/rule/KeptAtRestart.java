package io.atoll.manager.placement.internal.rule;

import io.atoll.ha.zk.facts.ClusterRules;
import io.atoll.manager.placement.internal.rule.PlacementRule.Enforcement;
import io.atoll.manager.placement.internal.rule.RuleViews.KeptByHa;
import io.atoll.manager.placement.internal.rule.RuleViews.KeptByHaView;
import java.util.Set;

/** What HA does with a rule when it restarts the VMs of a dead host, in words. */
final class KeptAtRestart {
    private static final int BYTES_PER_KIB = 1024;

    private KeptAtRestart() {}

    /** @param leftOut names of rules for which there was no room */
    static KeptByHaView of(PlacementRule rule, Set<String> leftOut) {
        if (!rule.enabled()) {
            return new KeptByHaView(KeptByHa.NO, "The rule is disabled.");
        }
        if (rule.enforcement() == Enforcement.SHOULD) {
            return new KeptByHaView(
                    KeptByHa.NO,
                    "HA is told only of rules that must hold: that a VM runs again comes first, and balancing sees to this rule later.");
        }
        if (leftOut.contains(rule.name())) {
            return new KeptByHaView(
                    KeptByHa.NO,
                    "HA does not know it: the rules of the cluster that must hold take more than the %d KiB that agents read, and rules about hosts and smaller rules come first. Name fewer VMs, or disable rules that are not needed."
                            .formatted(ClusterRules.MOST_BYTES / BYTES_PER_KIB));
        }
        return switch (rule.kind()) {
            case KEEP_APART, VM_HOST ->
                new KeptByHaView(
                        KeptByHa.ALWAYS,
                        "A VM that the rule leaves no host is not restarted until there is one, and its HA state says so.");
            case KEEP_TOGETHER ->
                new KeptByHaView(
                        KeptByHa.WHERE_POSSIBLE,
                        "A VM is restarted beside the others where there is room for it; otherwise it starts elsewhere, and balancing brings them together later.");
            case ZONE_SPREAD, BLAST_RADIUS ->
                new KeptByHaView(
                        KeptByHa.WHERE_POSSIBLE,
                        "A VM is restarted where the rule wants it if there is room for it; otherwise it starts elsewhere, and balancing moves it later.");
        };
    }
}
