package io.atoll.drs;

import io.atoll.model.HostFacts;
import io.atoll.model.HostState;
import io.atoll.model.PoolId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One hard rule a host must meet. All of them are asked, so that an answer names everything that is in the way. */
@FunctionalInterface
interface HostFilter {
    @Nullable
    Refusal check(PlacementRequest request, HostFacts host);

    /** The rules, in the order in which refusals are listed. */
    static List<HostFilter> all(PlacementPolicy policy) {
        return List.of(
                HostFilter::excluded,
                HostFilter::state,
                (request, host) -> memory(request, host, policy),
                (request, host) -> cpu(request, host, policy),
                HostFilter::pools,
                HostFilter::networks,
                HostFilter::cpuBaseline);
    }

    private static @Nullable Refusal excluded(PlacementRequest request, HostFacts host) {
        var reason = request.excluded().get(host.id());
        return reason == null ? null : new Refusal.Excluded(reason);
    }

    private static @Nullable Refusal state(PlacementRequest request, HostFacts host) {
        return host.state() == HostState.READY ? null : new Refusal.NotReady(host.state());
    }

    private static @Nullable Refusal memory(PlacementRequest request, HostFacts host, PlacementPolicy policy) {
        var needed = request.vm().memory();
        var free = policy.memoryLimit(host.memory()).minusOrNone(host.memory().committed());
        return needed.fitsIn(free) ? null : new Refusal.NotEnoughMemory(needed, free, policy.hostMemoryReserve());
    }

    private static @Nullable Refusal cpu(PlacementRequest request, HostFacts host, PlacementPolicy policy) {
        var needed = request.vm().vcpuCount();
        var free = Math.max(0, policy.vcpuLimit(host.cpu()) - host.cpu().committedVcpuCount());
        return needed <= free ? null : new Refusal.NotEnoughCpu(needed, free, policy.vcpusPerCore());
    }

    private static @Nullable Refusal pools(PlacementRequest request, HostFacts host) {
        SortedSet<PoolId> missing = missing(request.vm().pools(), host.pools());
        return missing.isEmpty() ? null : new Refusal.PoolsOutOfReach(missing);
    }

    private static @Nullable Refusal networks(PlacementRequest request, HostFacts host) {
        var missing = missing(request.vm().networks(), host.networks());
        return missing.isEmpty() ? null : new Refusal.NetworksMissing(missing);
    }

    private static @Nullable Refusal cpuBaseline(PlacementRequest request, HostFacts host) {
        var needed = request.vm().cpu();
        return needed.runsOn(host.cpu().features())
                ? null
                : new Refusal.CpuTooOld(
                        needed, needed.features().minus(host.cpu().features()));
    }

    private static <T extends Comparable<? super T>> SortedSet<T> missing(Collection<T> needed, Collection<T> present) {
        var missing = new TreeSet<T>();
        missing.addAll(needed);
        missing.removeAll(present);
        return Collections.unmodifiableSortedSet(missing);
    }
}
