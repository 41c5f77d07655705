package io.atoll.hypervisor.vm;

import java.util.Locale;

/** Why a VM's process is not there. */
public enum StopCause {
    /** It was never started on this host. */
    NOT_STARTED,
    /** The guest switched itself off, asked or unasked. */
    GUEST_SHUTDOWN,
    /** Someone stopped it hard through this library. */
    HOST_STOP,
    /** High availability ended it here, so that another host may run it. */
    LET_GO,
    /** A signal from outside ended the process in an orderly way. */
    HOST_SIGNAL,
    /** The guest goes on running on another host. */
    MIGRATED_AWAY,
    /** The migration towards this host did not happen. */
    INCOMING_ABORTED;

    /** As the agent's protocol writes it, for example {@code guest-shutdown}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
