package io.atoll.drs.core;

import java.util.List;

/** A placement that a search has found, and the waves that lead to it. */
public final class Solution {
    private final int[] hostOfVm;
    private final Sequence sequence;
    private final List<Integer> unsettled;

    Solution(int[] hostOfVm, Sequence sequence, List<Integer> unsettled) {
        this.hostOfVm = hostOfVm;
        this.sequence = sequence;
        this.unsettled = List.copyOf(unsettled);
    }

    /** For each VM the index of its host, {@link CompactCluster#NOWHERE} for none. */
    public int[] hostOfVm() {
        return hostOfVm.clone();
    }

    public Sequence sequence() {
        return sequence;
    }

    /** VMs that must have a place and got none. */
    public List<Integer> unsettled() {
        return unsettled;
    }
}
