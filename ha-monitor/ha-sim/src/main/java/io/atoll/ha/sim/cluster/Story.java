package io.atoll.ha.sim.cluster;

/** Who wants to read what happens. */
@FunctionalInterface
public interface Story {
    /** Nobody does. */
    Story UNTOLD = new Story() {
        @Override
        public void tell(long timeNs, String who, String text) {}

        @Override
        public boolean isTold() {
            return false;
        }
    };

    void tell(long timeNs, String who, String text);

    /** Whether sentences should be made at all. */
    default boolean isTold() {
        return true;
    }
}
