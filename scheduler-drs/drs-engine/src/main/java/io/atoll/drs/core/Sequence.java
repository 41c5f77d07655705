package io.atoll.drs.core;

import java.util.List;

/** How a new placement is reached, or who is in the way. */
public sealed interface Sequence {
    /** Waves one after another; each keeps capacity, rules, spare hosts and limits at every moment. */
    record Reached(List<Wave> waves) implements Sequence {
        public Reached {
            waves = List.copyOf(waves);
        }
    }

    /**
     * No order works: these units wait for each other and no third host can help out.
     *
     * @param waiting the fewest that wait for nobody but each other; several such sets may be listed one after another
     * @param hostOf where each unit is once no move is possible any more
     */
    record Blocked(List<Waiting> waiting, List<Integer> hostOf) implements Sequence {
        public Blocked {
            waiting = List.copyOf(waiting);
            hostOf = List.copyOf(hostOf);
        }
    }

    /**
     * A unit that cannot go to its target, with the VMs of the unit as indices.
     *
     * @param keptApartBy a VM on the target that a rule keeps apart from the unit; {@link CompactCluster#NOWHERE}: there is none
     * @param spareOf the host whose VMs would find no room, should it fail, if the unit moved;
     *     {@link CompactCluster#NOWHERE}: there is none
     */
    record Waiting(List<Integer> vms, int from, int to, Room room, int keptApartBy, int spareOf) {
        public Waiting {
            vms = List.copyOf(vms);
        }
    }

    /**
     * Memory that is needed and not there, in MiB.
     *
     * @param aside the roomiest host where the unit could wait meanwhile if there were enough room;
     *     {@link CompactCluster#NOWHERE}: there is none
     */
    record Room(double neededMib, double freeMib, int aside, double asideFreeMib) {}
}
