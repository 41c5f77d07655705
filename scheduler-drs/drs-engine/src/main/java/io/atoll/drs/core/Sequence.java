package io.atoll.drs.core;

import java.util.List;

/** How a new placement is reached, or who is in the way. */
public sealed interface Sequence {
    /** Waves one after another; each keeps capacity, rules and limits at every moment. */
    record Reached(List<Wave> waves) implements Sequence {
        public Reached {
            waves = List.copyOf(waves);
        }
    }

    /** No order works: these units wait for each other and no third host can help out. */
    record Blocked(List<Waiting> waiting) implements Sequence {
        public Blocked {
            waiting = List.copyOf(waiting);
        }
    }

    /**
     * A unit that cannot go to its target, with the VMs of the unit as indices.
     *
     * @param keptApartBy a VM on the target that a rule keeps apart from the unit; {@link CompactCluster#NOWHERE}: there is none
     */
    record Waiting(List<Integer> vms, int from, int to, double neededMib, double freeMib, int keptApartBy) {
        public Waiting {
            vms = List.copyOf(vms);
        }
    }
}
