package io.atoll.drs.power;

import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.BrokenRules;
import io.atoll.drs.plan.Plan;
import io.atoll.drs.plan.Question;
import io.atoll.drs.power.PowerOutcome.Park;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Limits;
import java.util.HashSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Empties one host after another in thought: each has to be empty without anybody getting above the band, breaking a rule or losing the
 * room that is kept spare. Where the first places that are found leave too little spare, others are looked for that do not.
 */
final class ParkTrial {
    private static final double PERCENT = 100;
    private static final double SLACK = 1e-9;

    private final Look look;
    private final Questions questions;
    private final Zones zones;
    /** What VMs ask for over either window, where those that are parked so far have left them. */
    private Cluster lasting;

    ParkTrial(Look look, Questions questions) {
        this.look = look;
        this.questions = questions;
        zones = new Zones(look);
        lasting = questions.lasting;
    }

    /** Whether rules about zones need it where it is; null: none does. */
    @Nullable
    WhyAwake lastOfZone(HostId id, SortedSet<HostId> staying) {
        var others = new TreeSet<>(staying);
        others.remove(id);
        return zones.lastOfZone(id, lasting, others);
    }

    sealed interface Attempt {
        record Parked(Park park) implements Attempt {}

        record Refused(WhyAwake why) implements Attempt {}
    }

    /** Parks the host if that does no harm to those that stay. */
    Attempt park(HostId id, SortedSet<HostId> staying) {
        var others = new TreeSet<>(staying);
        others.remove(id);
        var tooMuch = tooMuchForAll(others, look.high());
        if (tooMuch != null) {
            return new Attempt.Refused(tooMuch);
        }
        var first = evacuate(id, others, questions.withinBand(lasting.limits()));
        if (first instanceof Answer.Impossible(var _, var _)) {
            return new Attempt.Refused(whyImpossible(id, others));
        }
        var plan = Questions.plan(first);
        var harm = harm(plan, others);
        if (harm instanceof WhyAwake.SpareWouldLack) {
            var withSpare = lasting.limits().withSpareHosts(look.settings.spareHosts());
            if (evacuate(id, others, withSpare) instanceof Answer.Planned(var other)) {
                plan = other;
                harm = harm(other, others);
            }
        }
        if (harm != null) {
            return new Attempt.Refused(harm);
        }
        lasting = Questions.after(lasting, plan);
        return new Attempt.Parked(
                new Park(id, look.name(id), plan, Usage.of(look, lasting, others), look.idleWatts(id)));
    }

    /** Whether all others together stay so far below the top of the band that nobody has to wake when a little more is asked for. */
    boolean hasRoomWithout(HostId id, SortedSet<HostId> staying) {
        var others = new TreeSet<>(staying);
        others.remove(id);
        return tooMuchForAll(others, look.settings.band().roomyPercent() / PERCENT) == null;
    }

    /** What everybody asks for does not get less by moving. */
    private @Nullable WhyAwake tooMuchForAll(SortedSet<HostId> others, double most) {
        var asked = 0.0;
        var active = 0.0;
        for (var vm : lasting.vms().values()) {
            asked += vm.cpu().claim().value();
            active += vm.memory().active().value();
        }
        var capacity = look.capacity(others);
        if (asked > most * capacity.cpuMhz()) {
            return above(null, "CPU", asked / capacity.cpuMhz());
        }
        return active > most * capacity.memoryMib() ? above(null, "memory", active / capacity.memoryMib()) : null;
    }

    private WhyAwake above(@Nullable String hostName, String resource, double share) {
        return new WhyAwake.WouldPushAbove(
                hostName, resource, PERCENT * share, look.settings.band().highPercent());
    }

    private Answer evacuate(HostId id, SortedSet<HostId> others, Limits limits) {
        var open = new HashSet<HostId>();
        for (var other : others) {
            var use = look.facts(other).use();
            // Nobody goes to a host of which nobody knows how full it is.
            if (use.overWakeWindow() != null && use.overParkWindow() != null) {
                open.add(other);
            }
        }
        var cluster = look.withOpen(lasting, open).with(limits);
        return questions.ask(cluster, new Question.Evacuate(new TreeSet<>(List.of(id))));
    }

    private WhyAwake whyImpossible(HostId id, SortedSet<HostId> others) {
        return switch (evacuate(id, others, lasting.limits().withSpareHosts(0))) {
            case Answer.Impossible(var obstacles, var _) -> new WhyAwake.VmsCannotLeave(obstacles);
            case Answer.Planned(var plan) -> {
                var after = Usage.of(look, Questions.after(lasting, plan), others);
                yield above(after.fullestHostName(), "CPU", after.fullestPercent() / PERCENT);
            }
        };
    }

    private @Nullable WhyAwake harm(Plan plan, SortedSet<HostId> others) {
        var after = Questions.after(lasting, plan);
        var above = aboveBand(after, others);
        if (above != null) {
            return above;
        }
        var before = Questions.brokenRules(lasting);
        for (var broken : Questions.brokenRules(after)) {
            if (!wasBroken(broken, before)) {
                return new WhyAwake.RuleWouldBreak(broken.ruleName(), broken.vmNames());
            }
        }
        var tooMany = zones.tooManyTogether(lasting, after);
        if (tooMany != null) {
            return tooMany;
        }
        var weakest = questions.withoutSpareRoom(after, others);
        return weakest == null ? null : new WhyAwake.SpareWouldLack(look.settings.spareHosts(), weakest.name());
    }

    private static boolean wasBroken(BrokenRules.Broken broken, List<BrokenRules.Broken> before) {
        return before.stream().anyMatch(old -> old.ruleName().equals(broken.ruleName()));
    }

    /** Those that get VMs, by what was measured on them and by what comes. */
    private @Nullable WhyAwake aboveBand(Cluster after, SortedSet<HostId> others) {
        var cpuBefore = Questions.cpuAsked(questions.lasting);
        var cpuAfter = Questions.cpuAsked(after);
        var memoryBefore = Questions.memoryActive(questions.lasting);
        var memoryAfter = Questions.memoryActive(after);
        for (var other : others) {
            var comes = cpuAfter.getOrDefault(other, 0.0) - cpuBefore.getOrDefault(other, 0.0);
            var memoryComes = memoryAfter.getOrDefault(other, 0.0) - memoryBefore.getOrDefault(other, 0.0);
            if (comes <= 0 && memoryComes <= 0) {
                continue;
            }
            var capacity = look.host(other).capacity();
            var cpu = Math.max(
                    measuredCpu(other) + comes / capacity.cpu().value(),
                    cpuAfter.getOrDefault(other, 0.0) / capacity.cpu().value());
            if (cpu > look.high() + SLACK) {
                return above(look.name(other), "CPU", cpu);
            }
            var memory = Math.max(
                    measuredMemory(other) + memoryComes / capacity.memory().value(),
                    memoryAfter.getOrDefault(other, 0.0) / capacity.memory().value());
            if (memory > look.high() + SLACK) {
                return above(look.name(other), "memory", memory);
            }
        }
        return null;
    }

    private double measuredCpu(HostId id) {
        var use = look.facts(id).use();
        return Math.max(
                use.overWakeWindow() == null ? 0 : use.overWakeWindow().cpu(),
                use.overParkWindow() == null ? 0 : use.overParkWindow().cpu());
    }

    private double measuredMemory(HostId id) {
        var use = look.facts(id).use();
        return Math.max(
                use.overWakeWindow() == null ? 0 : use.overWakeWindow().memory(),
                use.overParkWindow() == null ? 0 : use.overParkWindow().memory());
    }
}
