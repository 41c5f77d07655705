package io.atoll.ha.sim.check;

/** A QEMU that was told to go on, so that its guest may write until the process is gone, frozen or not. */
public interface Writer {
    int vm();

    long epoch();

    /** The name of its host. */
    String host();

    /** Until when a write of it may still land, once the process is gone. */
    long lastWriteLandsNs();

    String describe();
}
