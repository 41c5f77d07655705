package io.atoll.ha.sim.cluster;

/** Who wants to read what happens. */
public interface Story {
    /** Nobody does. */
    Story UNTOLD = (timeNs, who, text) -> {};

    void tell(long timeNs, String who, String text);

    /** Whether sentences should be made at all. */
    default boolean isTold() {
        return this != UNTOLD;
    }
}
