package io.atoll.manager.maintenance.internal.plan;

import io.atoll.manager.maintenance.internal.book.Terms;
import io.atoll.manager.vm.MigrationPast;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * How long moves will take, from how long the last ones of the cluster took. The scheduler knows the speed of the networks and
 * neither what stands before and after the copying nor how many move at once; where something was measured, that counts instead.
 */
public final class Foresight {
    private static final long BYTES_PER_MIB = 1L << 20;
    private static final double MILLIS_PER_SECOND = 1_000;

    private Foresight() {}

    /** Moves with what they are expected to take, and how long all of them do. */
    public record Foreseen(List<PlannedMove> moves, Duration duration, Estimate estimate) {
        public Foreseen {
            moves = List.copyOf(moves);
        }

        public long bytes() {
            return moves.stream().mapToLong(PlannedMove::bytes).sum();
        }
    }

    /** The moves as the scheduler expects them where nothing was measured. */
    public static Foreseen of(
            List<PlannedMove> moves, Duration byScheduler, Terms terms, Optional<MigrationPast.Measured> past) {
        if (past.isEmpty()) {
            return new Foreseen(moves, byScheduler, Estimate.ASSUMED);
        }
        var measured = past.get();
        var foreseen = moves.stream().map(move -> foreseen(move, measured)).toList();
        return new Foreseen(
                foreseen,
                duration(foreseen, terms),
                new Estimate(Estimate.Basis.MEASURED, measured.migrationCount(), measured.bytesPerSecond()));
    }

    private static PlannedMove foreseen(PlannedMove move, MigrationPast.Measured past) {
        var pauseMs = past.pauses().ofMs(move.vm());
        var pause = pauseMs == null ? move.pause() : Duration.ofMillis(pauseMs);
        var own = past.own().get(move.vm());
        if (own != null) {
            return move.with(own.bytes(), own.whole(), pause);
        }
        var bytes = Math.round(move.memoryMiB() * BYTES_PER_MIB * past.copiedShare());
        var copyingMs = Math.round(bytes * MILLIS_PER_SECOND / past.bytesPerSecond());
        return move.with(bytes, past.besides().plusMillis(copyingMs), pause);
    }

    /** One that is under way. */
    private record UnderWay(long endMs, PlannedMove move) {}

    /** One wave after the other, as many at once as the pace of the drain allows after the pauses that are expected. */
    private static Duration duration(List<PlannedMove> moves, Terms terms) {
        var nowMs = 0L;
        var pausesMs = new ArrayList<Long>();
        var waves = moves.stream().map(PlannedMove::wave).distinct().sorted().toList();
        for (var wave : waves) {
            var waiting = new ArrayDeque<>(
                    moves.stream().filter(move -> move.wave() == wave).toList());
            var underWay = new PriorityQueue<>(Comparator.comparingLong(UnderWay::endMs));
            while (!waiting.isEmpty() || !underWay.isEmpty()) {
                var width = DrainPace.width(pausesMs, terms.pauseBoundMs(), terms.maxParallel());
                while (!waiting.isEmpty() && underWay.size() < width) {
                    var move = waiting.remove();
                    underWay.add(new UnderWay(nowMs + move.duration().toMillis(), move));
                }
                var first = underWay.remove();
                nowMs = first.endMs;
                pausesMs.add(first.move.pause().toMillis());
            }
        }
        return Duration.ofMillis(nowMs);
    }
}
