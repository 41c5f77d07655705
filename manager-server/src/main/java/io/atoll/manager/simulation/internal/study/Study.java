package io.atoll.manager.simulation.internal.study;

import io.atoll.drs.core.Effort;
import io.atoll.drs.loop.BalanceLevel;
import io.atoll.drs.loop.BalancePast;
import io.atoll.drs.loop.BalanceRound;
import io.atoll.drs.loop.BalanceSettings;
import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.Question;
import io.atoll.drs.plan.Scheduler;
import io.atoll.manager.placement.RuleBook.Contradiction;
import io.atoll.manager.simulation.internal.study.SimulationFindings.Obstacle;
import io.atoll.manager.simulation.internal.study.SimulationFindings.RoomForMore;
import io.atoll.manager.simulation.internal.study.SimulationFindings.Verdict;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Supposes things of a cluster and looks at what would be done about them: hosts that are to be empty are emptied, VMs without a
 * host get one, hosts that are too full are relieved; then, where that is wanted, the cluster is balanced. The room that HA keeps
 * is used up where that helps, since otherwise nothing could ever be lost; what is left of it the coverage says.
 */
public final class Study {
    private static final int MOST_OBSTACLES = 200;

    private final Wanted wanted;
    private final long seed;
    private final Allowance explaining;
    private final Allowance searching;
    private final Allowance surveying;
    private final Allowance filling;
    private final List<Obstacle> obstacles = new ArrayList<>();

    private Study(Wanted wanted, long seed, Function<Part, BooleanSupplier> time) {
        this.wanted = wanted;
        this.seed = seed;
        searching = new Allowance(time.apply(Part.SEARCH));
        explaining = new Allowance(time.apply(Part.EXPLANATION));
        surveying = new Allowance(time.apply(Part.COVERAGE));
        filling = new Allowance(time.apply(Part.FILLING));
    }

    /** What time is granted for, each apart. */
    public enum Part {
        SEARCH,
        EXPLANATION,
        COVERAGE,
        FILLING
    }

    /**
     * A question.
     *
     * @param now the cluster as it is; VMs that are off have no host
     * @param limits must-rules about zones and shares, which the scheduler knows as preferences only
     * @param balanceLevel null: nobody moves for the sake of balance
     * @param moreLike how many more like this VM there is room for; null: nobody asks
     * @param ruleCheck says which rules cannot all hold
     */
    public record Wanted(
            Cluster now,
            ZoneLimits limits,
            Protection protection,
            List<Supposition> suppositions,
            @Nullable BalanceLevel balanceLevel,
            @Nullable VmId moreLike,
            RuleCheck ruleCheck) {
        public Wanted {
            suppositions = List.copyOf(suppositions);
        }
    }

    /**
     * What is found out.
     *
     * @param seed where searches begin; the same seed finds the same
     * @param time asked again and again whether a part may go on; the time of a part begins when that is first asked
     */
    public static SimulationFindings of(Wanted wanted, long seed, Function<Part, BooleanSupplier> time) {
        return new Study(wanted, seed, time).run();
    }

    private SimulationFindings run() {
        var before = running(wanted.now);
        var supposed = Supposed.of(before, wanted.now.vms(), wanted.suppositions);
        var journey = new Journey(supposed.cluster(), supposed.lost(), explaining);
        settle(journey, supposed);
        var broken = brokenAfter(before, supposed.limits(), journey.cluster());
        var fits = obstacles.isEmpty() && broken.isEmpty();
        var verdict = fits ? Verdict.FITS : searching.isOver() ? Verdict.UNDECIDED : Verdict.DOES_NOT_FIT;
        balance(journey);
        var end = journey.cluster();
        var protection = protection(supposed);
        var coverage = Failures.of(end, protection, protection.hostFailures(), surveying);
        var room = roomForMore(end, protection);
        return new SimulationFindings(
                verdict,
                searching.isOver() || surveying.isOver() || filling.isOver(),
                obstacles.size(),
                obstacles.subList(0, Math.min(MOST_OBSTACLES, obstacles.size())),
                broken,
                contradictions(supposed.cluster()),
                journey.moves(),
                States.of(before),
                States.of(end),
                coverage,
                room);
    }

    /** VMs that are off are nobody's load and started by nobody; from a host that does not answer nobody is moved. */
    private static Cluster running(Cluster now) {
        return now.withVms(now.vms().values().stream()
                .filter(vm -> vm.host() != null)
                .map(vm -> canLeave(now, vm)
                        ? vm
                        : vm.with(new Vm.Standing(
                                false, vm.priority(), vm.standing().resourcePool())))
                .toList());
    }

