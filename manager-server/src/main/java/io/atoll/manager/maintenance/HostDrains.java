package io.atoll.manager.maintenance;

import io.atoll.manager.task.TaskId;
import io.atoll.model.HostId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Emptying hosts for other modules, which have reasons of their own. A host so emptied is in maintenance like any other: people can
 * pause, cancel and end it. What submits wants the caller's transaction.
 */
public interface HostDrains {
    /** What emptying the host would come to now; changes nothing. Refused with HOST_WRONG_STATE where it cannot be emptied. */
    Outlook consider(HostId host);

    /**
     * Closes the host and begins to empty it, as a part of a larger task. Refused with MAINTENANCE_BLOCKED where a VM cannot leave,
     * and with HOST_WRONG_STATE where the host is in maintenance already or its agent does not answer.
     */
    TaskId empty(HostId host, String note, String requestedBy, TaskId parent);

    /** The maintenance that the host is in, if it is in any. */
    Optional<Drain> of(HostId host);

    /** Calls a drain off that is still under way; what has moved stays where it is. */
    void callOff(HostId host, String requestedBy);

    /** Looks once more whether a host in maintenance may be switched off, and keeps what is found. */
    TaskId prove(HostId host, String requestedBy);

    /**
     * Takes a host in maintenance back into use.
     *
     * @param bringHome whether VMs come back whose coming back makes the cluster better
     */
    TaskId takeBack(HostId host, boolean bringHome, String requestedBy, TaskId parent);

    /** Why the host should get no VMs yet, in sentences; empty: it is well. */
    List<String> ailments(HostId host);

    /**
     * What emptying a host would come to.
     *
     * @param blocker why some VM cannot leave, with figures; null: all can
     * @param haSurvives whether HA would keep the room it needs
     * @param haDetail the same in a sentence
     */
    record Outlook(int vmCount, int blockedCount, @Nullable String blocker, boolean haSurvives, String haDetail) {}

    /**
     * How a maintenance is.
     *
     * @param attention what only people can decide; empty: nothing
     * @param safeToPowerOff whether everything spoke for that when it was looked last
     * @param doubts what spoke against it, in sentences
     * @param task the one that empties the host
     */
    record Drain(
            UUID id,
            MaintenanceState state,
            Instant since,
            String attention,
            boolean safeToPowerOff,
            List<String> doubts,
            TaskId task) {
        public Drain {
            doubts = List.copyOf(doubts);
        }
    }
}
