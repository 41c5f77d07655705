package io.atoll.manager.ha;

import io.atoll.model.VmId;
import java.util.List;

/**
 * What people want HA to do for a VM.
 *
 * @param wanted whether it is to be restarted at all when its host dies
 * @param restartAfter VMs that must be ready before this one is restarted; each once, in the order of their ids
 */
public record HaIntent(
        boolean wanted,
        Priority priority,
        List<VmId> restartAfter,
        IsolationPolicy isolation,
        StorageLossPolicy storageLoss,
        HealthPolicy health) {
    public static final int MOST_DEPENDENCIES = 32;

    /** A new VM's: not protected, and in the middle once it is. */
    public static final HaIntent DEFAULT = new HaIntent(
            false,
            Priority.MEDIUM,
            List.of(),
            IsolationPolicy.KEEP_RUNNING,
            StorageLossPolicy.RESTART_ELSEWHERE,
            HealthPolicy.PROCESS_ENDS_OR_GUEST_CRASHES);

    public HaIntent {
        restartAfter = List.copyOf(restartAfter);
    }

    /** Who is restarted first when not all can be at once. Names are API. */
    public enum Priority {
        HIGHEST,
        HIGH,
        MEDIUM,
        LOW,
        LOWEST
    }

    /** What happens when its host can reach the storage, but nobody over the network. Names are API. */
    public enum IsolationPolicy {
        KEEP_RUNNING,
        /** Its host ends it with an acknowledgement, which is the proof that lets another start it. */
        RESTART_ELSEWHERE
    }

    /** What happens when its host lost the storage for longer than the cluster's delay. Names are API. */
    public enum StorageLossPolicy {
        KEEP_PAUSED,
        RESTART_ELSEWHERE
    }

    /** When it counts as failed while its host is well; each includes the ones before. Names are API. */
    public enum HealthPolicy {
        PROCESS_ENDS,
        PROCESS_ENDS_OR_GUEST_CRASHES,
        GUEST_STOPS_ANSWERING
    }

    /** The same without a VM that is gone. */
    public HaIntent forgetting(VmId vm) {
        return new HaIntent(
                wanted,
                priority,
                restartAfter.stream().filter(other -> !other.equals(vm)).toList(),
                isolation,
                storageLoss,
                health);
    }
}
