package io.atoll.manager.placement.internal;

import io.atoll.manager.inventory.HostNeeds;
import io.atoll.manager.placement.internal.Decision.RefusedHost;
import io.atoll.manager.problem.Hint;
import io.atoll.model.VmDemand;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import java.util.ArrayList;
import java.util.Collection;
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
    private static final double MOST_VCPUS_PER_CORE = 64;

    private final VmDemand vm;
    private final Collection<RefusedHost> refused;
    private final Cluster model;

    /** @param refused hosts of the model that are not enough */
    RoomHints(VmDemand vm, Collection<RefusedHost> refused, Cluster model) {
        this.vm = vm;
        this.refused = List.copyOf(refused);
        this.model = model;
    }

    List<Hint> list() {
        if (refused.isEmpty()) {
            return List.of(
                    Hint.of("Enrol a host: POST /api/v1/clusters/{id}/join-tokens gives the command to run on it."));
        }
        var hints = new ArrayList<Hint>();
        Stream.of(tooLittleMemoryEverywhere(), tooFewCpusEverywhere())
                .filter(Objects::nonNull)
                .forEach(hints::add);
        refused.stream()
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
                memoryLimit(model(host)) < needed.value()
                        ? null
                        : Hint.of(
                                "Free %s on %s: migrate or stop a VM there.".formatted(needed.minusOrNone(free), name));
            case Refusal.NotEnoughCpu(var needed, var free, var _) ->
                vcpuLimit(model(host)) < needed
                        ? null
                        : Hint.of(
                                "Free %d vCPU on %s: migrate or stop a VM there, or raise the cluster's CPU overcommit ratio."
                                        .formatted(needed - free, name));
            case Refusal.NotReady _ -> Hint.of("Bring %s back: its agent does not answer.".formatted(name));
            case Refusal.KeptFree _ -> Hint.of("Take %s out of maintenance, if it can be used again.".formatted(name));
            case Refusal.PoolsOutOfReach _ -> Hint.of("Make the storage pool reachable on %s.".formatted(name));
            case Refusal.NetworksMissing _ -> Hint.of("See why the network is not on %s.".formatted(name));
            case Refusal.CpuTooOld _ ->
                Hint.of(
                        "Lower the cluster's CPU baseline, so that guests can also run on %s; a VM that runs gets it when it is stopped and started."
                                .formatted(name));
            case Refusal.HardwareMissing(var needs) ->
                Hint.of("Let %s give its guests %s."
                        .formatted(
                                name,
                                String.join(
                                        ", ",
                                        needs.stream().map(HostNeeds::explain).toList())));
            case Refusal.AgainstRule(var rule, var _) -> ruleHint(rule, name);
            case Refusal.TooManyOfThem(var rule, var _, var _, var _) -> ruleHint(rule, name);
            case Refusal.Excluded _, Refusal.Otherwise _ -> null;
        };
    }

    private static Hint ruleHint(String rule, String host) {
        return Hint.of("Change or disable rule %s, which alone keeps the VM from %s.".formatted(rule, host));
    }

    private @Nullable Hint tooLittleMemoryEverywhere() {
        var hosts = askedFor();
        var largest = largest(hosts, RoomHints::memoryLimit);
        if (largest == null || memoryLimit(largest) >= vm.memory().value()) {
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
        var largest = largest(hosts, this::vcpuLimit);
        if (largest == null || vcpuLimit(largest) >= vm.vcpuCount()) {
            return null;
        }
        var ratio = largest.capacity().coreCount() * MOST_VCPUS_PER_CORE >= vm.vcpuCount()
                ? ", or raise the cluster's CPU overcommit ratio"
                : "";
        var size = hosts.size() == 1
                ? "%s is not large enough: it has %d vCPU for VMs."
                : "No host is large enough: the largest, %s, has %d vCPU for VMs.";
        return Hint.of((size + " Give the VM fewer vCPUs%s.").formatted(largest.name(), vcpuLimit(largest), ratio));
    }

    /** The hosts that are not out of the question for a reason that has nothing to do with them. */
    private List<Host> askedFor() {
        return refused.stream()
                .filter(host -> host.refusals().stream().noneMatch(Refusal.Excluded.class::isInstance))
                .map(this::model)
                .toList();
    }

    private static @Nullable Host largest(List<Host> hosts, ToLongFunction<Host> size) {
        return hosts.stream().max(Comparator.comparingLong(size)).orElse(null);
    }

    private static long memoryLimit(Host host) {
        return host.capacity().memory().value();
    }

    private long vcpuLimit(Host host) {
        return (long) (host.capacity().coreCount() * model.limits().vcpusPerCore());
    }

    private Host model(RefusedHost host) {
        return Objects.requireNonNull(model.hosts().get(host.host()));
    }
}
