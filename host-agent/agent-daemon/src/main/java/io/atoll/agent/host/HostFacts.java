package io.atoll.agent.host;

import io.atoll.agent.identity.NetworkMode;
import io.atoll.model.HostId;
import java.util.List;
import java.util.SortedMap;

/**
 * What the manager is told of this host. Limits given at enrolment are taken off already.
 *
 * @param capabilities what not every host can give a guest, by its name in the protocol
 */
public record HostFacts(
        HostId hostId,
        String agentVersion,
        String hostname,
        OperatingSystem operatingSystem,
        Processor processor,
        long memoryMib,
        List<String> capabilities,
        Virtualization virtualization,
        NetworkMode networkMode,
        String migrationAddress,
        SortedMap<String, String> labels,
        List<SelfCheck> checks,
        List<PoolState> pools,
        HaStanding ha,
        long clockMs) {
    public HostFacts {
        capabilities = List.copyOf(capabilities);
        checks = List.copyOf(checks);
        pools = List.copyOf(pools);
    }

    /** Whether nothing but the clock, and what is left of the lease, has changed. */
    public boolean sameButForClock(HostFacts other) {
        return withoutMovingParts().equals(other.withoutMovingParts());
    }

    private HostFacts withoutMovingParts() {
        return new HostFacts(
                hostId,
                agentVersion,
                hostname,
                operatingSystem,
                processor,
                memoryMib,
                capabilities,
                virtualization,
                networkMode,
                migrationAddress,
                labels,
                checks,
                pools,
                ha.withoutMargin(),
                0);
    }

    /** The operating system and this boot of it. */
    public record OperatingSystem(String osName, String kernelVersion, String bootId, long bootTimeMs) {}

    /**
     * Logical processors usable for VMs, and what they can do.
     *
     * @param guestModels named models that QEMU can give guests; empty: it was not asked, and the features are not its word
     */
    public record Processor(int count, String model, List<String> features, List<String> guestModels) {
        public Processor {
            guestModels = List.copyOf(guestModels);
            features = List.copyOf(features);
        }
    }

    /** Who runs the guests, and why with this accelerator. */
    public record Virtualization(String qemuVersion, String accelerator, String acceleratorReason) {}
}