    private static boolean canLeave(Cluster cluster, Vm vm) {
        return vm.host() == null
                || switch (Objects.requireNonNull(cluster.hosts().get(vm.host()))
                        .state()) {
                    case ON, MAINTENANCE, HELD_BACK -> vm.migratable();
                    case STANDBY, UNREACHABLE, UNWATCHED, FAILED -> false;
                };
    }

    // ---- what has to be done

    private void settle(Journey journey, Supposed supposed) {
        if (journey.cluster().hosts().isEmpty()) {
            journey.cluster()
                    .vms()
                    .values()
                    .forEach(vm ->
                            obstacles.add(new Obstacle(vm.id().value(), vm.name(), "the cluster has no host at all")));
            return;
        }
        if (!supposed.drained().isEmpty()) {
            var asked = spareless(journey.cluster());
            var evacuate = new Question.Evacuate(supposed.drained());
            var answer = ask(asked, evacuate);
            journey.carryOut(asked, evacuate, answer);
            // Those without a host are asked about once more below.
            note(answer, journey.cluster(), true);
        }
        var asked = spareless(journey.cluster());
        var repair = new Question.Repair();
        var answer = ask(asked, repair);
        journey.carryOut(asked, repair, answer);
        note(answer, journey.cluster(), false);
    }

    private Answer ask(Cluster cluster, Question question) {
        return new Scheduler(seed, Effort.of(1, searching)).answer(cluster, question);
    }

    private static Cluster spareless(Cluster cluster) {
        return cluster.with(cluster.limits().withSpareHosts(0));
    }

    private void note(Answer answer, Cluster then, boolean onlyWithHost) {
        if (answer instanceof Answer.Impossible(var found, var _)) {
            for (var obstacle : found) {
                var vm = then.vms().get(obstacle.vm());
                var isRunning = vm != null && vm.host() != null;
                if (isRunning || !onlyWithHost) {
                    obstacles.add(new Obstacle(obstacle.vm().value(), obstacle.vmName(), obstacle.reason()));
                }
            }
        }
    }

    /** What does not hold at the end and held before, or does so in more cases. */
    private List<String> brokenAfter(Cluster before, ZoneLimits added, Cluster end) {
        var broken = new ArrayList<>(MustRules.newlyBroken(before, end));
        broken.addAll(wanted.limits.newlyBroken(before, end));
        broken.addAll(added.broken(end));
        return broken;
    }

    /** VMs that are off would be on one day, and a dead host is no place for anybody: so it is judged before and after. */
    private List<Contradiction> contradictions(Cluster supposed) {
        return wanted.ruleCheck.news(allOn(wanted.now), allOn(supposed));
    }

    private Cluster allOn(Cluster cluster) {
        var vms = new TreeMap<>(wanted.now.vms());
        vms.putAll(cluster.vms());
        return cluster.withVms(vms.values().stream().map(vm -> vm.on(null)).toList())
                .withHosts(cluster.hosts().values().stream()
                        .filter(host -> host.state() != PowerState.FAILED)
                        .toList());
    }

    /** As a round of DRS would, with no memory of earlier ones; it leaves HA its room. */
    private void balance(Journey journey) {
        var level = wanted.balanceLevel;
        if (level == null || journey.cluster().hosts().isEmpty()) {
            return;
        }
        var limits = journey.cluster()
                .limits()
                .withSpareHosts(Math.min(wanted.protection.hostFailures(), Limits.MOST_SPARE_HOSTS));
        var settings = new BalanceSettings(level, Duration.ZERO, Duration.ZERO);
        var outcome = new BalanceRound(settings, seed, Effort.of(1, searching))
                .decide(journey.cluster().with(limits), BalancePast.NONE, Instant.EPOCH);
        var answer = outcome.answer();
        if (answer != null && !outcome.steps().isEmpty()) {
            journey.carryOut(outcome.asked(), outcome.question(), answer);
        }
    }

    // ---- what could happen then

    /** New VMs are protected as those are that they are like. */
    private Protection protection(Supposed supposed) {
        var protection = wanted.protection;
        for (var like : supposed.copies().entrySet()) {
            protection = protection.with(like.getKey(), like.getValue());
        }
        return protection;
    }

    private @Nullable RoomForMore roomForMore(Cluster end, Protection protection) {
        var like = wanted.moreLike;
        return like == null ? null : Filling.of(end, model(end, wanted.now.vms(), like), protection, filling);
    }

    /** As it would be at the end, and where it is off then, as it is. */
    private static Vm model(Cluster end, SortedMap<VmId, Vm> known, VmId id) {
        var running = end.vms().get(id);
        return running == null ? Objects.requireNonNull(known.get(id), "A VM that was looked up is known.") : running;
    }
}
