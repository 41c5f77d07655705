package io.atoll.ha.enforcer;

/** Whether highly available VMs may run on this host, and if not, why. Only in two of these may the cgroup hold anything. */
public enum Phase {
    /** No lease was ever asked for. */
    IDLE(0),
    /** The agent is making sure that nothing stands in the way of a new lease. */
    PREPARING(1),
    /** There is a lease, or it was asked for and the first renewal is awaited. */
    HOLDING(2),
    /** There is a lease that is close to its end: the VMs stand still. Only reported; kept as {@link #HOLDING}. */
    FROZEN(3),
    /** The lease ran out or was taken away. */
    KILLED(4),
    /** The agent gave the lease back. */
    RELEASED(5);

    private static final Phase[] ALL = values();

    private final int code;

    Phase(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Phase of(long word) {
        return ALL[(int) (word & 0xff)];
    }
}
