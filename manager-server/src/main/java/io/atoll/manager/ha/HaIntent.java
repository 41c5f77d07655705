package io.atoll.manager.ha;

import io.atoll.model.VmId;
import java.util.List;

/**
 * What people want HA to do for a VM.
 *
 * @param wanted whether it is to be restarted at all when its host dies
 * @param priority from 0 to 100; higher ones are restarted first
 * @param restartAfter VMs that must be ready before this one is restarted; each once, in the order of their ids
 */
public record HaIntent(
        boolean wanted,
        int priority,
        List<VmId> restartAfter,
        IsolationPolicy isolation,
        StorageLossPolicy storageLoss,
        Health health) {
    public static final int HIGHEST_PRIORITY = 100;
    public static final int MOST_DEPENDENCIES = 32;

    /** A new VM's: not protected, and in the middle once it is. */
    public static final HaIntent DEFAULT = new HaIntent(
            false, 50, List.of(), IsolationPolicy.KEEP_RUNNING, StorageLossPolicy.RESTART_ELSEWHERE, Health.DEFAULT);

    public HaIntent {
        restartAfter = List.copyOf(restartAfter);
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

    /** What happens to a VM that is not well although its host is. Names are API. */
    public enum Reaction {
        RESTART,
        LEAVE
    }

    /**
     * How a VM's own failures are met.
     *
     * @param onCrash its process ended
     * @param onPanic its guest said that it cannot go on
     * @param guestSilenceSeconds after so long without a word of its guest agent it is reset; 0: silence means nothing
     */
    public record Health(Reaction onCrash, Reaction onPanic, int guestSilenceSeconds) {
        public static final int SHORTEST_SILENCE_SECONDS = 30;
        public static final int LONGEST_SILENCE_SECONDS = 3_600;
        public static final Health DEFAULT = new Health(Reaction.RESTART, Reaction.RESTART, 0);
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
