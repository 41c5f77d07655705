package io.atoll.manager.placement;

import io.atoll.manager.problem.Hint;
import io.atoll.model.ClusterId;
import io.atoll.model.VmDemand;
import java.util.List;
import java.util.SortedSet;

/** Is told of VMs for which no host has room, by whoever is about to refuse them. Each module that can make room is a bean. */
@FunctionalInterface
public interface RoomWanted {
    /**
     * In the refused request's transaction, which is about to be lost; must not wait.
     *
     * @param rules names of rules that must hold and that mean the VM; once it is refused, labels that made it so may be gone
     * @return what the asker is told beside the reasons, such as when there will be room
     */
    List<Hint> noted(ClusterId cluster, VmDemand vm, SortedSet<String> rules);
}
