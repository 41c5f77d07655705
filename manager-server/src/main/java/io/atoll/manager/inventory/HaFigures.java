package io.atoll.manager.inventory;

/**
 * The figures HA goes by, the same everywhere; from {@code ha-monitor/docs/0001-protocol.md} and its engine's defaults. Shown,
 * not settable: what they promise holds for all of them together.
 *
 * @param renewMs between the starts of two renewals on a channel (R)
 * @param acknowledgeMs a renewal acknowledged later after its start does not count (A)
 * @param leaseMs a host may run protected VMs for so long after the start of its last counted renewal (T)
 * @param singleChannelLeaseMs the lease of a host with one channel only
 * @param freezeMs after so much of the lease the VMs are frozen (0.6 T)
 * @param killBoundMs within so long after the end of the lease nothing of the VMs runs (K)
 * @param marginMs what is left for everything else (M)
 * @param windowMs how long a host must have been silent on every channel: W = (T + K)(1 + 2 eps) + M
 * @param stormPercent when more of the hosts are silent at once, time is no proof
 * @param startsPerHost how many VMs start on a host at once
 */
public record HaFigures(
        int renewMs,
        int acknowledgeMs,
        int leaseMs,
        int singleChannelLeaseMs,
        int freezeMs,
        int killBoundMs,
        int marginMs,
        int windowMs,
        int stormPercent,
        int startsPerHost) {
    public static final HaFigures FIXED = new HaFigures(1_000, 1_000, 4_000, 20_000, 2_400, 1_000, 400, 5_450, 30, 4);
}
