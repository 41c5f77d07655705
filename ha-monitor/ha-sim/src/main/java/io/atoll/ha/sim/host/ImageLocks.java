package io.atoll.ha.sim.host;

import org.jspecify.annotations.Nullable;

/** QEMU's locks on disk images: a second QEMU is refused while the first one's process exists, stopped or not. */
public final class ImageLocks {
    private final boolean enabled;
    private final @Nullable Qemu[] holders;

    /** @param enabled false: a raw block device, where nobody locks */
    public ImageLocks(int vms, boolean enabled) {
        this.enabled = enabled;
        holders = new Qemu[vms];
    }

    public boolean enabled() {
        return enabled;
    }

    boolean acquire(Qemu qemu) {
        var holder = holders[qemu.vm()];
        if (enabled && holder != null && holder != qemu) {
            return false;
        }
        holders[qemu.vm()] = qemu;
        return true;
    }

    void release(Qemu qemu) {
        if (holders[qemu.vm()] == qemu) {
            holders[qemu.vm()] = null;
        }
    }
}
