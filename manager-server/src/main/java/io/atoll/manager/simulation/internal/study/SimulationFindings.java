package io.atoll.manager.simulation.internal.study;

import io.atoll.drs.plan.Resource;
import io.atoll.manager.placement.RuleBook.Contradiction;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a study found. Names are API.
 *
 * @param stoppedEarly whether the time was over before all was found out: what is missing then may exist all the same
 * @param obstacles VMs that find no host or cannot leave, and hosts that stay too full; the first of {@code obstacleCount}
 * @param brokenRules must-rules that would not hold at the end
 * @param ruleConflicts must-rules that could not all hold any more with all their VMs on, those that are off included; what
 *     contradicts each other already is not told
 * @param after once the moves have been made
 * @param roomForMore null: nobody asked
 */
public record SimulationFindings(
        Verdict verdict,
        boolean stoppedEarly,
        int obstacleCount,
        List<Obstacle> obstacles,
        List<String> brokenRules,
        List<Contradiction> ruleConflicts,
        Moves moves,
        State before,
        State after,
        Coverage haCoverage,
        @Nullable RoomForMore roomForMore) {
    public SimulationFindings {
        obstacles = List.copyOf(obstacles);
        brokenRules = List.copyOf(brokenRules);
        ruleConflicts = List.copyOf(ruleConflicts);
    }

    /** Whether everybody has a place where all limits and rules hold. */
    public enum Verdict {
        FITS,
        DOES_NOT_FIT,
        /** None was found, and the time was over before it was certain that there is none. */
        UNDECIDED
    }

    /** One VM, and what is in its way. */
    public record Obstacle(UUID vmId, String vmName, String reason) {}

    /**
     * What has to be done.
     *
     * @param migrationCount VMs that move while they run
     * @param restartCount VMs of lost hosts that are started elsewhere
     * @param startCount new VMs that are started
     * @param first the first steps of all these, in their order
     */
    public record Moves(
            int migrationCount,
            int restartCount,
            int startCount,
            double copiedGiB,
            double durationSeconds,
            int waveCount,
            List<Move> first) {
        public Moves {
            first = List.copyOf(first);
        }
    }

    /**
     * One VM on its way.
     *
     * @param wave from 1; waves come one after another
     * @param fromHostName null: it is started
     * @param reasonKind for programs
     */
    public record Move(
            int wave,
            UUID vmId,
            String vmName,
            @Nullable String fromHostName,
            String toHostName,
            String reasonKind,
            String reason) {}

    /**
     * How the cluster stands.
     *
     * @param unservedMillicores what VMs ask for and their hosts cannot give
     * @param watts of all hosts that are awake; null: not of every one of them is it known what it draws
     * @param wattsUnknownHostCount of how many hosts that are awake that is not known
     * @param wattsUnknownHostNames the first of these
     * @param wattsFixedHostCount how many of the others count with one figure, whatever their load: as measured, or set so
     * @param uses memory, virtual CPUs and processors
     * @param firstBottleneck the resource of which the greatest share is asked for; null: no host is on
     */
    public record State(
            int hostsOn,
            int vmCount,
            double imbalance,
            double unservedMillicores,
            @Nullable Double watts,
            int wattsUnknownHostCount,
            List<String> wattsUnknownHostNames,
            int wattsFixedHostCount,
            List<Use> uses,
            @Nullable Resource firstBottleneck) {
        public State {
            wattsUnknownHostNames = List.copyOf(wattsUnknownHostNames);
            uses = List.copyOf(uses);
        }
    }

    /**
     * How much of a resource is asked for, of what may be used on hosts that are on.
     *
     * @param asked by all VMs, those included that have no host
     * @param unit MiB, vCPUs, or thousandths of a core
     * @param fullestShare how full the fullest host is
     */
    public record Use(
            Resource resource,
            String unit,
            double asked,
            double available,
            double share,
            @Nullable String fullestHostName,
            double fullestShare) {}

    /**
     * What would become of the failure of hosts at the end.
     *
     * @param hostFailures how many hosts fail at once
     * @param onlyProtected whether only VMs count that are highly available; else all do, since HA is off
     * @param allChecked whether every combination of hosts was tried; else some were: each host alone, and the fullest together
     * @param notSurvived the first of {@code notSurvivedCount}
     */
    public record Coverage(
            int hostFailures,
            boolean onlyProtected,
            boolean survives,
            boolean allChecked,
            int checkedCount,
            int notSurvivedCount,
            List<Loss> notSurvived) {
        public Coverage {
            notSurvived = List.copyOf(notSurvived);
        }
    }

    /**
     * Hosts that fail together, and VMs that would not be restarted.
     *
     * @param vmNames the first of {@code vmCount}
     */
    public record Loss(List<String> hostNames, int vmCount, List<String> vmNames) {
        public Loss {
            hostNames = List.copyOf(hostNames);
            vmNames = List.copyOf(vmNames);
        }
    }

    /**
     * How many more VMs like one there is room for, once the moves have been made.
     *
     * @param isMost whether that is really the most; else the search ended at the number it goes up to, or with its time
     * @param countWithHa so many keep the failures survivable; null: there was no time to find out
     * @param limits what keeps the next one from the hosts, the most frequent first; empty where nothing does
     */
    public record RoomForMore(
            UUID likeVmId,
            int count,
            boolean isMost,
            @Nullable Integer countWithHa,
            List<Limit> limits) {
        public RoomForMore {
            limits = List.copyOf(limits);
        }
    }

    /**
     * Something that is in the way of one more VM.
     *
     * @param kind for programs
     * @param hostCount how many hosts it is true of
     * @param example one of them, in words
     */
    public record Limit(String kind, int hostCount, String example) {}
}
