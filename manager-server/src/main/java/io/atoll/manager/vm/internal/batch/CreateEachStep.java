package io.atoll.manager.vm.internal.batch;

import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskFailure;
import io.atoll.manager.vm.internal.batch.BatchItem.State;
import io.atoll.manager.vm.internal.batch.BatchStore.Batch;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Makes the VMs of a batch, so many at a time. Every call looks at the batch's rows and does what is left to do; that a VM was begun
 * is written in the transaction that begins it, so a successor of a killed manager makes none twice.
 *
 * <p>A VM that is not made stops no other one. When all have ended and one of them is missing, the task fails and names it; what was
 * made stays. Cancelling begins no more, and takes back what is only half made.
 */
@Component
class CreateEachStep implements StepHandler {
    static final String NAME = "vm.create-each";

    /** A VM whose task has ended wakes this one; the look is for hosts that are busy with VMs of others. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final String TOLD = "told";

    private final BatchWork work;

    CreateEachStep(BatchWork work) {
        this.work = work;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var task = context.operation().task();
        var batch = work.find(task);
        if (batch.isEmpty()) {
            return clusterRemoved();
        }
        work.settle(task, context);
        var waitsForHosts = begin(batch.get(), context);
        var items = work.items(task);
        if (items.isEmpty()) {
            return clusterRemoved();
        }
        tell(items, context);
        var ended = count(items, State.CREATED) + count(items, State.FAILED);
        if (ended < items.size()) {
            return StepOutcome.running((int) (100 * ended / items.size()), detail(items, waitsForHosts), LOOK_AGAIN);
        }
        return count(items, State.FAILED) == 0 ? StepOutcome.done() : StepOutcome.failed(failure(items));
    }

    private static StepOutcome clusterRemoved() {
        return StepOutcome.failed("CLUSTER_NOT_FOUND", "The cluster was removed, and the batch with it.");
    }

    /** Begins as many as may be under way; answers whether one of them waits for hosts. */
    private boolean begin(Batch batch, StepContext context) {
        var items = work.items(batch.task());
        var room = batch.maxParallel() - count(items, State.CREATING);
        for (var item : items) {
            if (item.state() == State.WAITING && room > 0 && !context.cancelRequested()) {
                if (!work.begin(batch, item, items.size() == 1, context)) {
                    return true;
                }
                room--;
            }
        }
        return false;
    }

    private static String detail(List<BatchItem> items, boolean waitsForHosts) {
        var failed = count(items, State.FAILED);
        return "%d of %d created".formatted(count(items, State.CREATED), items.size())
                + (failed == 0 ? "" : "; %d failed".formatted(failed))
                + (waitsForHosts
                        ? "; waits, as each host that fits starts %d VMs now".formatted(StartWidth.STARTS_PER_HOST)
                        : "");
    }

    private static void tell(List<BatchItem> items, StepContext context) {
        context.result("total", items.size());
        context.result("created", count(items, State.CREATED));
        context.result("failed", count(items, State.FAILED));
    }

    private static long count(List<BatchItem> items, State state) {
        return items.stream().filter(item -> item.state() == state).count();
    }

    private static TaskFailure failure(List<BatchItem> items) {
        var failed = items.stream().filter(item -> item.state() == State.FAILED).toList();
        var causes = failed.stream()
                .map(item -> new Cause(
                        null,
                        null,
                        item.name(),
                        item.code().isEmpty() ? null : item.code(),
                        null,
                        null,
                        null,
                        "%s: %s".formatted(item.name(), item.reason())))
                .toList();
        return new TaskFailure(
                ErrorCode.VM_BATCH_INCOMPLETE.name(),
                "Of %d VMs %d were not made. %s"
                        .formatted(
                                items.size(), failed.size(), causes.getFirst().detail()),
                causes,
                List.of(Hint.of("The VMs that were made stay. Make the missing ones when the causes are gone.")));
    }

    /** What is only half made is taken back, and waited for; then it is told how many there are. */
    @Override
    public StepOutcome undo(StepContext context) {
        var task = context.operation().task();
        work.settle(task, context);
        var items = work.items(task);
        tell(items, context);
        var underWay =
                items.stream().filter(item -> item.state() == State.CREATING).toList();
        underWay.forEach(item -> work.callOff(item, context.requestedBy()));
        if (!underWay.isEmpty()) {
            return StepOutcome.running(0, "Waiting for %d VMs to end".formatted(underWay.size()), LOOK_AGAIN);
        }
        if (items.isEmpty() || context.recall(TOLD, Boolean.class).isPresent()) {
            return StepOutcome.done();
        }
        context.remember(TOLD, true);
        return StepOutcome.running(0, "", AT_ONCE);
    }
}
