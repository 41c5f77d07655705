package io.atoll.ha.sim.host;

import org.jspecify.annotations.Nullable;

/**
 * What the epoch block in a VM's folder holds: the last start.
 *
 * @param released whether that host has ended the VM and will not run it at this epoch any more
 */
public record EpochBlock(long epoch, int host, boolean released) {
    public static EpochBlock held(long epoch, int host) {
        return new EpochBlock(epoch, host, false);
    }

    /** Whether this may follow on what the block holds: never a lower epoch, another host's same epoch, or a way back. */
    public boolean mayFollow(@Nullable EpochBlock present) {
        return present == null
                || epoch > present.epoch
                || (epoch == present.epoch && host == present.host && (released || !present.released));
    }
}
