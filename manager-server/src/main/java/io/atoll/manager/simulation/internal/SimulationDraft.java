package io.atoll.manager.simulation.internal;

import io.atoll.manager.placement.RuleBook;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody supposes, as they wrote it.
 *
 * @param changes one after the other
 * @param balanceLevel 1 to 5: the cluster is balanced afterwards; null: it is not
 * @param howManyMoreLikeVmId for how many more VMs like this one there is room afterwards; null: nobody asks
 */
public record SimulationDraft(
        @Nullable List<@Nullable ChangeDraft> changes,
        @Nullable Integer balanceLevel,
        @Nullable String howManyMoreLikeVmId) {
    /** Kinds of changes. Names are API. */
    public enum Kind {
        HOSTS_LOST,
        HOSTS_DRAINED,
        ZONE_LOST,
        ZONE_DRAINED,
        HOSTS_ADDED,
        VMS_ADDED,
        DEMAND_GROWS,
        RULE_REMOVED,
        RULE_ADDED,
        OVERCOMMIT
    }

    /**
     * One change; which other members belong to it, its kind says.
     *
     * @param hostIds HOSTS_LOST, HOSTS_DRAINED: which
     * @param zoneLabel ZONE_LOST, ZONE_DRAINED: the label of hosts that names their zone
     * @param zone ZONE_LOST, ZONE_DRAINED: its value
     * @param likeHostId HOSTS_ADDED: what they are like
     * @param likeVmId VMS_ADDED: what they are like
     * @param count HOSTS_ADDED, VMS_ADDED: how many
     * @param vmIds DEMAND_GROWS: which; missing: all
     * @param factor DEMAND_GROWS: how many times the processing power
     * @param ruleId RULE_REMOVED
     * @param rule RULE_ADDED
     * @param cpuOvercommitRatio OVERCOMMIT
     */
    public record ChangeDraft(
            @Schema(
                    allowableValues = {
                        "HOSTS_LOST",
                        "HOSTS_DRAINED",
                        "ZONE_LOST",
                        "ZONE_DRAINED",
                        "HOSTS_ADDED",
                        "VMS_ADDED",
                        "DEMAND_GROWS",
                        "RULE_REMOVED",
                        "RULE_ADDED",
                        "OVERCOMMIT"
                    },
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String kind,

            @Nullable List<@Nullable String> hostIds,
            @Nullable String zoneLabel,
            @Nullable String zone,
            @Nullable String likeHostId,
            @Nullable String likeVmId,
            @Nullable Integer count,
            @Nullable List<@Nullable String> vmIds,
            @Nullable Double factor,
            @Nullable String ruleId,
            @Nullable AddedRule rule,
            @Nullable Double cpuOvercommitRatio) {}

    /** A rule that must hold, as rules of clusters are written. */
    public record AddedRule(
            @Schema(allowableValues = {"KEEP_TOGETHER", "KEEP_APART", "VM_HOST", "ZONE_SPREAD", "BLAST_RADIUS"})
            @Nullable
            String kind,

            @Schema(allowableValues = {"MUST", "MUST_NOT"}) @Nullable
            String enforcement,

            @Nullable List<@Nullable String> vmIds,
            @Nullable String vmSelector,
            @Nullable List<@Nullable String> hostIds,
            @Nullable String hostSelector,
            @Nullable String zoneLabel,
            @Nullable Integer maxSharePercent) {
        RuleBook.Text text() {
            return new RuleBook.Text(
                    kind, enforcement, vmIds, vmSelector, hostIds, hostSelector, zoneLabel, maxSharePercent);
        }
    }
}
