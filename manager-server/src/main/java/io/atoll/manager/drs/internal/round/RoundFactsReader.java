package io.atoll.manager.drs.internal.round;

import io.atoll.drs.loop.BalancePast;
import io.atoll.manager.drs.StayingVms;
import io.atoll.manager.drs.internal.DrsSettings;
import io.atoll.manager.drs.internal.RunningLimits;
import io.atoll.manager.drs.internal.SpareHosts;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.metrics.SampleHistory;
import io.atoll.manager.metrics.VmFigure;
import io.atoll.manager.metrics.VmHistory;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.vm.MigrationPauses;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.model.VmId;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads what a round is decided from, in a fixed number of queries. */
@Component
class RoundFactsReader {
    /** As many samples of 20 s as the scheduler takes the mean of. */
    private static final Duration SAMPLED = Duration.ofMinutes(5);

    /** Fewer samples of a VM say less than its newest one. */
    private static final int FEWEST_SAMPLES = 3;

    private final LiveClusters clusters;
    private final SampleHistory samples;
    private final VmSubtasks vms;
    private final MigrationPauses pauses;
    private final StayingVms staying;
    private final JdbcClient jdbc;

    RoundFactsReader(
            LiveClusters clusters,
            SampleHistory samples,
            VmSubtasks vms,
            MigrationPauses pauses,
            StayingVms staying,
            JdbcClient jdbc) {
        this.clusters = clusters;
        this.samples = samples;
        this.vms = vms;
        this.pauses = pauses;
        this.staying = staying;
        this.jdbc = jdbc;
    }

    /** What is read in one look is of one moment. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public RoundFacts read(Cluster cluster, DrsSettings settings, Instant now) {
        var there = clusters.now(cluster);
        var live = RunningLimits.in(there.model(), there.limits());
        var movable = vms.movable(cluster.id());
        var history = samples.ofCluster(cluster.id(), SAMPLED, EnumSet.of(VmFigure.CPU_USED, VmFigure.CPU_READY));
        var sampled = history.vms();
        var model = live.with(SpareHosts.in(live.limits(), cluster))
                .withVms(live.vms().values().stream()
                        .map(vm -> known(vm, movable, sampled, history))
                        .toList());
        var unknown = movable.stream()
                .filter(vm -> live.vms().containsKey(vm))
                .filter(vm -> !sampled.contains(vm) || count(history.means(vm, VmFigure.CPU_USED)) < FEWEST_SAMPLES)
                .count();
        return new RoundFacts(model, past(settings, now), pauses.expected(cluster.id(), now), Math.toIntExact(unknown));
    }

    private static int count(float[] values) {
        var count = 0;
        for (var value : values) {
            count += Float.isNaN(value) ? 0 : 1;
        }
        return count;
    }

    private static Vm known(Vm vm, SortedSet<VmId> movable, SortedSet<VmId> sampled, VmHistory history) {
        var here = movable.contains(vm.id()) ? vm : vm.held();
        return sampled.contains(vm.id()) ? asking(here, history) : here;
    }

    /** What it used, and what it wanted and did not get. */
    private static Vm asking(Vm vm, VmHistory history) {
        var used = history.means(vm.id(), VmFigure.CPU_USED);
        var ready = history.means(vm.id(), VmFigure.CPU_READY);
        var wanted = new double[used.length];
        var count = 0;
        for (var step = 0; step < used.length; step++) {
            if (!Float.isNaN(used[step])) {
                wanted[count++] = Math.max(0, used[step] + (Float.isNaN(ready[step]) ? 0 : ready[step]));
            }
        }
        if (count < FEWEST_SAMPLES) {
            return vm;
        }
        var cpu = vm.cpu();
        return vm.with(new Vm.Cpu(
                cpu.vcpuCount(),
                cpu.demand(),
                cpu.reservation(),
                cpu.limit(),
                cpu.shares(),
                DemandHistory.of(Arrays.copyOf(wanted, count))));
    }

    private BalancePast past(DrsSettings settings, Instant now) {
        var cluster = settings.cluster();
        return new BalancePast(
                staying.coolingDown(cluster, now), staying.unwanted(cluster, now), unevenSince(settings));
    }

    private @Nullable Instant unevenSince(DrsSettings settings) {
        return jdbc.sql("select uneven_since from drs_round where cluster_id = :cluster order by at desc limit 1")
                .param("cluster", settings.cluster().value())
                .query((row, _) -> Optional.ofNullable(new Row(row).instantOrNull("uneven_since")))
                .optional()
                .flatMap(since -> since)
                .orElse(null);
    }
}
