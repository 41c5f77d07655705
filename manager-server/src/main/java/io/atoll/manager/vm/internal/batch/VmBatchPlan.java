package io.atoll.manager.vm.internal.batch;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a batch would come to if all of it was placed now, one after the other.
 *
 * @param fitting how many of the VMs would be made
 * @param members each VM, in the order in which they are made
 * @param hosts how many of them each host would take; hosts that take none are missing
 */
public record VmBatchPlan(int count, int fitting, List<Member> members, List<HostShare> hosts) {
    public VmBatchPlan {
        members = List.copyOf(members);
        hosts = List.copyOf(hosts);
    }

    /**
     * One VM.
     *
     * @param hostId where it would start; null: nowhere, as it is not to start or is not made
     * @param refusal why it would not be made; null: it would
     */
    public record Member(
            String name,
            @Nullable UUID hostId,
            @Nullable String hostName,
            @Nullable String refusal) {}

    /** How many VMs of the batch a host would take. */
    public record HostShare(UUID hostId, String hostName, int count) {}
}
