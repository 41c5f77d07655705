package io.atoll.agent.vm;

import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;

/** Makes this host the owner of a guest that has come to it. */
public interface Handover {
    /** What came of it. */
    sealed interface Answer {
        /** This host owns the VM with that epoch. */
        record Owned() implements Answer {}

        /** It belongs to somebody else for good: the guest that came here must never run. */
        record Lost(String reason) implements Answer {}

        /** Not known, or not yet: ask again. */
        record Unknown(String reason) implements Answer {}
    }

    /**
     * Moves the VM from the host that owns it with the epoch before {@code epoch} to this host, with {@code epoch}.
     * Repeatable: an unknown outcome is found out by asking again.
     */
    Answer take(VmId vm, VmEpoch epoch);

    /** Says that the VM runs here now. When that fails, the usual reports make up for it. */
    void tellThatItRuns(VmId vm, VmEpoch epoch);
}
