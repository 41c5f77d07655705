package io.atoll.hypervisor.api;

/**
 * How far the typing came.
 *
 * @param chords how many were pressed and let go
 */
public record KeysPressed(int chords, Ending ending) {

    /** Why it ended. */
    public enum Ending {
        /** Everything was pressed. */
        COMPLETE,
        /** The deadline has passed. */
        DEADLINE,
        /** Whoever asked for it no longer wants it. */
        GIVEN_UP,
        /** The guest no longer runs here. */
        NOT_RUNNING
    }
}
