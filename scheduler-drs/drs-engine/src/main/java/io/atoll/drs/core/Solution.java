package io.atoll.drs.core;

import io.atoll.drs.core.Sequence.Waiting;
import java.util.List;

/** A placement that a search has found, and the waves that lead to it. */
public final class Solution {
    private final int[] hostOfVm;
    private final List<Wave> waves;
    private final List<Integer> unsettled;
    private final List<Stuck> stuck;
    private final List<Integer> overfull;

    Solution(int[] hostOfVm, List<Wave> waves, List<Integer> unsettled, List<Stuck> stuck) {
        this(hostOfVm, waves, unsettled, stuck, List.of());
    }

    private Solution(
            int[] hostOfVm, List<Wave> waves, List<Integer> unsettled, List<Stuck> stuck, List<Integer> overfull) {
        this.hostOfVm = hostOfVm;
        this.waves = List.copyOf(waves);
        this.unsettled = List.copyOf(unsettled);
        this.stuck = List.copyOf(stuck);
        this.overfull = List.copyOf(overfull);
    }

    /** The same, with hosts that shall be within their limits and are not. */
    Solution withOverfull(List<Integer> hosts) {
        return new Solution(hostOfVm, waves, unsettled, stuck, hosts);
    }

    /** How many VMs are not where they must be. */
    int missing() {
        return unsettled.size() + stuck.size();
    }

    /**
     * A VM for which there is a place that no order of moves reaches.
     *
     * @param behind the moves that wait for each other, or for spare room; the VM's own may be among them
     */
    public record Stuck(int vm, List<Waiting> behind) {
        public Stuck {
            behind = List.copyOf(behind);
        }
    }

    /** For each VM the index of its host, {@link CompactCluster#NOWHERE} for none. */
    public int[] hostOfVm() {
        return hostOfVm.clone();
    }

    /** Waves one after another that lead there. */
    public List<Wave> waves() {
        return waves;
    }

    /** VMs that must have another place and got none. */
    public List<Integer> unsettled() {
        return unsettled;
    }

    /** VMs that must have another place and cannot get there. */
    public List<Stuck> stuck() {
        return stuck;
    }

    /** Hosts that shall be within their limits and are not, as indices. */
    public List<Integer> overfull() {
        return overfull;
    }
}
