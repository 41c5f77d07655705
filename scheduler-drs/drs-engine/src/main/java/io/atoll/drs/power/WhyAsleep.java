package io.atoll.drs.power;

import java.time.Instant;
import java.util.Locale;

/** Why a host sleeps, and until when. {@link #kind} is for programs and never changes; {@link #text} is a sentence in English. */
public sealed interface WhyAsleep {
    /** The hosts that are awake are enough, and no end of that is known. The use is of what they have together. */
    record NotNeeded(Instant since, double cpuPercent, double memoryPercent, double highPercent) implements WhyAsleep {}

    /**
     * It is expected to be woken then, in time for what was asked for at that time of past days.
     *
     * @param expectedPercent what will be asked for, of what the hosts give that are awake by then without it
     */
    record UntilForecast(Instant since, Instant wakeAt, double expectedPercent, double highPercent)
            implements WhyAsleep {}

    /** Hosts may sleep until then only. */
    record UntilTimesEnd(Instant since, Instant wakeAt) implements WhyAsleep {}

    /** It is being woken, by this round or an earlier one. */
    record Waking(Instant readyAt) implements WhyAsleep {}

    /** It was told to wake long ago and has not come. */
    record DoesNotWake(Instant since) implements WhyAsleep {}

    /** Stable name, for programs. */
    default String kind() {
        return switch (this) {
            case NotNeeded _ -> "not-needed";
            case UntilForecast _ -> "until-forecast";
            case UntilTimesEnd _ -> "until-times-end";
            case Waking _ -> "waking";
            case DoesNotWake _ -> "does-not-wake";
        };
    }

    default String text() {
        return switch (this) {
            case NotNeeded(var _, var cpu, var memory, var high) ->
                String.format(
                        Locale.ROOT,
                        "It is not needed: hosts that are awake are used by %.0f %% (CPU) and %.0f %% (memory), up to %.0f %% is healthy.",
                        cpu,
                        memory,
                        high);
            case UntilForecast(var _, var at, var expected, var high) ->
                String.format(
                        Locale.ROOT,
                        "It is not needed before %s, when %.0f %% of the other hosts will be asked for, above %.0f %%.",
                        at,
                        expected,
                        high);
            case UntilTimesEnd(var _, var at) ->
                "It is not needed; it is woken by " + at + ", so that it is awake when hosts may not sleep.";
            case Waking(var ready) -> "It is being woken and expected by " + ready + ".";
            case DoesNotWake(var since) -> "It was told to wake at " + since + " and has not come.";
        };
    }
}
