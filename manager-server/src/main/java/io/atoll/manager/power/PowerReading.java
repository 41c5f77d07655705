package io.atoll.manager.power;

/** One look at a host's power. {@code detail} is what was seen, for people. */
public record PowerReading(State state, String detail) {
    /** Names are API. */
    public enum State {
        ON,
        OFF,
        /** In between, or not to be told by this way of control. */
        UNKNOWN
    }

    public static PowerReading on(String detail) {
        return new PowerReading(State.ON, detail);
    }

    public static PowerReading off(String detail) {
        return new PowerReading(State.OFF, detail);
    }

    public static PowerReading unknown(String detail) {
        return new PowerReading(State.UNKNOWN, detail);
    }
}
