package io.atoll.drs.loop;

/**
 * Whether a move did any good, judged some minutes later by what was measured.
 *
 * @param verdict what the figures say together
 */
public record MoveOutcome(Figures before, Figures after, Verdict verdict) {
    /** Differences below this share of the VM's time are noise. */
    private static final double READY_NOISE = 0.01;

    private static final double SHARE_NOISE = 0.05;

    /**
     * Means over the minutes before or after a move.
     *
     * @param readyShare of its time in which the VM wanted a processor and had none; not a number where nobody measured
     * @param sourceShare CPU asked for on the host it left, of what that host has
     * @param targetShare the same of the host it went to
     */
    public record Figures(double readyShare, double sourceShare, double targetShare) {
        double fullest() {
            return Math.max(sourceShare, targetShare);
        }
    }

    public enum Verdict {
        /** The VM waits less, or the fuller of the two hosts is less full than the fuller one was. */
        HELPED,
        NO_DIFFERENCE,
        /** The VM waits more, or the fuller of the two hosts is fuller than before. */
        WORSE,
        /** Samples are missing. */
        UNKNOWN
    }

    public static MoveOutcome of(Figures before, Figures after) {
        return new MoveOutcome(before, after, verdict(before, after));
    }

    /** Waiting counts first: it is what people feel. Hosts are looked at where waiting did not change, or nobody measured it. */
    private static Verdict verdict(Figures before, Figures after) {
        var waiting = after.readyShare - before.readyShare;
        if (Math.abs(waiting) >= READY_NOISE) {
            return waiting < 0 ? Verdict.HELPED : Verdict.WORSE;
        }
        var fullest = after.fullest() - before.fullest();
        if (Double.isNaN(fullest)) {
            return Double.isNaN(waiting) ? Verdict.UNKNOWN : Verdict.NO_DIFFERENCE;
        }
        if (Math.abs(fullest) < SHARE_NOISE) {
            return Verdict.NO_DIFFERENCE;
        }
        return fullest < 0 ? Verdict.HELPED : Verdict.WORSE;
    }
}
