package io.atoll.manager.maintenance.internal.book;

/**
 * How a host is to be emptied.
 *
 * @param pauseBoundMs the longest that a guest should stand still when it moves
 * @param maxParallel how many VMs may be on their way at once
 * @param stopRemaining whether VMs that cannot move are shut down without asking
 * @param restartStopped whether VMs that were shut down for it are started again afterwards
 * @param shutdownSeconds how long a guest may take to shut down before it is stopped
 */
public record Terms(
        int pauseBoundMs, int maxParallel, boolean stopRemaining, boolean restartStopped, int shutdownSeconds) {
    /** QEMU's own limit for the pause, and few enough moves at once for a 10 Gbit/s link. */
    public static final Terms USUAL = new Terms(300, 4, false, true, 120);
}
