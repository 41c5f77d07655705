package io.atoll.manager.drs;

import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.Tasks;
import io.atoll.model.ClusterId;
import java.util.Optional;

/**
 * What every task locks that moves VMs of a cluster by a plan for the whole of it: balancing, and emptying a host to save power.
 * One at a time; the other is left out until it has ended.
 */
public final class BalancingLock {
    private static final String OBJECT = "drs";

    private BalancingLock() {}

    public static TaskObject of(ClusterId cluster, String clusterName) {
        return TaskObject.locked(OBJECT, cluster, clusterName);
    }

    /** The task that holds it. */
    public static Optional<TaskId> holder(Tasks tasks, ClusterId cluster) {
        return tasks.holder(OBJECT, cluster.toString());
    }
}
