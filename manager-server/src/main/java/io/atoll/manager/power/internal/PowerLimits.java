package io.atoll.manager.power.internal;

import io.atoll.manager.power.OffMode;
import java.time.Duration;

/**
 * How long a host may take, in seconds: to be switched on or cut off, to shut itself down, and to wake from ON to an agent that
 * answers.
 */
public record PowerLimits(int switchSeconds, int shutdownSeconds, int wakeSeconds) {
    public static final PowerLimits DEFAULT = new PowerLimits(60, 300, 600);

    Duration toSwitchOff(OffMode mode) {
        return Duration.ofSeconds(
                switch (mode) {
                    case GRACEFUL -> shutdownSeconds;
                    case FORCE -> switchSeconds;
                });
    }

    Duration toSwitchOn() {
        return Duration.ofSeconds(switchSeconds);
    }

    Duration toWake() {
        return Duration.ofSeconds(wakeSeconds);
    }
}
