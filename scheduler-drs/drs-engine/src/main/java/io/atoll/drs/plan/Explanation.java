package io.atoll.drs.plan;

import io.atoll.model.cluster.Cluster;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Why a plan is as it is, with the figures. Everything is a typed record, so that a console can say it in its own words; the
 * texts are made from the figures when they are asked for.
 *
 * @param moves in the order of the plan
 * @param power hosts that the plan wakes or lets sleep, in the order of the plan
 * @param stays VMs that stay at the end although something speaks against it, those of the fullest hosts first
 * @param staysNotListed how many more of these there are
 * @param hosts how each host ends, what binds it first, and what would let it empty
 * @param cutShort whether time was over before all was found out: from some point on alternatives, stays and what would let
 *     hosts empty are left out
 */
public record Explanation(
        Score before,
        Score after,
        List<MoveReason> moves,
        List<PowerReason> power,
        List<Stay> stays,
        int staysNotListed,
        List<HostReason> hosts,
        boolean cutShort) {
    public Explanation {
        moves = List.copyOf(moves);
        power = List.copyOf(power);
        stays = List.copyOf(stays);
        hosts = List.copyOf(hosts);
    }

    /**
     * What a host contributes to the score.
     *
     * @param unservedMhz demand beyond its processing power
     * @param watts 0 for a host that is off
     * @param sufferers the VMs that miss most of what they are entitled to, the worst off first
     */
    public record HostTerms(
            double cpuShare,
            double memoryShare,
            double networkShare,
            double unservedMhz,
            double watts,
            List<Sufferer> sufferers) {
        public HostTerms {
            sufferers = List.copyOf(sufferers);
        }
    }

    /** A VM that gets less from its host than it may count on by its reservation, limit and shares. */
    public record Sufferer(String vmName, double entitledMhz, double getsMhz) {
        public double missingMhz() {
            return entitledMhz - getsMhz;
        }
    }

    /** A host before and after a move. */
    public record Change(String hostName, HostTerms before, HostTerms after) {}

    /** What a migration costs: memory that crosses the network, time beside the others of its step, and how long the VM stands still. */
    public record Cost(double copiedMib, Duration duration, Duration pause) {}

    /** A preference whose cost changes with a move, counted in migrations. */
    public record PreferenceChange(String name, double before, double after) {}

    /**
     * Why one VM moves.
     *
     * @param stepIndex which step of the plan, from 0
     * @param from null for a VM that is started
     * @param before the cluster just before this move, the moves of the step taken one by one
     * @param alternatives the hosts with the best score afterwards among the others, refused or not, and the best that would do
     * @param otherVm the VM of the same host that could best have gone there instead; null: none could
     */
    public record MoveReason(
            String vmName,
            int stepIndex,
            Reason reason,
            @Nullable Change from,
            Change to,
            Score before,
            Score after,
            List<PreferenceChange> preferences,
            Cost cost,
            List<Alternative> alternatives,
            @Nullable OtherVm otherVm) {
        public MoveReason {
            preferences = List.copyOf(preferences);
            alternatives = List.copyOf(alternatives);
        }
    }

    /** A host the VM could have gone to, or could not. */
    public record Alternative(String hostName, Verdict verdict) {}

    /**
     * Another VM that could have gone there instead.
     *
     * @param difference as in {@link Verdict.Possible}
     * @param movesToo whether the plan moves it as well, earlier or later
     * @param differenceAtEnd as in {@link Verdict.Possible}; null also where it moves too
     */
    public record OtherVm(
            String vmName,
            Score difference,
            boolean movesToo,
            @Nullable Score differenceAtEnd) {
        public String text(String chosen) {
            return "instead of " + chosen + ": " + Verdict.differences(difference)
                    + (movesToo ? "; the plan moves it as well" : Verdict.atEnd(differenceAtEnd));
        }
    }

    /** What became of an alternative. */
    public sealed interface Verdict {
        /** Half of the last digit that is written. */
        double UNSEEN = 0.00005;

        double UNSEEN_WATTS = 0.5;

        /** A hard constraint forbids it. */
        record Refused(Objection objection) implements Verdict {}

        /**
         * It would have been possible. Differences are the score that it leads to minus the score that the chosen one leads
         * to; above zero is worse.
         *
         * @param difference at this moment; a host that sleeps before the plan counts as woken for this VM
         * @param differenceAtEnd with everybody else where the whole plan leaves them; null: a hard constraint forbids it there
         */
        record Possible(Score difference, @Nullable Score differenceAtEnd, Precedence precedence) implements Verdict {}

        /** What the question puts before evenness. */
        enum Precedence {
            NONE,
            /** The host sleeps before the plan, and the chosen one does not. */
            HOSTS_THAT_ARE_ON,
            /** As few hosts as possible, then as little power as possible. */
            FEW_HOSTS
        }

        default String text(String chosen) {
            return switch (this) {
                case Refused(var objection) -> objection.text();
                case Possible(var difference, var atEnd, var precedence) ->
                    "possible, but "
                            + switch (precedence) {
                                case HOSTS_THAT_ARE_ON ->
                                    "it sleeps before the plan, and VMs go first to hosts that are on, as " + chosen
                                            + " is; counting that it wakes: " + differences(difference);
                                case FEW_HOSTS ->
                                    (isMoreEvenOnly(difference, atEnd)
                                                    ? "few hosts are to be on, so " + chosen + " is filled on purpose: "
                                                    : comparison(difference, atEnd) + " than " + chosen + ": ")
                                            + differences(difference)
                                            + atEnd(atEnd);
                                case NONE ->
                                    comparison(difference, atEnd) + " than " + chosen + ": " + differences(difference)
                                            + atEnd(atEnd);
                            };
            };
        }

        /** Whether evenness speaks for it at the end, and nothing that counts more when hosts are to sleep. */
        private static boolean isMoreEvenOnly(Score difference, @Nullable Score atEnd) {
            return atEnd != null
                    && Math.min(difference.total(), atEnd.total()) < -UNSEEN
                    && atEnd.overload() > -UNSEEN
                    && atEnd.preferenceCost() > -UNSEEN
                    && Math.abs(atEnd.watts()) < UNSEEN_WATTS;
        }

        private static String comparison(Score difference, @Nullable Score atEnd) {
            if (difference.total() > UNSEEN) {
                return "worse";
            }
            if (difference.total() >= -UNSEEN) {
                return "no better";
            }
            return atEnd == null || atEnd.total() >= -UNSEEN
                    ? "better only at this moment"
                    : "not chosen, though better";
        }

        private static String atEnd(@Nullable Score difference) {
            return difference == null
                    ? "; at the end of the plan it would break a constraint"
                    : "; at the end of the plan " + differences(difference);
        }

        private static String differences(Score difference) {
            var text = new StringBuilder("imbalance ").append(Figures.signed(difference.imbalance(), 4));
            term(text, "overload", difference.overload(), 4, "");
            term(text, "unserved CPU", difference.unservedMhz(), 0, " MHz");
            term(text, "preferences", difference.preferenceCost(), 1, " migrations");
            term(text, "power", difference.watts(), 0, " W");
            term(text, "hosts on", difference.hostsOn(), 0, "");
            return text.toString();
        }

        private static void term(StringBuilder text, String name, double value, int digits, String unit) {
            var figure = Figures.signed(value, digits);
            if (Figures.hasDigit(figure)) {
                text.append(", ").append(name).append(' ').append(figure).append(unit);
            }
        }
    }

    /** A host that wakes or goes to sleep, and the cluster before and after. */
    public record PowerReason(String hostName, int stepIndex, boolean wakes, int arrivals, Score before, Score after) {
        public String text() {
            return (wakes
                            ? "wakes to take " + arrivals + (arrivals == 1 ? " VM: " : " VMs: ")
                            : "sleeps, since it is empty: ")
                    + before.hostsOn() + " to " + Figures.count(after.hostsOn(), "host") + " on, " + watts();
        }

        private String watts() {
            return Figures.whole(before.watts()) + " to " + Figures.whole(after.watts()) + " W";
        }
    }

    /** Why somebody should not be where they are at the end. */
    public sealed interface Cause {
        /** It has no host. */
        record HasNoHost() implements Cause {}

        /** Its host is to be empty. */
        record HostBeingEmptied() implements Cause {}

        /** Its host is above a limit. */
        record HostOverLimit(Resource resource, double share, double limitShare) implements Cause {}

        /** Its host is within its limits, but hot. */
        record HostHot(double cpuShare, double kneeShare) implements Cause {}

        default String kind() {
            return switch (this) {
                case HasNoHost _ -> "no-host";
                case HostBeingEmptied _ -> "host-being-emptied";
                case HostOverLimit _ -> "host-over-limit";
                case HostHot _ -> "host-hot";
            };
        }

        default String text() {
            return switch (this) {
                case HasNoHost _ -> "it has no host";
                case HostBeingEmptied _ -> "its host is being emptied";
                case HostOverLimit(var resource, var share, var limit) ->
                    "its host is above its " + resource.noun() + " limit: " + Figures.percent(share) + " of "
                            + Figures.percent(limit);
                case HostHot(var share, var knee) ->
                    "its host is hot: CPU " + Figures.percent(share) + " of " + Figures.percent(knee);
            };
        }
    }

    /**
     * Why a VM stays all the same.
     *
     * @param hostName null: it has none
     * @param refusals how many hosts refuse it, by {@link Objection#kind}
     * @param nearest the host that refuses it with the least missing, with the figures; null: no host is just too full
     * @param best the host that would do and leads to the best score; null: there is none
     * @param why what the hosts say that do not take it
     */
    public record Stay(
            String vmName,
            @Nullable String hostName,
            Cause cause,
            SortedMap<String, Integer> refusals,
            @Nullable Alternative nearest,
            @Nullable Alternative best,
            Refusals why) {
        public Stay {
            refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
        }

        public String text() {
            if (best != null && best.verdict() instanceof Verdict.Possible possible) {
                return best.hostName() + " would take it, " + effect(possible.difference());
            }
            return nearest != null && nearest.verdict() instanceof Verdict.Refused refused
                    ? refused(refused.objection())
                    : why.text();
        }

        private static String effect(Score difference) {
            var figures = Verdict.differences(difference);
            if (!Figures.hasDigit(figures)) {
                return "but that would change no figure";
            }
            return (difference.total() < 0 ? "and that would be better: " : "but that would be worse: ") + figures;
        }

        private String refused(Objection objection) {
            return switch (objection) {
                case Objection.Pinned(var host) -> "it must not be migrated, and is on " + host;
                case Objection.TooManyTogether together -> together.figures();
                case Objection.PoolFull pool -> pool.figures();
                default -> why.text();
            };
        }
    }

    /**
     * How full a host is at the end, what binds it first, and what would let it empty.
     *
     * @param emptying null: there was no time to find out
     */
    public record HostReason(
            String hostName, HostTerms end, Binding binding, WhatWouldEmpty.@Nullable Emptying emptying) {}

    /** The resource of a host that is used up first. */
    public record Binding(Resource resource, double used, double limit, double share, double limitShare) {
        public String text() {
            return resource.noun() + ": " + Figures.percent(share) + " in use of " + Figures.percent(limitShare);
        }
    }

    /** Explains an answer to a question that empties no hosts; {@code cluster} is what the plan starts from. */
    public static Explanation of(Cluster cluster, Answer answer) {
        return of(cluster, new Question.Place(), answer);
    }

    /** Explains the answer to a question. */
    public static Explanation of(Cluster cluster, Question question, Answer answer) {
        return of(cluster, question, answer, () -> true);
    }

    /**
     * Explains the answer to a question as far as there is time.
     *
     * @param mayContinue asked before each part that takes long; what is left out once it says no is told by
     *     {@link #cutShort}
     */
    public static Explanation of(Cluster cluster, Question question, Answer answer, BooleanSupplier mayContinue) {
        return explainer(cluster, question, answer, mayContinue).explain();
    }

    /** {@link #moves} alone, for those who ask again and again: stays and what would let hosts empty take as long once more. */
    public static List<MoveReason> movesOf(
            Cluster cluster, Question question, Answer answer, BooleanSupplier mayContinue) {
        return explainer(cluster, question, answer, mayContinue).explainMoves();
    }

    private static Explainer explainer(Cluster cluster, Question question, Answer answer, BooleanSupplier mayContinue) {
        return switch (question) {
            case Question.Supposing(var changes, var then) ->
                explainer(WhatIf.after(cluster, changes), then, answer, mayContinue);
            case Question.Evacuate(var hosts) -> new Explainer(cluster, question, hosts, answer, mayContinue);
            default ->
                new Explainer(Scheduler.start(cluster, question), question, new TreeSet<>(), answer, mayContinue);
        };
    }
}
