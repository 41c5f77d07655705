package io.atoll.drs.plan;

import java.util.List;

/** Why a plan moves a VM. {@link #kind} is for programs and never changes; {@link #text} is the end of an English sentence. */
public sealed interface Reason {
    /** It runs nowhere yet. */
    record Starts() implements Reason {}

    /** Its host is being emptied: by the question, or for maintenance. */
    record Empties(String hostName) implements Reason {}

    /** Its host sleeps at the end of the plan. */
    record LetsSleep(String hostName) implements Reason {}

    /** Where it is, rules that must hold do not. */
    record MendsRules(List<String> ruleNames) implements Reason {
        public MendsRules {
            ruleNames = List.copyOf(ruleNames);
        }
    }

    /** Its host is above a limit. */
    record Relieves(String hostName, Resource resource, double share, double limitShare) implements Reason {}

    /** Its host is within its limits, but above the knee where VMs begin to wait for processors. */
    record Cools(String hostName, double cpuShare, double kneeShare) implements Reason {}

    /** It waits here until there is room where it goes in the end. */
    record StepsAside(String finalHostName) implements Reason {}

    /** It was not where preferences want it. */
    record Prefers(List<String> preferenceNames, double costBefore, double costAfter) implements Reason {
        public Prefers {
            preferenceNames = List.copyOf(preferenceNames);
        }
    }

    /** The cluster gets more even. */
    record Evens(double imbalanceBefore, double imbalanceAfter, double copiedMib) implements Reason {}

    /** By itself it gains nothing: it makes room for other moves, or the host is emptied together with others. */
    record MakesRoom(String hostName) implements Reason {}

    /** Stable name, for programs. */
    default String kind() {
        return switch (this) {
            case Starts _ -> "starts";
            case Empties _ -> "empties";
            case LetsSleep _ -> "lets-sleep";
            case MendsRules _ -> "mends-rules";
            case Relieves _ -> "relieves";
            case Cools _ -> "cools";
            case StepsAside _ -> "steps-aside";
            case Prefers _ -> "prefers";
            case Evens _ -> "evens";
            case MakesRoom _ -> "makes-room";
        };
    }

    default String text() {
        return switch (this) {
            case Starts _ -> "it has no host";
            case Empties(var host) -> host + " is being emptied";
            case LetsSleep(var host) -> host + " is emptied so that it can sleep";
            case MendsRules(var names) ->
                (names.size() == 1 ? "rule " : "rules ") + Figures.names(names) + (names.size() == 1 ? " does" : " do")
                        + " not hold where it is";
            case Relieves(var host, var resource, var share, var limit) ->
                host + " is above its " + resource.noun() + " limit: " + Figures.percent(share) + " of "
                        + Figures.percent(limit);
            case Cools(var host, var share, var knee) ->
                host + " is hot: CPU " + Figures.percent(share) + ", above " + Figures.percent(knee)
                        + " VMs begin to wait";
            case StepsAside(var host) -> "it waits here until there is room on " + host;
            case Prefers(var names, var before, var after) ->
                "it is better placed by " + Figures.names(names) + ": cost " + Figures.decimal(before, 1) + " to "
                        + Figures.decimal(after, 1) + " migrations";
            case Evens(var before, var after, var copied) ->
                "the cluster gets more even: " + Figures.decimal(before, 4) + " to " + Figures.decimal(after, 4)
                        + ", for copying " + Figures.whole(copied) + " MiB";
            case MakesRoom(var host) -> host + " gives up this VM so that it empties or others find room";
        };
    }
}
