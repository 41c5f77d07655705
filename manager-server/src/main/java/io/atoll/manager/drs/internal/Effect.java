package io.atoll.manager.drs.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a recommended migration would do, as foreseen when it was recommended. Kept as JSON; names are API.
 *
 * @param imbalanceBefore of the whole cluster just before this migration, those before it in the plan made already
 * @param copiedMiB memory that crosses the network
 * @param expectedPauseMs how long the guest would stand still, by its last migrations, or by those of others; null: there were none
 * @param rejected what else could have been done, and why it was not
 */
public record Effect(
        double imbalanceBefore,
        double imbalanceAfter,
        List<HostEffect> hosts,
        long copiedMiB,
        double seconds,
        @Nullable Long expectedPauseMs,
        List<Rejected> rejected,
        @Nullable String insteadOfIt) {
    public Effect {
        hosts = List.copyOf(hosts);
        rejected = List.copyOf(rejected);
    }

    /** A host before and after: how full, as shares of what it has; above 1 more is asked for than is there. */
    public record HostEffect(
            String hostName,
            double cpuShareBefore,
            double cpuShareAfter,
            double memoryShareBefore,
            double memoryShareAfter) {}

    /** Another host for the VM, and why not that one. */
    public record Rejected(String hostName, String because) {}
}
