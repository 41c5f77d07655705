package io.atoll.manager.drs.internal.replay;

import io.atoll.drs.loop.BalanceLevel;
import io.atoll.drs.loop.BalanceReplay;
import io.atoll.drs.loop.BalanceReplay.Totals;
import io.atoll.drs.loop.BalanceSettings;
import io.atoll.drs.loop.LoadSeries;
import io.atoll.manager.drs.internal.ExclusionStore;
import io.atoll.manager.drs.internal.ExclusionStore.View;
import io.atoll.manager.drs.internal.RunningLimits;
import io.atoll.manager.drs.internal.SpareHosts;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.metrics.SampleHistory;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.metrics.VmHistory;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import java.time.Duration;
import java.util.EnumSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replays the recorded load of a cluster at one level, and writes how that would have gone into the task's result. Nothing else is
 * changed, so it may be repeated.
 */
@Component
class ReplayStep implements StepHandler {
    static final String NAME = "drs.replay-level";

    private static final long SEED = 1;
    private static final double HOUR_SECONDS = 3_600;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration AT_ONCE = Duration.ZERO;

    private final Inventory inventory;
    private final LiveClusters clusters;
    private final SampleHistory samples;
    private final ExclusionStore exclusions;

    ReplayStep(Inventory inventory, LiveClusters clusters, SampleHistory samples, ExclusionStore exclusions) {
        this.inventory = inventory;
        this.clusters = clusters;
        this.samples = samples;
        this.exclusions = exclusions;
    }

    /** What the task is given. */
    record Params(String clusterId, int days, int coolDownMinutes, int patienceMinutes) {}

    /** What one use of this step is given; 0: nobody is ever moved. */
    record Level(int level) {}

    /**
     * How the time would have gone.
     *
     * @param level 0: nobody is ever moved
     * @param mostMovesOfOneVm within the cool-down
     * @param copiedGiB memory that would have crossed the network
     * @param busyHours how long migrations would have run
     * @param hotHostHours time of hosts that are asked for more than 80 % of their processors
     * @param unservedCoreHours processor time asked for beyond what hosts had
     */
    record Result(
            int level,
            int rounds,
            int roundsWithMoves,
            int moves,
            int mostMovesOfOneVm,
            double copiedGiB,
            double busyHours,
            double meanImbalance,
            double hotHostHours,
            double unservedCoreHours) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var params = context.params(Params.class);
        var level = JSON.treeToValue(context.arguments(), Level.class).level();
        var found = inventory.cluster(ClusterId.parse(params.clusterId));
        if (found.isEmpty()) {
            return StepOutcome.failed(ErrorCode.CLUSTER_NOT_FOUND.name(), "The cluster was removed.");
        }
        var cluster = found.get().id();
        var history = samples.ofCluster(
                cluster, Duration.ofDays(params.days), EnumSet.of(VmFigure.CPU_USED, VmFigure.CPU_READY));
        context.result("stepMinutes", history.step().toMinutes());
        context.result("begin", history.begin());
        context.result("vms", history.vms().size());
        var model = asBalanced(found.get());
        var totals = new BalanceReplay(model, load(model, history), SEED)
                .run(settings(level, params), () -> !context.cancelRequested());
        if (totals.isEmpty()) {
            return StepOutcome.running(0, "Called off", AT_ONCE);
        }
        context.result("level" + level, result(level, totals.get()));
        return StepOutcome.done();
    }

    /** As a round sees it: with room for the hosts that HA may have to do without, and with VMs that are never to be moved. */
    private Cluster asBalanced(io.atoll.manager.inventory.Cluster cluster) {
        var never = exclusions.of(cluster.id()).stream()
                .map(View::vmId)
                .map(VmId::new)
                .collect(Collectors.toSet());
        var there = clusters.now(cluster.id());
        var live = RunningLimits.in(there.model(), there.limits());
        return live.with(SpareHosts.in(live.limits(), cluster))
                .withVms(live.vms().values().stream()
                        .map(vm -> never.contains(vm.id()) ? vm.held() : vm)
                        .toList());
    }

    private static @Nullable BalanceSettings settings(int level, Params params) {
        return level == 0
                ? null
                : new BalanceSettings(
                        BalanceLevel.of(level),
                        Duration.ofMinutes(params.coolDownMinutes),
                        Duration.ofMinutes(params.patienceMinutes));
    }

    /** What each VM used, and what it wanted and did not get. */
    private static LoadSeries load(Cluster model, VmHistory history) {
        var series = new TreeMap<VmId, double[]>();
        for (var vm : history.vms()) {
            if (model.vms().containsKey(vm)) {
                var used = history.means(vm, VmFigure.CPU_USED);
                var ready = history.means(vm, VmFigure.CPU_READY);
                var wanted = new double[used.length];
                for (var step = 0; step < used.length; step++) {
                    wanted[step] = used[step] + (Float.isNaN(ready[step]) ? 0 : ready[step]);
                }
                series.put(vm, wanted);
            }
        }
        return new LoadSeries(history.step(), history.stepCount(), series);
    }

    private static Result result(int level, Totals totals) {
        return new Result(
                level,
                totals.rounds(),
                totals.roundsWithMoves(),
                totals.moves(),
                totals.mostMovesOfOneVm(),
                totals.copied().value() / 1024.0,
                totals.busy().toSeconds() / HOUR_SECONDS,
                totals.meanImbalance(),
                totals.hotHostHours(),
                totals.unservedMhzHours() / 1_000);
    }
}
