package io.atoll.drs.power;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What a host is woken for. {@link #kind} is for programs and never changes; {@link #text} is a sentence in English. */
public sealed interface WakeReason {
    /** A host is above the band, and the others that are awake cannot bring it below. */
    record AboveBand(String hostName, double cpuPercent, double memoryPercent, double highPercent, Duration window)
            implements WakeReason {}

    /** These VMs wait for a place, and no host that is awake has one. */
    record NoRoom(List<String> vmNames) implements WakeReason {
        public NoRoom {
            vmNames = List.copyOf(vmNames);
        }
    }

    /** If so many hosts failed, VMs would find no room: those of this one, for example. */
    record SpareMissing(int spareHosts, String weakestHostName) implements WakeReason {}

    /** A rule cannot hold on the hosts that are awake. */
    record RuleNeedsIt(String ruleName, List<String> vmNames) implements WakeReason {
        public RuleNeedsIt {
            vmNames = List.copyOf(vmNames);
        }
    }

    /**
     * At this time of past days more was asked for than the hosts that are awake can give within the band.
     *
     * @param expectedPercent of what they can give
     * @param dayCount how many past days say so
     */
    record Forecast(Instant at, double expectedPercent, double highPercent, int dayCount) implements WakeReason {}

    /** The time at which hosts may sleep ends then, or has ended. */
    record ParkingTimeEnds(Instant at) implements WakeReason {}

    /** An administrator does not want this host to sleep. */
    record Excluded() implements WakeReason {}

    /** Stable name, for programs. */
    default String kind() {
        return switch (this) {
            case AboveBand _ -> "above-band";
            case NoRoom _ -> "no-room";
            case SpareMissing _ -> "spare";
            case RuleNeedsIt _ -> "rule";
            case Forecast _ -> "forecast";
            case ParkingTimeEnds _ -> "parking-time-ends";
            case Excluded _ -> "excluded";
        };
    }

    default String text() {
        return switch (this) {
            case AboveBand(var host, var cpu, var memory, var high, var window) ->
                String.format(
                        Locale.ROOT,
                        "%s is used by %.0f %% (CPU) and %.0f %% (memory) over %s, above %.0f %%, and no other host that is awake can relieve it.",
                        host,
                        cpu,
                        memory,
                        Words.duration(window),
                        high);
            case NoRoom(var vms) ->
                (vms.size() == 1 ? "A VM waits" : vms.size() + " VMs wait") + " for a place: " + Words.names(vms) + ".";
            case SpareMissing(var spare, var weakest) ->
                "If " + Words.count(spare, "host") + " failed, VMs would find no room on the others, those of "
                        + weakest + " for example.";
            case RuleNeedsIt(var rule, var vms) ->
                "Rule " + rule + " cannot hold for " + Words.names(vms) + " on the hosts that are awake.";
            case Forecast(var at, var expected, var high, var days) ->
                String.format(
                        Locale.ROOT,
                        "By %s, %.0f %% of the hosts that are awake will be asked for, above %.0f %%: so it was at that time on past days (%s).",
                        at,
                        expected,
                        high,
                        Words.count(days, "day"));
            case ParkingTimeEnds(var at) -> "Hosts may sleep only until " + at + ".";
            case Excluded() -> "It is excluded from power saving.";
        };
    }
}
