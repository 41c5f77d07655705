package io.atoll.drs;

import io.atoll.model.HostFacts;
import io.atoll.model.Percent;
import io.atoll.model.VmDemand;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * How full a host would be with one more VM: its memory and vCPUs as shares of what may be promised there, and its
 * processors as they are busy now.
 */
public record HostLoad(Percent memory, Percent vcpus, Percent cpuUsed) implements Comparable<HostLoad> {
    private static final Comparator<HostLoad> LEAST_FIRST =
            Comparator.comparing(HostLoad::score).thenComparingLong(HostLoad::sumBasisPoints);

    static HostLoad with(VmDemand vm, HostFacts host, PlacementPolicy policy) {
        return new HostLoad(
                Percent.ofRatio(
                        host.memory().committed().plus(vm.memory()).value(),
                        policy.memoryLimit(host.memory()).value()),
                Percent.ofRatio(
                        Math.addExact(host.cpu().committedVcpuCount(), vm.vcpuCount()), policy.vcpuLimit(host.cpu())),
                Percent.ofRatio(host.cpu().used().value(), host.cpu().capacity().value()));
    }

    /** The fullest of the three: what runs out first decides. Lower is better. */
    public Percent score() {
        return Collections.max(List.of(memory, vcpus, cpuUsed));
    }

    private long sumBasisPoints() {
        return (long) memory.basisPoints() + vcpus.basisPoints() + cpuUsed.basisPoints();
    }

    @Override
    public int compareTo(HostLoad other) {
        return LEAST_FIRST.compare(this, other);
    }

    /** The figures in words. */
    public String explain() {
        return "memory %s, vCPUs %s promised, processors %s busy".formatted(memory, vcpus, cpuUsed);
    }
}
