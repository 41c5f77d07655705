package io.atoll.hypervisor.api;

import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A VM as this host knows it.
 *
 * @param since when it entered {@code state}, as far as known; after an adoption that is the time of the adoption
 * @param process null when {@code state} has none
 * @param adopted it was already running when this run of the agent came up
 * @param guestAgentConnected a guest agent has opened its end of the channel (it may still not answer)
 * @param memoryChannels how many connections its process can send memory over when it migrates, beside the first; 0: only
 *     the first, or no process
 */
public record VmStatus(
        VmDefinition definition,
        VmEpoch epoch,
        VmState state,
        Instant since,
        @Nullable ProcessIdentity process,
        boolean adopted,
        boolean guestAgentConnected,
        int memoryChannels) {

    public VmId id() {
        return definition.id();
    }
}
