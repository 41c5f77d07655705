package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.dpm.internal.DpmReason;
import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedHostStore;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.dpm.internal.book.ParkingBook;
import io.atoll.manager.dpm.internal.book.RecommendationBook;
import io.atoll.manager.dpm.internal.book.Trouble;
import io.atoll.manager.maintenance.HostDrains;
import io.atoll.manager.task.TaskEndListener;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.task.Tasks;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * No host is left half-way: one whose parking came to nothing is taken back into use by a task of its own, begun in the transaction
 * that ends the first; one whose waking did is said to have failed.
 */
@Component
class DpmTaskEnds implements TaskEndListener {
    private final ParkedHostStore hosts;
    private final ParkingBook book;
    private final RecommendationBook recommendations;
    /** Asked late: both submit tasks, and whoever does that knows the listeners of their ends. */
    private final ObjectProvider<DpmTasks> tasks;

    private final ObjectProvider<HostDrains> drains;
    private final ObjectProvider<Tasks> taskBook;
    private final Clock clock;

    DpmTaskEnds(
            ParkedHostStore hosts,
            ParkingBook book,
            RecommendationBook recommendations,
            ObjectProvider<DpmTasks> tasks,
            ObjectProvider<HostDrains> drains,
            ObjectProvider<Tasks> taskBook,
            Clock clock) {
        this.hosts = hosts;
        this.book = book;
        this.recommendations = recommendations;
        this.tasks = tasks;
        this.drains = drains;
        this.taskBook = taskBook;
        this.clock = clock;
    }

    @Override
    public void ended(TaskSnapshot task) {
        switch (task.kind()) {
            case DpmTasks.PARK -> {
                hosts.ofTask(task.id()).ifPresent(host -> notParked(host, task));
                settle(task);
            }
            case DpmTasks.WAKE -> {
                hosts.ofTask(task.id()).ifPresent(host -> notWoken(host, task));
                settle(task);
            }
            // Called off before its first step, or by a manager that does not know it: its parts would go on without
            // the cluster.
            case DpmTasks.PARK_SEVERAL ->
                taskBook.getObject()
                        .unfinishedParts(task.id())
                        .forEach(part -> AwaitParkedStep.letBe(taskBook.getObject(), part, DpmTasks.BY));
            default -> {}
        }
    }

    private void notParked(ParkedHost host, TaskSnapshot task) {
        var untouched = host.state() == ParkedState.DRAINING
                && drains.getObject().of(host.host()).isEmpty();
        if (untouched) {
            book.forget(host, clock.instant());
        } else {
            tasks.getObject().putRight(host, "It could not be parked. " + ParkingDesk.failure(task));
        }
    }

    private void notWoken(ParkedHost host, TaskSnapshot task) {
        var now = clock.instant();
        var why = ParkingDesk.failure(task);
        book.note(
                new Trouble(
                        host.host(),
                        host.cluster(),
                        DpmReason.of("wake-failed", why).with("why", why),
                        now,
                        null),
                host.name());
        book.change(host, host.in(ParkedState.FAILED, now), now);
    }

    private void settle(TaskSnapshot task) {
        recommendations
                .ofTask(task.id())
                .forEach(one -> recommendations.end(
                        one.id(),
                        task.state() == TaskState.SUCCEEDED
                                ? RecommendationBook.State.DONE
                                : RecommendationBook.State.FAILED,
                        task.state() == TaskState.SUCCEEDED ? "" : ParkingDesk.failure(task)));
    }
}
