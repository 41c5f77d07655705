package io.atoll.drs.plan;

import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Steps that run one after another, and where they lead.
 *
 * @param finalHosts every VM that has a host at the end
 */
public record Plan(List<Step> steps, SortedMap<VmId, HostId> finalHosts) {
    public Plan {
        steps = List.copyOf(steps);
        finalHosts = Collections.unmodifiableSortedMap(new TreeMap<>(finalHosts));
    }

    /** Hosts are woken, then all migrations run together, then hosts that are empty by then go to sleep. */
    public record Step(SortedSet<HostId> wake, List<Migration> migrations, SortedSet<HostId> sleep, Duration duration) {
        public Step {
            wake = Collections.unmodifiableSortedSet(new TreeSet<>(wake));
            migrations = List.copyOf(migrations);
            sleep = Collections.unmodifiableSortedSet(new TreeSet<>(sleep));
        }
    }

    /**
     * One VM on its way.
     *
     * @param from null: it is started
     * @param copied memory that crosses the network, with what is written again meanwhile
     * @param duration how long, beside the other migrations of its step
     * @param pause how long it stands still at the end of that
     */
    public record Migration(
            VmId vm, @Nullable HostId from, HostId to, Mebibytes copied, Duration duration, Duration pause) {}

    public int migrationCount() {
        return steps.stream().mapToInt(step -> step.migrations().size()).sum();
    }

    /** All memory that crosses the network; the most that can be counted where it is more. */
    public Mebibytes copied() {
        var sum = 0L;
        for (var step : steps) {
            for (var migration : step.migrations()) {
                sum += Math.min(migration.copied().value(), Long.MAX_VALUE - sum);
            }
        }
        return new Mebibytes(sum);
    }

    public Duration duration() {
        return steps.stream().map(Step::duration).reduce(Duration.ZERO, Duration::plus);
    }
}
