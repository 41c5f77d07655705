package io.atoll.hypervisor.api;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How hard a migration may try. A guest that writes memory as fast as the network carries it never fits into a short pause; then
 * either it is allowed to stand still for longer, rung by rung, or it is slowed down, or it stays.
 *
 * @param bandwidthBytesPerSecond 0: as fast as it goes
 * @param pauseLadder how long the guest may stand still at the end: the first to begin with, the next each time a pass over its memory
 *     has left no less to send than one before; 1 to {@value #MOST_RUNGS}, each longer than the one before it, from 1 ms to
 *     {@link #LONGEST_PAUSE}
 * @param autoConverge whether a guest that does not fit is slowed down as well
 */
public record MigrationPolicy(long bandwidthBytesPerSecond, List<Duration> pauseLadder, boolean autoConverge) {

    public static final int MOST_RUNGS = 16;
    public static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(2000);

    public MigrationPolicy {
        if (bandwidthBytesPerSecond < 0) {
            throw new IllegalArgumentException("Bandwidth (%d bytes/s) must not be negative; 0 means no limit."
                    .formatted(bandwidthBytesPerSecond));
        }
        pauseLadder = List.copyOf(pauseLadder);
        if (pauseLadder.isEmpty() || pauseLadder.size() > MOST_RUNGS) {
            throw new IllegalArgumentException(
                    "A pause ladder has 1 to %d pauses, %d were given.".formatted(MOST_RUNGS, pauseLadder.size()));
        }
        for (var pause : pauseLadder) {
            if (pause.compareTo(SHORTEST_PAUSE) < 0 || pause.compareTo(LONGEST_PAUSE) > 0) {
                throw new IllegalArgumentException("The downtime limit lies between 1 ms and %d s, %s was given."
                        .formatted(LONGEST_PAUSE.toSeconds(), pause));
            }
        }
        if (!pauseLadder.equals(pauseLadder.stream()
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList())) {
            throw new IllegalArgumentException(
                    "Each pause of a ladder must be longer than the one before it: %s.".formatted(pauseLadder));
        }
    }

    /** One pause and no more, and the guest is slowed down where it does not fit. */
    public static MigrationPolicy withPause(long bandwidthBytesPerSecond, Duration pause) {
        return new MigrationPolicy(bandwidthBytesPerSecond, List.of(pause), true);
    }

    /** The longest pause that can come. */
    public Duration longestPause() {
        return pauseLadder.getLast();
    }

    /** The same, with no pause longer than this one, which is the last to be tried. */
    public MigrationPolicy boundBy(Duration pause) {
        var rungs = Stream.concat(pauseLadder.stream().filter(rung -> rung.compareTo(pause) < 0), Stream.of(pause))
                .toList();
        return new MigrationPolicy(
                bandwidthBytesPerSecond,
                rungs.subList(Math.max(0, rungs.size() - MOST_RUNGS), rungs.size()),
                autoConverge);
    }
}
