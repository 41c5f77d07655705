package io.atoll.drs.plan;

import io.atoll.drs.plan.Objection.Shortage;
import io.atoll.model.cluster.PowerState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why no host takes a VM: how many refuse it for which reason, and where the least is missing.
 *
 * @param hostCount how many hosts were asked
 * @param isElsewhere whether the VM has a host, which is not counted
 * @param byReason in the order of the hosts
 * @param nearestHostName where only room is missing, and the least of it; null: there is no such host
 * @param shortages all that is missing there
 */
public record Refusals(
        int hostCount,
        boolean isElsewhere,
        List<Refusal> byReason,
        @Nullable String nearestHostName,
        List<Shortage> shortages) {
    public Refusals {
        byReason = List.copyOf(byReason);
        shortages = List.copyOf(shortages);
    }

    /**
     * Hosts that refuse for the same reason.
     *
     * @param first what the first of them says
     * @param otherVmNames VMs there that the rule keeps apart, one for each host
     */
    public record Refusal(Objection first, int hostCount, List<String> otherVmNames) {
        public Refusal {
            otherVmNames = List.copyOf(otherVmNames);
        }

        /** What the hosts do, are or have, for a sentence that begins with their number. */
        public String text() {
            return switch (first) {
                case Objection.NotOn(var state) -> power(state);
                case Objection.BeingEmptied _ -> verb("is", "are") + " being emptied";
                case Shortage shortage ->
                    verb("has", "have") + " " + shortage.resource().tooLittle();
                case Objection.KeptApart(var rule, var other) ->
                    hostCount == 1
                            ? "has " + other + ", from which rule " + rule + " keeps it apart"
                            : "have VMs from which rule " + rule + " keeps it apart: " + Figures.names(otherVmNames);
                case Objection.KeptTogether(var rule, var other, var host) ->
                    verb("is", "are") + " not " + host + ", where rule " + rule + " keeps it together with " + other;
                case Objection.RuledOut(var rule) -> verb("is", "are") + " ruled out by rule " + rule;
                case Objection.OutsideGroup(var rule, var other) ->
                    verb("is", "are") + " not in one group with " + other + ", as rule " + rule + " demands";
                case Objection.OutOfReach lacking -> verb("lacks", "lack") + " " + lacking.figures();
                case Objection.Pinned _, Objection.TooManyTogether _ -> "cannot be reached";
                case Objection.PoolFull _, Objection.SpareLost _, Objection.NotSurvived _ -> first.text();
            };
        }

        private String power(PowerState state) {
            return switch (state) {
                case ON -> verb("is", "are") + " on";
                case STANDBY -> verb("sleeps", "sleep");
                case MAINTENANCE -> verb("is", "are") + " in maintenance";
                case UNREACHABLE -> verb("does", "do") + " not answer";
                case UNWATCHED -> "cannot be watched";
                case HELD_BACK -> verb("is", "are") + " held back";
                case FAILED -> verb("has", "have") + " failed";
            };
        }

        private String verb(String one, String several) {
            return hostCount == 1 ? one : several;
        }
    }

    /** A whole sentence without its full stop. */
    public String text() {
        var other = isElsewhere ? "other " : "";
        if (byReason.isEmpty()) {
            return "there is no " + other + "host";
        }
        var nearest = nearestHostName == null
                ? ""
                : "; nearest is " + nearestHostName + ": "
                        + shortages.stream()
                                .map(shortage -> shortage.resource().noun() + " " + shortage.figures())
                                .collect(Collectors.joining(", "));
        if (hostCount == 1) {
            return "the only " + other + "host " + byReason.getFirst().text() + nearest;
        }
        if (byReason.size() == 1 && byReason.getFirst().hostCount == hostCount) {
            return "all " + hostCount + " " + other + "hosts "
                    + byReason.getFirst().text() + nearest;
        }
        return "of " + hostCount + " " + other + "hosts: "
                + byReason.stream()
                        .map(refusal -> refusal.hostCount + " " + refusal.text())
                        .collect(Collectors.joining(", "))
                + nearest;
    }

    /** Collects what hosts say, one after the other. */
    static final class Builder {
        private final Map<Object, List<Objection>> objections = new LinkedHashMap<>();
        private int hostCount;

        void add(Objection objection) {
            hostCount++;
            objections
                    .computeIfAbsent(reason(objection), _ -> new ArrayList<>())
                    .add(objection);
        }

        /** Whether all say this, and someone does. */
        boolean isOnly(Objection objection) {
            return objections.size() == 1 && objections.containsKey(objection);
        }

        private static Object reason(Objection objection) {
            return switch (objection) {
                case Shortage shortage -> shortage.resource();
                case Objection.KeptApart(var rule, var _) -> rule;
                default -> objection;
            };
        }

        Refusals build(boolean isElsewhere, @Nullable String nearestHostName, List<Shortage> shortages) {
            var all = objections.values().stream()
                    .map(same -> new Refusal(same.getFirst(), same.size(), otherVms(same)))
                    .toList();
            return new Refusals(hostCount, isElsewhere, all, nearestHostName, shortages);
        }

        private static List<String> otherVms(List<Objection> objections) {
            return objections.stream()
                    .filter(Objection.KeptApart.class::isInstance)
                    .map(one -> ((Objection.KeptApart) one).otherVmName())
                    .toList();
        }
    }
}
