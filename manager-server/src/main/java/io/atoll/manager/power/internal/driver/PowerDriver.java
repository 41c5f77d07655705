package io.atoll.manager.power.internal.driver;

import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.PowerReading.State;
import java.time.Duration;
import java.util.OptionalInt;

/** One way to one host's power. Blocking, in bounded time; for virtual threads, never inside a transaction. */
public sealed interface PowerDriver permits RedfishDriver, IpmiDriver, WakeOnLanDriver {
    /** Whom it asks, as messages name it: {@code the Redfish controller 10.2.0.4:443}. */
    String label();

    PowerReading read() throws PowerException;

    /** Gives an order. That it was taken says nothing about whether it was carried out: read. */
    void order(PowerOrder order) throws PowerException;

    /** What the host draws now, as its controller measures it; empty where it measures nothing. */
    default OptionalInt measuredWatts() throws PowerException {
        return OptionalInt.empty();
    }

    /** Whether a reading is as good as this driver can say that the host has reached the state. */
    default boolean meets(State goal, PowerReading reading) {
        return reading.state() == goal;
    }

    /** For how long readings must agree, besides being two. */
    default Duration steadyFor() {
        return Duration.ZERO;
    }
}
