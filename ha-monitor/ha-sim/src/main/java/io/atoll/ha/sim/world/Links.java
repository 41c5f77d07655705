package io.atoll.ha.sim.world;

/** The network: for each pair of ends and each direction whether it carries, how slow it is, how much it loses. */
public final class Links {
    /** The latency of what never arrives. */
    public static final long LOST = -1;

    private static final long RETRANSMIT_NS = 200_000_000L;
    private static final int RETRANSMITS = 5;

    private final int ends;
    private final Dice dice;
    private final int[] cuts;
    private final long[] delaysNs;
    private final int[] lossPerMille;

    public Links(int ends, Dice dice) {
        this.ends = ends;
        this.dice = dice;
        cuts = new int[ends * ends];
        delaysNs = new long[ends * ends];
        lossPerMille = new int[ends * ends];
    }

    /** Cuts add up: a link carries again when each cut is undone. */
    public void cut(int from, int to) {
        cuts[from * ends + to]++;
    }

    public void mend(int from, int to) {
        var link = from * ends + to;
        cuts[link] = Math.max(0, cuts[link] - 1);
    }

    public void delay(int from, int to, long delayNs) {
        delaysNs[from * ends + to] = delayNs;
    }

    public void lose(int from, int to, int perMille) {
        lossPerMille[from * ends + to] = perMille;
    }

    /** Takes every cut, delay and loss away. */
    public void healAll() {
        java.util.Arrays.fill(cuts, 0);
        java.util.Arrays.fill(delaysNs, 0);
        java.util.Arrays.fill(lossPerMille, 0);
    }

    public boolean carries(int from, int to) {
        return cuts[from * ends + to] == 0;
    }

    /** How long one message takes over a connection that sends lost packets again; {@link #LOST} when it never arrives. */
    public long latencyNs(int from, int to) {
        var link = from * ends + to;
        if (cuts[link] > 0) {
            return LOST;
        }
        var latency = dice.between(50_000, 600_000) + delaysNs[link];
        if (lossPerMille[link] > 0) {
            for (var attempt = 0; dice.chance(lossPerMille[link]); attempt++) {
                if (attempt == RETRANSMITS) {
                    return LOST;
                }
                latency += RETRANSMIT_NS << attempt;
            }
        }
        return latency;
    }
}
