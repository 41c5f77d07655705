package io.atoll.drs.loop;

import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.Plan;
import io.atoll.drs.plan.Score;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a level of balancing would have done with load that was recorded: a round for each step, its moves made at once. Hosts,
 * rules and sizes are those of now, since nobody recorded them; so is where everybody begins.
 */
public final class BalanceReplay {
    private final Cluster cluster;
    private final LoadSeries load;
    private final long seed;

    public BalanceReplay(Cluster cluster, LoadSeries load, long seed) {
        this.cluster = cluster;
        this.load = load;
        this.seed = seed;
    }

    /**
     * How it went.
     *
     * @param rounds steps in which anything was known
     * @param roundsWithMoves those in which anybody moved
     * @param mostMovesOfOneVm within any time as long as the cool-down
     * @param busy how long migrations ran, a plan after the other
     * @param meanImbalance over all rounds, before their moves
     * @param hotHostHours time of hosts beyond what is healthy
     * @param unservedMhzHours demand that hosts could not serve
     */
    public record Totals(
            int rounds,
            int roundsWithMoves,
            int moves,
            int mostMovesOfOneVm,
            Mebibytes copied,
            Duration busy,
            double meanImbalance,
            double hotHostHours,
            double unservedMhzHours) {}

    /** Sums that grow from round to round. */
    private static final class Tally {
        int rounds;
        int roundsWithMoves;
        int moves;
        long copiedMib;
        Duration busy = Duration.ZERO;
        double imbalance;
        double hotHostHours;
        double unservedMhzHours;
        final Map<VmId, List<Instant>> movesOfVm = new HashMap<>();

        void look(Cluster at, Score score, double hours) {
            rounds++;
            imbalance += score.imbalance();
            unservedMhzHours += score.unservedMhz() * hours;
            hotHostHours += HotHosts.count(at) * hours;
        }

        void move(Plan.Migration migration, Instant now) {
            moves++;
            copiedMib += migration.copied().value();
            movesOfVm.computeIfAbsent(migration.vm(), _ -> new ArrayList<>()).add(now);
        }

        Totals totals(Duration window) {
            return new Totals(
                    rounds,
                    roundsWithMoves,
                    moves,
                    movesOfVm.values().stream()
                            .mapToInt(times -> mostWithin(times, window))
                            .max()
                            .orElse(0),
                    new Mebibytes(copiedMib),
                    busy,
                    rounds == 0 ? 0 : imbalance / rounds,
                    hotHostHours,
                    unservedMhzHours);
        }

        private static int mostWithin(List<Instant> times, Duration window) {
            var most = 0;
            for (var first = 0; first < times.size(); first++) {
                var end = times.get(first).plus(window);
                var count = 0;
                for (var time : times.subList(first, times.size())) {
                    count += time.isBefore(end) ? 1 : 0;
                }
                most = Math.max(most, count);
            }
            return most;
        }
    }

    /** How the time would have gone; without settings nobody is ever moved. */
    public Totals run(@Nullable BalanceSettings settings) {
        return run(settings, () -> true).orElseThrow();
    }

    /**
     * The same.
     *
     * @param goesOn asked before each round
     * @return empty: it was to go on no more
     */
    public Optional<Totals> run(@Nullable BalanceSettings settings, BooleanSupplier goesOn) {
        var tally = new Tally();
        var homes = new TreeMap<VmId, HostId>();
        cluster.vms().values().forEach(vm -> {
            if (vm.host() != null) {
                homes.put(vm.id(), vm.host());
            }
        });
        var movedAt = new TreeMap<VmId, Instant>();
        Instant unevenSince = null;
        for (var step = 0; step < load.stepCount(); step++) {
            if (!goesOn.getAsBoolean()) {
                return Optional.empty();
            }
            var now = Instant.EPOCH.plus(load.step().multipliedBy(step));
            var at = clusterAt(step, homes);
            if (at.vms().isEmpty()) {
                continue;
            }
            tally.look(at, Score.of(at), hours(load.step()));
            if (settings != null) {
                var past = new BalancePast(movedAt, new TreeSet<>(), unevenSince);
                var outcome = new BalanceRound(settings, seed, Effort.usual()).decide(at, past, now);
                unevenSince = outcome.unevenSince();
                carryOut(outcome.steps(), tally, homes, movedAt, now);
            }
        }
        return Optional.of(tally.totals(settings == null ? Duration.ZERO : settings.coolDown()));
    }

    private static void carryOut(
            List<Plan.Step> steps,
            Tally tally,
            SortedMap<VmId, HostId> homes,
            SortedMap<VmId, Instant> movedAt,
            Instant now) {
        tally.roundsWithMoves += steps.isEmpty() ? 0 : 1;
        for (var step : steps) {
            tally.busy = tally.busy.plus(step.duration());
            for (var migration : step.migrations()) {
                tally.move(migration, now);
                homes.put(migration.vm(), migration.to());
                movedAt.put(migration.vm(), now);
            }
        }
    }

    /** The cluster as it would have been: VMs of which nothing is known at this time are not there. */
    private Cluster clusterAt(int step, SortedMap<VmId, HostId> homes) {
        var known = load.at(step);
        var vms = new ArrayList<Vm>();
        for (var vm : cluster.vms().values()) {
            var mhz = known.get(vm.id());
            var home = homes.get(vm.id());
            if (mhz != null && home != null) {
                vms.add(asking(vm, mhz).on(home));
            }
        }
        return cluster.withVms(vms);
    }

    private static Vm asking(Vm vm, double mhz) {
        var cpu = vm.cpu();
        return vm.with(new Vm.Cpu(
                cpu.vcpuCount(), new Megahertz(mhz), cpu.reservation(), cpu.limit(), cpu.shares(), cpu.history()));
    }

    private static double hours(Duration step) {
        return step.toMillis() / (double) Duration.ofHours(1).toMillis();
    }
}
