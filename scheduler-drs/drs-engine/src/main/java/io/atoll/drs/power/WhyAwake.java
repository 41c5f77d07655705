package io.atoll.drs.power;

import io.atoll.drs.plan.Obstacle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a host is not asleep: the first thing that is in the way. {@link #kind} is for programs and never changes; {@link #text}
 * is a sentence in English.
 */
public sealed interface WhyAwake {
    /** An administrator does not want it to sleep. */
    record Excluded() implements WhyAwake {}

    /** An administrator has taken it out of service, and decides. */
    record Held() implements WhyAwake {}

    /** It takes no VMs now, for reasons that are not those of power saving. */
    record NotInService() implements WhyAwake {}

    /** Nobody could wake it again. */
    record NoPowerControl() implements WhyAwake {}

    /** It was never seen to wake. */
    record NeverWoken() implements WhyAwake {}

    /** Somebody never wants these VMs on it to be moved. */
    record VmsNeverMoved(List<String> vmNames) implements WhyAwake {
        public VmsNeverMoved {
            vmNames = List.copyOf(vmNames);
        }
    }

    /** It is being emptied to sleep. */
    record BeingParked(Instant since) implements WhyAwake {}

    /** It stays awake for a while, once it is. */
    record MinimumUp(Instant until) implements WhyAwake {}

    /** It was not awake, or not watched, for all of the window yet. */
    record WindowNotOver(Instant until, Duration window) implements WhyAwake {}

    /** Samples of its use are missing, over this window. */
    record SamplesMissing(Duration window) implements WhyAwake {}

    /** It is well used: over the window for parking, or just now. */
    record InBand(double cpuPercent, double memoryPercent, double lowPercent, Duration window) implements WhyAwake {}

    /** Another host is needed, so nobody goes to sleep. */
    record OthersNeeded(List<String> wakingHostNames) implements WhyAwake {
        public OthersNeeded {
            wakingHostNames = List.copyOf(wakingHostNames);
        }
    }

    /** These VMs are about to start on hosts that are awake. */
    record VmsWait(List<String> vmNames) implements WhyAwake {
        public VmsWait {
            vmNames = List.copyOf(vmNames);
        }
    }

    /** Hosts may not sleep now, or only for so short a time that it is not worth it; null: nobody knows when they may. */
    record NotAtThisTime(@Nullable Instant nextStart) implements WhyAwake {}

    /** So many hosts must be awake where VMs run. */
    record TooFewAwake(int awake, int least) implements WhyAwake {}

    /** What it costs to move its VMs away outweighs what its sleep saves. */
    record NotWorthIt(int moves, double movesWattHours, double savedWattHours, double hours) implements WhyAwake {}

    /**
     * At some time within the horizon more will be asked for than the other hosts can give within the band.
     *
     * @param expectedPercent of what they can give
     */
    record ForecastNeedsIt(Instant at, double expectedPercent, double highPercent, int dayCount) implements WhyAwake {}

    /**
     * The others would get above the band.
     *
     * @param hostName the host that would, or null: all of them together
     * @param percent how much it, or they, would be used
     */
    record WouldPushAbove(@Nullable String hostName, String resource, double percent, double highPercent)
            implements WhyAwake {}

    /** If so many hosts failed then, VMs would find no room: those of this one, for example. */
    record SpareWouldLack(int spareHosts, String weakestHostName) implements WhyAwake {}

    /** VMs that cannot go anywhere else by their rules, or what they need, or limits of hosts. */
    record VmsCannotLeave(List<Obstacle> obstacles) implements WhyAwake {
        public VmsCannotLeave {
            obstacles = List.copyOf(obstacles);
        }
    }

    /** A rule that holds would not any more. */
    record RuleWouldBreak(String ruleName, List<String> vmNames) implements WhyAwake {
        public RuleWouldBreak {
            vmNames = List.copyOf(vmNames);
        }
    }

    /** Nobody else is awake in its zone, and a rule spreads VMs over the zones. */
    record LastOfZone(String ruleName, String zone) implements WhyAwake {}

    /** A zone, or a host, would hold more VMs of a rule than it may. */
    record ZoneWouldHoldTooMany(String ruleName, String zone, int vmCount, int mostVms) implements WhyAwake {}

    /** Others went to sleep in this round, and that is enough for once. */
    record EnoughForThisRound(int mostPerRound) implements WhyAwake {}

    /** So many hosts that should rather sleep were tried in vain, and no more of them in one round. */
    record NotTried(int triedInVain) implements WhyAwake {}

    /** Stable name, for programs. */
    default String kind() {
        return switch (this) {
            case Excluded _ -> "excluded";
            case Held _ -> "held";
            case NotInService _ -> "not-in-service";
            case NoPowerControl _ -> "no-power-control";
            case NeverWoken _ -> "never-woken";
            case VmsNeverMoved _ -> "vms-never-moved";
            case BeingParked _ -> "being-parked";
            case MinimumUp _ -> "minimum-up";
            case WindowNotOver _ -> "window-not-over";
            case SamplesMissing _ -> "samples-missing";
            case InBand _ -> "in-band";
            case OthersNeeded _ -> "others-needed";
            case VmsWait _ -> "vms-wait";
            case NotAtThisTime _ -> "not-at-this-time";
            case TooFewAwake _ -> "too-few-awake";
            case NotWorthIt _ -> "not-worth-it";
            case ForecastNeedsIt _ -> "forecast";
            case WouldPushAbove _ -> "would-push-above";
            case SpareWouldLack _ -> "spare";
            case VmsCannotLeave _ -> "vms-cannot-leave";
            case RuleWouldBreak _ -> "rule";
            case LastOfZone _ -> "last-of-zone";
            case ZoneWouldHoldTooMany _ -> "zone-share";
            case EnoughForThisRound _ -> "enough-for-this-round";
            case NotTried _ -> "not-tried";
        };
    }

    default String text() {
        return switch (this) {
            case Excluded() -> "It is excluded from power saving.";
            case Held() -> "An administrator has taken it out of service.";
            case NotInService() -> "It takes no VMs at the moment.";
            case NoPowerControl() -> "It has no power control, so nobody could wake it again.";
            case NeverWoken() -> "It has never been seen to wake. Test it once, then it may sleep.";
            case VmsNeverMoved(var vms) -> "VMs on it are never to be moved: " + Words.names(vms) + ".";
            case BeingParked(var _) -> "It is being emptied to sleep.";
            case MinimumUp(var until) -> "It stays awake until " + until + ", the shortest time that it is awake.";
            case WindowNotOver(var until, var window) ->
                "It has to be little used for " + Words.duration(window) + "; that is " + until + " at the earliest.";
            case SamplesMissing(var window) ->
                "Samples of the last " + Words.duration(window) + " are missing, so its use is unknown.";
            case InBand(var cpu, var memory, var low, var window) ->
                String.format(
                        Locale.ROOT,
                        "It is used by %.0f %% (CPU) and %.0f %% (memory) over %s; below %.0f %% it could sleep.",
                        cpu,
                        memory,
                        Words.duration(window),
                        low);
            case OthersNeeded(var waking) ->
                "More hosts are needed: " + Words.names(waking) + (waking.size() == 1 ? " wakes." : " wake.");
            case VmsWait(var vms) -> "VMs wait for a place, and get one first: " + Words.names(vms) + ".";
            case NotAtThisTime(var next) ->
                "Hosts may not sleep now" + (next == null ? "." : ", but from " + next + ".");
            case TooFewAwake(var awake, var least) ->
                awake + " of at least " + least + " hosts are awake: one to run VMs, the others to stand in for it.";
            case NotWorthIt(var moves, var cost, var saved, var hours) ->
                String.format(
                        Locale.ROOT,
                        "Its sleep saves %.0f Wh in %.0f h, less than what %s is worth (%.0f Wh).",
                        saved,
                        hours,
                        Words.count(moves, "migration"),
                        cost);
            case ForecastNeedsIt(var at, var expected, var high, var days) ->
                String.format(
                        Locale.ROOT,
                        "At %s, %.0f %% of the other hosts will be asked for, above %.0f %%: so it was at that time on past days (%s).",
                        at,
                        expected,
                        high,
                        Words.count(days, "day"));
            case WouldPushAbove(var host, var resource, var percent, var high) ->
                String.format(
                        Locale.ROOT,
                        "Without it %s would be used by %.0f %% (%s), above %.0f %%.",
                        host == null ? "the other hosts" : host,
                        percent,
                        resource,
                        high);
            case SpareWouldLack(var spare, var weakest) ->
                "Without it, if " + Words.count(spare, "host")
                        + " failed, VMs would find no room on the others, those of " + weakest + " for example.";
            case VmsCannotLeave(var obstacles) ->
                (obstacles.size() == 1 ? "A VM cannot leave: " : obstacles.size() + " VMs cannot leave: ")
                        + obstacles.getFirst().vmName() + ": "
                        + obstacles.getFirst().reason() + ".";
            case RuleWouldBreak(var rule, var vms) -> "Rule " + rule + " would not hold for " + Words.names(vms) + ".";
            case LastOfZone(var rule, var zone) ->
                "It is the last host of zone " + zone + " that is awake, and rule " + rule
                        + " spreads VMs over the zones.";
            case ZoneWouldHoldTooMany(var rule, var zone, var count, var most) ->
                "Without it, " + count + " VMs of rule " + rule + " would be in " + zone + ", where " + most
                        + " may be.";
            case EnoughForThisRound(var most) ->
                "A round parks " + Words.count(most, "host") + " at most; the next may park it.";
            case NotTried(var count) ->
                Words.count(count, "host") + " that should rather sleep could not, so this one was not tried.";
        };
    }
}
