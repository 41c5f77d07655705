package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.dpm.internal.DpmReason;
import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedHostStore;
import io.atoll.manager.dpm.internal.book.ParkingBook;
import io.atoll.manager.dpm.internal.book.Trouble;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.task.Tasks;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** What the steps share: the row of their host, read and written only while it is theirs. */
@Component
@EnableConfigurationProperties(DpmProperties.class)
class ParkingDesk {
    private final ParkedHostStore hosts;
    private final ParkingBook book;
    private final Tasks tasks;
    private final LeaderTransaction transactions;
    private final DpmProperties properties;

    ParkingDesk(
            ParkedHostStore hosts,
            ParkingBook book,
            Tasks tasks,
            LeaderTransaction transactions,
            DpmProperties properties) {
        this.hosts = hosts;
        this.book = book;
        this.tasks = tasks;
        this.transactions = transactions;
        this.properties = properties;
    }

    DpmProperties limits() {
        return properties;
    }

    /** The host of the task; empty: it is not this task's any more. */
    Optional<ParkedHost> mine(StepContext context) {
        return hosts.find(context.params(DpmTasks.Params.class).host()).filter(one -> isOf(one, context));
    }

    private static boolean isOf(ParkedHost host, StepContext context) {
        return context.operation().task().equals(host.task());
    }

    /**
     * Changes the row in one transaction with whatever the change submits.
     *
     * @param next the next row; the same row: nothing is written
     */
    void change(StepContext context, Function<ParkedHost, ParkedHost> next) {
        transactions.run(
                context.epoch(),
                () -> hosts.lock(context.params(DpmTasks.Params.class).host())
                        .filter(one -> isOf(one, context))
                        .ifPresent(before -> {
                            var after = next.apply(before);
                            if (!after.equals(before)) {
                                book.change(before, after, context.now());
                            }
                        }));
    }

    /** It is a host like others again. */
    void forget(StepContext context) {
        transactions.run(
                context.epoch(),
                () -> hosts.lock(context.params(DpmTasks.Params.class).host())
                        .filter(one -> isOf(one, context))
                        .ifPresent(one -> book.forget(one, context.now())));
    }

    /**
     * Keeps what went wrong, and that the host is left awake for so long.
     *
     * @param rest null: until it is tested
     */
    void trouble(StepContext context, ParkedHost host, DpmReason why, @Nullable Duration rest) {
        var until = rest == null ? null : context.now().plus(rest);
        transactions.run(
                context.epoch(),
                () -> book.note(new Trouble(host.host(), host.cluster(), why, context.now(), until), host.name()));
    }

    /** How a task is; empty: nothing was begun, or it is not known any more. */
    Optional<TaskSnapshot> task(@Nullable TaskId task) {
        return task == null ? Optional.empty() : tasks.find(task);
    }

    static String failure(TaskSnapshot task) {
        var failure = task.failure();
        return failure != null
                ? failure.detail()
                : task.state() == TaskState.CANCELLED ? "It was cancelled." : "It did not end well.";
    }
}
