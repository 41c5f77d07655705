package io.atoll.drs.power;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a round has to know of one host, beside what the cluster says of it.
 *
 * @param excluded an administrator does not want it to sleep: it is never parked, and woken if it sleeps
 * @param held an administrator has taken it out of service; it is neither parked nor woken
 * @param stayingVmNames VMs on it that somebody never wants to be moved: it is not parked
 */
public record HostPower(
        State state, Control control, Use use, boolean excluded, boolean held, List<String> stayingVmNames) {
    public HostPower {
        stayingVmNames = List.copyOf(stayingVmNames);
    }

    /** A host whose VMs may all be moved. */
    public HostPower(State state, Control control, Use use, boolean excluded, boolean held) {
        this(state, control, use, excluded, held, List.of());
    }

    /** A host that is late by this many times its wake time is not counted on. */
    private static final int PATIENCE = 3;

    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(10);

    /** How it stands. In the cluster an awake host is on; hosts in all other states take nobody, whatever the cluster says. */
    public sealed interface State {
        /** It runs; {@code since} is when it was ready last: after a boot, a wake, or a parking that was called off. */
        record Awake(Instant since) implements State {}

        /** Its VMs are leaving, and then it sleeps. A decision to wake it means: let it be. */
        record Parking(Instant since) implements State {}

        /** It was parked by power saving, and sleeps. */
        record Asleep(Instant since) implements State {}

        record Waking(Instant since) implements State {}

        /** Off, failed or out of reach for reasons that are not power saving's: neither parked nor woken. */
        record Away() implements State {}
    }

    /**
     * What can be done with its power.
     *
     * @param exists whether it can be switched off, and on again from outside
     * @param wakeProven whether it has woken successfully before
     * @param wakeTime from the command until it takes VMs: what was learned, or a careful guess
     */
    public record Control(boolean exists, boolean wakeProven, Duration wakeTime) {}

    /**
     * How much of it is used.
     *
     * @param overWakeWindow mean of the newest samples, as long as the window for waking; null: samples are missing
     * @param overParkWindow the same for the window for parking
     */
    public record Use(
            @Nullable Share overWakeWindow, @Nullable Share overParkWindow) {
        public static final Use UNKNOWN = new Use(null, null);
    }

    /** Shares of what the host has, from 0: CPU that its VMs ask for, and memory that they work with. */
    public record Share(double cpu, double memory) {
        public Share {
            if (!(cpu >= 0 && memory >= 0 && cpu <= Double.MAX_VALUE && memory <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "Shares of CPU (%s) and memory (%s) must be numbers from 0.".formatted(cpu, memory));
            }
        }

        /** The larger of the two. */
        public double most() {
            return Math.max(cpu, memory);
        }
    }

    /** Whether it takes so long to wake that nobody should wait for it any longer. */
    public boolean isLate(Instant now) {
        if (!(state instanceof State.Waking(var since))) {
            return false;
        }
        var patience = control.wakeTime().multipliedBy(PATIENCE);
        var most = patience.compareTo(LEAST_PATIENCE) > 0 ? patience : LEAST_PATIENCE;
        return Duration.between(since, now).abs().compareTo(most) > 0;
    }
}
