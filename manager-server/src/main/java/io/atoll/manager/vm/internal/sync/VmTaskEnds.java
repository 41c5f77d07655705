package io.atoll.manager.vm.internal.sync;

import io.atoll.manager.placement.Placements;
import io.atoll.manager.task.TaskEndListener;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.VmChanges;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.VmStatus;
import io.atoll.manager.vm.jpa.VmStore;
import io.atoll.model.VmId;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets a VM come to rest when its task has ended, however it ended: no promise of room stays, what the hosts report counts
 * again, and a VM that was not made is not there.
 */
@Component
class VmTaskEnds implements TaskEndListener {
    private final Settlement settlement;
    private final VmStore vms;
    private final VmChanges changes;
    private final Placements placements;
    private final VmTracker tracker;
    private final Clock clock;

    VmTaskEnds(ReportBook book, VmStore vms, VmChanges changes, Placements placements, VmTracker tracker, Clock clock) {
        this.settlement = new Settlement(book);
        this.vms = vms;
        this.changes = changes;
        this.placements = placements;
        this.tracker = tracker;
        this.clock = clock;
    }

    @Override
    public void ended(TaskSnapshot task) {
        for (var object : task.objects()) {
            if (object.kind().equals("vm") && object.exclusive()) {
                vms.lock(VmId.parse(object.id()).value())
                        .filter(vm -> task.id().equals(vm.status().activeTask()))
                        .ifPresent(vm -> {
                            rest(vm, task.state() == TaskState.SUCCEEDED);
                            lookAgain(vm.id());
                        });
            }
        }
    }

    /**
     * What a host says between our look at the book and the commit is missed by both of us: we have read the book, and the tracker still
     * sees a task at work.
     */
    private void lookAgain(VmId vm) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                tracker.lookSoon(vm);
            }
        });
    }

    private void rest(VmRecord vm, boolean succeeded) {
        placements.release(vm.id());
        if (vm.status().powerState() == VmPowerState.CREATING && !succeeded) {
            changes.remove(vm);
            return;
        }
        var now = clock.instant();
        changes.change(vm.id(), record -> {
            var idle = record.withStatus(status -> ended(status.withActiveTask(null), now));
            return idle.withStatus(_ -> settlement.settle(idle, now));
        });
    }

    /** The states that only a task may leave. */
    private static VmStatus ended(VmStatus status, Instant now) {
        return switch (status.powerState()) {
            case CREATING -> status.off(VmPowerState.STOPPED, "", now);
            case DELETING -> status.in(VmPowerState.FAILED, "It could not be deleted; files of it may be left.", now);
            case STOPPED, STARTING, RUNNING, PAUSED, STOPPING, MIGRATING, CRASHED, UNKNOWN, FAILED -> status;
        };
    }
}
