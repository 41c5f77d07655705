package io.atoll.manager.drs.internal;

import io.atoll.manager.placement.ShareLimit;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Preference;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must-rules about zones and shares allow, for a planner that sees running VMs only. A rule counts all its VMs; half of ten may be
 * on one host though only four run. Pure.
 */
public final class RunningLimits {
    /** Halfway to one more, so that no rounding of a share takes one away. */
    private static final double HALF_A_VM = 0.5;

    private RunningLimits() {}

    /** The model with these rules told as shares of the VMs that run. */
    public static Cluster in(Cluster model, List<ShareLimit> all) {
        Map<String, ShareLimit> limits =
                all.stream().collect(Collectors.toMap(ShareLimit::ruleName, Function.identity(), (one, _) -> one));
        return model.with(model.preferences().stream()
                .map(preference -> told(preference, limits.get(preference.name()), model))
                .toList());
    }

    private static Preference told(Preference preference, @Nullable ShareLimit limit, Cluster model) {
        if (limit == null || !preference.isBinding() || preference instanceof Preference.Should) {
            return preference;
        }
        var running = limit.vms().stream()
                .map(vm -> model.vms().get(vm))
                .filter(vm -> vm != null && vm.host() != null)
                .count();
        return running == 0
                ? preference
                : new Preference.BlastRadius(
                        preference.name(),
                        preference.vms(),
                        limit.label(),
                        Math.min(1, (limit.mostVms() + HALF_A_VM) / running),
                        preference.weight());
    }
}
