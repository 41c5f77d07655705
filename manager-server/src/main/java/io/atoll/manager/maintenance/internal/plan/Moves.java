package io.atoll.manager.maintenance.internal.plan;

import io.atoll.drs.plan.Plan;
import io.atoll.model.Mebibytes;
import io.atoll.model.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The scheduler's plan in the words of this module. */
final class Moves {
    private static final long BYTES_PER_MIB = 1L << 20;

    private Moves() {}

    static List<PlannedMove> of(Plan plan, Cluster cluster) {
        var moves = new ArrayList<PlannedMove>();
        for (var wave = 0; wave < plan.steps().size(); wave++) {
            for (var migration : plan.steps().get(wave).migrations()) {
                var from = migration.from();
                if (from != null) {
                    moves.add(move(migration, wave, cluster));
                }
            }
        }
        return moves;
    }

    private static PlannedMove move(Plan.Migration migration, int wave, Cluster cluster) {
        var vm = Objects.requireNonNull(cluster.vms().get(migration.vm()));
        var to = Objects.requireNonNull(cluster.hosts().get(migration.to()));
        return new PlannedMove(
                vm.id(),
                vm.name(),
                vm.memory().configured().value(),
                Objects.requireNonNull(migration.from()),
                to.id(),
                to.name(),
                wave,
                bytes(migration.copied()),
                migration.duration(),
                migration.pause());
    }

    private static long bytes(Mebibytes copied) {
        return Math.min(copied.value(), Long.MAX_VALUE / BYTES_PER_MIB) * BYTES_PER_MIB;
    }
}
