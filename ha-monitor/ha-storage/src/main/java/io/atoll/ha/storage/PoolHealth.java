package io.atoll.ha.storage;

/** How a pool answers. Times are {@link BootClock} nanoseconds. */
public sealed interface PoolHealth {
    /** Nothing is being waited for. */
    record Answering() implements PoolHealth {}

    /** Something is being waited for, not for long yet. */
    record Working(long sinceNanos) implements PoolHealth {}

    /** Its thread has waited in the kernel for longer than the limit; everything asked of the pool waits behind it. */
    record Hanging(long sinceNanos) implements PoolHealth {}

    record Closed() implements PoolHealth {}
}
