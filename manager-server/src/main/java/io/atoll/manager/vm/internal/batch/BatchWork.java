package io.atoll.manager.vm.internal.batch;

import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.task.Tasks;
import io.atoll.manager.vm.internal.VmService;
import io.atoll.manager.vm.internal.batch.BatchItem.State;
import io.atoll.manager.vm.internal.batch.BatchStore.Batch;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Begins single VMs of a batch, each in one transaction with the row that says so, and keeps how they ended. */
@Component
class BatchWork {
    private static final int TRY_AGAIN = 503;

    private final BatchStore store;
    private final VmService vms;
    private final Tasks tasks;
    private final LeaderTransaction transaction;

    BatchWork(BatchStore store, VmService vms, Tasks tasks, LeaderTransaction transaction) {
        this.store = store;
        this.vms = vms;
        this.tasks = tasks;
        this.transaction = transaction;
    }

    Optional<Batch> find(TaskId task) {
        return store.find(task);
    }

    List<BatchItem> items(TaskId task) {
        return store.items(task);
    }

    /**
     * Begins it; a refusal is its own end and nobody else's.
     *
     * @return false where it has to wait, for hosts that start others
     */
    boolean begin(Batch batch, BatchItem item, boolean only, StepContext context) {
        try {
            transaction.run(context.epoch(), () -> beginLocked(batch, item, only, context));
        } catch (StartWidth.HostsBusy _) {
            return false;
        } catch (AtollException e) {
            if (e.code().status() == TRY_AGAIN) {
                throw e;
            }
            transaction.run(
                    context.epoch(),
                    () -> end(batch.task(), item, State.FAILED, e.code().name(), BatchMembers.reason(e)));
        }
        return true;
    }

    private void beginLocked(Batch batch, BatchItem like, boolean only, StepContext context) {
        var item = store.lock(batch.task(), like).orElseThrow();
        if (item.state() != State.WAITING) {
            return;
        }
        var member =
                BatchMembers.member(batch.template(), item.name(), only, batch.task(), context.requestedBy(), true);
        var begun = vms.create(member).task();
        store.save(batch.task(), new BatchItem(item.ordinal(), item.name(), State.CREATING, begun, "", ""));
    }

    /** Keeps how those ended whose tasks have. */
    void settle(TaskId batch, StepContext context) {
        for (var item : store.items(batch)) {
            var vmTask = item.vmTask();
            if (item.state() == State.CREATING && vmTask != null) {
                tasks.find(vmTask)
                        .filter(task -> task.state().ended())
                        .ifPresent(task -> transaction.run(context.epoch(), () -> settle(batch, item, task)));
            }
        }
    }

    private void settle(TaskId batch, BatchItem item, TaskSnapshot task) {
        var failure = task.failure();
        if (task.state() == TaskState.SUCCEEDED) {
            end(batch, item, State.CREATED, "", "");
        } else if (failure == null) {
            end(batch, item, State.FAILED, "", "Making it was cancelled.");
        } else {
            end(batch, item, State.FAILED, failure.code(), failure.detail());
        }
    }

    private void end(TaskId batch, BatchItem item, State state, String code, String reason) {
        store.save(batch, new BatchItem(item.ordinal(), item.name(), state, item.vmTask(), code, reason));
    }

    /** Asks the task that makes it to end; one that is past the point of return ends by itself. */
    void callOff(BatchItem item, String requestedBy) {
        var vmTask = item.vmTask();
        if (vmTask == null) {
            return;
        }
        try {
            tasks.cancel(vmTask, requestedBy);
        } catch (AtollException _) {
            // It cannot be cancelled any more, and is waited for.
        }
    }
}
