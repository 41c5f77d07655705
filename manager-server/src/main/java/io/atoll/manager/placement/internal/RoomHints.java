package io.atoll.manager.placement.internal;

import io.atoll.drs.Placement;
import io.atoll.drs.Placement.RefusedHost;
import io.atoll.drs.PlacementPolicy;
import io.atoll.drs.Refusal;
import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterSnapshot;
import io.atoll.model.HostFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an operator could do so that the VM fits: for each host that lacks one thing only, that thing; and that no host is
 * large enough where nothing that could be freed would help.
 */
final class RoomHints {
    private static final int MOST_HINTS = 3;

    private final Placement placement;
    private final ClusterSnapshot snapshot;
    private final PlacementPolicy policy;

    RoomHints(Placement placement, ClusterSnapshot snapshot, PlacementPolicy policy) {
        this.placement = placement;
        this.snapshot = snapshot;
        this.policy = policy;
    }

    List<Hint> list() {
        if (placement.refusals().isEmpty()) {
            return List.of(
                    Hint.of("Enrol a host: POST /api/v1/clusters/{id}/join-tokens gives the command to run on it."));
        }
        var hints = new ArrayList<Hint>();
        Stream.of(tooLittleMemoryEverywhere(), tooFewCpusEverywhere())
                .filter(Objects::nonNull)
                .forEach(hints::add);
        placement.refusals().values().stream()
                .filter(host -> host.refusals().size() == 1)
                .sorted(Comparator.comparingLong(RoomHints::distance))
                .map(this::hint)
                .filter(Objects::nonNull)
                .limit(MOST_HINTS)
                .forEach(hints::add);
        return hints;
    }

    /** Small shortages first; what cannot be counted comes last. */
    private static long distance(RefusedHost host) {
        var shortage = host.refusals().getFirst().shortage();
        return shortage == null ? Long.MAX_VALUE : shortage.needed() - shortage.free();
    }

    private @Nullable Hint hint(RefusedHost host) {
        var name = host.hostName();
        return switch (host.refusals().getFirst()) {
            case Refusal.NotEnoughMemory(var needed, var free, var _) ->
                memoryLimit(facts(host)) < needed.value()
                        ? null
                        : Hint.of(
                                "Free %s on %s: migrate or stop a VM there.".formatted(needed.minusOrNone(free), name));
            case Refusal.NotEnoughCpu(var needed, var free, var _) ->
                policy.vcpuLimit(facts(host).cpu()) < needed
                        ? null
                        : Hint.of(
                                "Free %d vCPU on %s: migrate or stop a VM there, or raise the cluster's CPU overcommit ratio."
                                        .formatted(needed - free, name));
            case Refusal.NotReady _ -> Hint.of("Bring %s back: its agent does not answer.".formatted(name));
            case Refusal.PoolsOutOfReach _ -> Hint.of("Make the storage pool reachable on %s.".formatted(name));
            case Refusal.NetworksMissing _ -> Hint.of("See why the network is not on %s.".formatted(name));
            case Refusal.CpuTooOld _ ->
                Hint.of("Lower the cluster's CPU baseline, so that guests can also run on %s.".formatted(name));
            case Refusal.Excluded _ -> null;
        };
    }

    private @Nullable Hint tooLittleMemoryEverywhere() {
        var hosts = askedFor();
        var largest = largest(hosts, this::memoryLimit);
        if (largest == null || memoryLimit(largest) >= placement.vm().memory().value()) {
            return null;
        }
        return Hint.of(
                hosts.size() == 1
                        ? "%s is not large enough: it has %d MiB for VMs. Give the VM less memory."
                                .formatted(largest.name(), memoryLimit(largest))
                        : "No host is large enough: the largest, %s, has %d MiB for VMs. Give the VM less memory, or enrol a larger host."
                                .formatted(largest.name(), memoryLimit(largest)));
    }

    private @Nullable Hint tooFewCpusEverywhere() {
        var hosts = askedFor();
        var largest = largest(hosts, host -> policy.vcpuLimit(host.cpu()));
        if (largest == null || policy.vcpuLimit(largest.cpu()) >= placement.vm().vcpuCount()) {
            return null;
        }
        var most = new PlacementPolicy(PlacementPolicy.MAX_VCPUS_PER_CORE, policy.hostMemoryReserve());
        var ratio = most.vcpuLimit(largest.cpu()) >= placement.vm().vcpuCount()
                ? ", or raise the cluster's CPU overcommit ratio"
                : "";
        var size = hosts.size() == 1
                ? "%s is not large enough: it has %d vCPU for VMs."
                : "No host is large enough: the largest, %s, has %d vCPU for VMs.";
        return Hint.of((size + " Give the VM fewer vCPUs%s.")
                .formatted(largest.name(), policy.vcpuLimit(largest.cpu()), ratio));
    }

    /** The hosts that are not out of the question for a reason that has nothing to do with them. */
    private List<HostFacts> askedFor() {
        return placement.refusals().values().stream()
                .filter(host -> host.refusals().stream().noneMatch(Refusal.Excluded.class::isInstance))
                .map(this::facts)
                .toList();
    }

    private static @Nullable HostFacts largest(List<HostFacts> hosts, ToLongFunction<HostFacts> size) {
        return hosts.stream().max(Comparator.comparingLong(size)).orElse(null);
    }

    private long memoryLimit(HostFacts host) {
        return policy.memoryLimit(host.memory()).value();
    }

    /** Every refused host is of the snapshot the placement was made from. */
    private HostFacts facts(RefusedHost host) {
        return Objects.requireNonNull(snapshot.hosts().get(host.host()));
    }
}
