package io.atoll.ha.facts;

/** Why a VM failed, as its host says. */
public enum FailureCause {
    /** QEMU ended by itself: a crash, or the kernel killed it. */
    QEMU_CRASHED,
    /** The guest's kernel panicked and said so (pvpanic). QEMU may still run, or has ended for it. */
    GUEST_PANICKED,
    /** The guest agent has been silent for longer than allowed. QEMU still runs. */
    GUEST_SILENT,
    /** It could not be started. */
    START_FAILED,
    /** Its image is locked: somebody still has it open. */
    IMAGE_LOCKED;

    /** Whether it is certain that nothing of it runs any more. */
    public boolean ended() {
        return switch (this) {
            case QEMU_CRASHED, START_FAILED, IMAGE_LOCKED -> true;
            case GUEST_PANICKED, GUEST_SILENT -> false;
        };
    }
}
