package io.atoll.manager.vm.internal.policy;

import java.util.List;

/**
 * What sending a guest's memory while it runs comes to, from how fast it writes and how fast the network carries. Pass by pass as
 * Akoush and others do ("Predicting the Performance of Virtual Machine Migration", MASCOTS 2010): the first pass sends all of it, each
 * other what was written during the one before, until the rest fits into the pause that is allowed. The ladder of pauses is climbed
 * as the host does it, and a guest that fits into none is slowed down in QEMU's steps (by 20 %, then by 10 % more each time, at most
 * 99 %: {@code cpu-throttle-initial} and {@code -increment}).
 */
public final class PreCopy {
    private static final int MOST_PASSES = 200;
    /** A pass that needs less than this of the shortest pause so far comes closer. */
    private static final double PROGRESS = 0.9;

    private static final int FIRST_THROTTLE_PERCENT = 20;
    private static final int MORE_THROTTLE_PERCENT = 10;
    private static final int MOST_THROTTLE_PERCENT = 99;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Facts facts;
    private final double bytesPerMs;
    private double remaining;
    private double sent;
    private int rung;
    private int throttlePercent;
    private double leastMs = Double.POSITIVE_INFINITY;

    private PreCopy(Facts facts) {
        this.facts = facts;
        this.bytesPerMs = facts.bandwidthBytesPerSecond / MILLIS_PER_SECOND;
        this.remaining = (double) facts.memoryBytes;
    }

    /**
     * What is known before.
     *
     * @param memoryBytes what there is to send
     * @param dirtyBytesPerSecond how fast the guest writes
     * @param bandwidthBytesPerSecond how fast memory is copied; above 0
     * @param pauseLadderMs as in {@link MigrationPolicy}
     */
    public record Facts(
            long memoryBytes,
            long dirtyBytesPerSecond,
            long bandwidthBytesPerSecond,
            List<Integer> pauseLadderMs,
            boolean autoConverge) {
        public Facts {
            if (memoryBytes < 0 || dirtyBytesPerSecond < 0 || bandwidthBytesPerSecond < 1 || pauseLadderMs.isEmpty()) {
                throw new IllegalArgumentException("not a migration: %d bytes, %d and %d bytes/s, %d pauses"
                        .formatted(memoryBytes, dirtyBytesPerSecond, bandwidthBytesPerSecond, pauseLadderMs.size()));
            }
            pauseLadderMs = List.copyOf(pauseLadderMs);
        }
    }

    /**
     * What will come of it.
     *
     * @param fits whether it will end by itself
     * @param passes over the guest's memory, the last one included
     * @param bytes all that is sent
     * @param copyMs until the guest stands still; where it does not fit, until that is plain
     * @param pauseMs how long the last of its memory takes
     * @param pauseLimitMs the pause of the ladder it fits into, or the last
     * @param throttlePercent how much the guest is slowed down in the end; 0: not at all
     */
    public record Forecast(
            boolean fits, int passes, long bytes, long copyMs, long pauseMs, int pauseLimitMs, int throttlePercent) {}

    public static Forecast of(Facts facts) {
        return new PreCopy(facts).run();
    }

    private Forecast run() {
        for (var pass = 1; pass <= MOST_PASSES; pass++) {
            var tookMs = remaining / bytesPerMs;
            sent += remaining;
            remaining = Math.min((double) facts.memoryBytes, writtenPerMs() * tookMs);
            var neededMs = remaining / bytesPerMs;
            if (neededMs <= limitMs()) {
                return end(true, pass, neededMs);
            }
            var closer = neededMs <= leastMs * PROGRESS;
            leastMs = Math.min(leastMs, neededMs);
            if (!closer && !tryHarder()) {
                return end(false, pass, neededMs);
            }
        }
        return end(false, MOST_PASSES, remaining / bytesPerMs);
    }

    private double writtenPerMs() {
        return facts.dirtyBytesPerSecond / MILLIS_PER_SECOND * (100 - throttlePercent) / 100;
    }

    private int limitMs() {
        return facts.pauseLadderMs.get(rung);
    }

    /** Whether there was anything left to try. */
    private boolean tryHarder() {
        if (rung + 1 < facts.pauseLadderMs.size()) {
            rung++;
            return true;
        }
        if (!facts.autoConverge || throttlePercent >= MOST_THROTTLE_PERCENT) {
            return false;
        }
        throttlePercent = throttlePercent == 0
                ? FIRST_THROTTLE_PERCENT
                : Math.min(MOST_THROTTLE_PERCENT, throttlePercent + MORE_THROTTLE_PERCENT);
        return true;
    }

    private Forecast end(boolean fits, int passes, double neededMs) {
        return new Forecast(
                fits,
                passes + (fits ? 1 : 0),
                Math.round(sent + (fits ? remaining : 0)),
                Math.round(sent / bytesPerMs),
                Math.round(neededMs),
                limitMs(),
                throttlePercent);
    }
}
