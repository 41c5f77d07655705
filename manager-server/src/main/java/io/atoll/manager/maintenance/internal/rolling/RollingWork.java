package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.maintenance.internal.MaintenanceRequests;
import io.atoll.manager.maintenance.internal.MaintenanceRequests.Wish;
import io.atoll.manager.maintenance.internal.Takeovers;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.rolling.RollingEngine.Decision;
import io.atoll.manager.maintenance.internal.rolling.RollingEngine.Look;
import io.atoll.manager.maintenance.internal.rolling.RollingEngine.Work;
import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.manager.maintenance.internal.rolling.RollingStore.Rolling;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.Tasks;
import io.atoll.model.HostId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Carries out what is next for one host, and looks how it stands. */
@Component
class RollingWork {
    private static final String WAKING = "It slept to save power, and is being woken.";
    private static final String TAKEN_BACK = "It was taken back into use before anything was done to it.";

    private final RollingStore store;
    private final MaintenanceRequests requests;
    private final Takeovers takeovers;
    private final MaintenanceStore maintenances;
    private final RollingActions actions;
    private final HostHealth health;
    private final Tasks tasks;

    RollingWork(
            RollingStore store,
            MaintenanceRequests requests,
            Takeovers takeovers,
            MaintenanceStore maintenances,
            RollingActions actions,
            HostHealth health,
            Tasks tasks) {
        this.store = store;
        this.requests = requests;
        this.takeovers = takeovers;
        this.maintenances = maintenances;
        this.actions = actions;
        this.health = health;
        this.tasks = tasks;
    }

    Look look(RollingHost host) {
        var ailments = host.state() == State.CHECKING ? health.ailments(host.id()) : List.<String>of();
        var task = host.task();
        if (task == null) {
            return new Look(Work.NONE, "", ailments);
        }
        return tasks.find(task)
                .map(found -> new Look(work(found), failure(found), ailments))
                .orElseGet(() -> new Look(Work.FAILED, "Its task is not there any more.", ailments));
    }

    private static Work work(TaskSnapshot task) {
        return switch (task.state()) {
            case QUEUED, RUNNING, ROLLING_BACK -> Work.RUNNING;
            case SUCCEEDED -> Work.SUCCEEDED;
            case FAILED, CANCELLED -> Work.FAILED;
        };
    }

    private static String failure(TaskSnapshot task) {
        var failure = task.failure();
        return failure == null ? "Its task was cancelled." : failure.detail();
    }

    /** In the caller's transaction; answers the host's next row. */
    RollingHost carryOut(Decision decision, UUID id, StepContext context) {
        var rolling = store.find(id).orElseThrow();
        var settings = rolling.settings();
        var by = rolling.requestedBy();
        var parent = context.operation().task();
        var now = context.now();
        return switch (decision) {
            case Decision.Note(var host) -> host;
            case Decision.Enter(var host) -> entered(host, rolling, parent, now);
            case Decision.Wake(var host) -> {
                if (!isInMaintenance(id, host.id())) {
                    yield host.failed(TAKEN_BACK, now);
                }
                yield actions.isAwake(host.id()) // somebody has pressed its button
                        ? acted(host, settings, by, parent, now)
                        : host.in(State.ENTERING, actions.wake(host.id(), by), WAKING, now);
            }
            case Decision.Act(var host) ->
                isInMaintenance(id, host.id()) ? acted(host, settings, by, parent, now) : host.failed(TAKEN_BACK, now);
            case Decision.Exit(var host) -> left(host, rolling, parent, now);
        };
    }

    private RollingHost acted(RollingHost host, RollingSettings settings, String by, TaskId parent, Instant now) {
        var task = actions.begin(settings, host.id(), by, parent);
        return host.in(task == null ? State.CHECKING : State.ACTING, task, "", now);
    }

    /** Whether the host is empty and in maintenance for this set. */
    boolean isInMaintenance(UUID id, HostId host) {
        return maintenances
                .of(host)
                .filter(one -> one.state() == MaintenanceState.IN_MAINTENANCE && store.isPart(id, one.id()))
                .isPresent();
    }

    /** One that sleeps to save power is empty already: it is taken over as people would, and woken. */
    private RollingHost entered(RollingHost host, Rolling rolling, TaskId parent, Instant now) {
        var settings = rolling.settings();
        var by = rolling.requestedBy();
        return takeovers.takeOver(host.id(), settings.note(), by, parent).isPresent()
                ? host.in(State.ENTERING, actions.wake(host.id(), by), WAKING, now)
                : host.in(
                        State.ENTERING,
                        requests.enter(host.id(), new Wish(settings.terms(), Map.of(), settings.note()), by, parent),
                        "",
                        now);
    }

    /** Somebody may have taken it back before, and a way out that failed has opened the host all the same. */
    private RollingHost left(RollingHost host, Rolling rolling, TaskId parent, Instant now) {
        var mine = maintenances.of(host.id()).filter(one -> store.isPart(rolling.id(), one.id()));
        if (mine.isEmpty()) {
            return host.in(State.DONE, host.task(), "It was taken back into use already.", now);
        }
        if (mine.get().state() == MaintenanceState.LEAVING) {
            return host.in(State.LEAVING, mine.get().exitTask(), "", now);
        }
        return host.in(
                State.LEAVING,
                requests.exit(host.id(), rolling.settings().bringHome(), rolling.requestedBy(), parent),
                "",
                now);
    }

    /** What brings a host back into use when all is called off; null: it is waited for. */
    @Nullable
    Decision takeBack(UUID id, RollingHost host, StepContext context) {
        // a host that failed because it is in maintenance for somebody else stays there
        var maintenance = maintenances.of(host.id()).filter(one -> store.isPart(id, one.id()));
        if (maintenance.isEmpty()) {
            return new Decision.Note(
                    host.in(State.SKIPPED, host.task(), "The rolling maintenance was called off.", context.now()));
        }
        if (maintenance.get().state() == MaintenanceState.ENTERING) {
            cancel(maintenance.get().enterTask(), context.requestedBy());
            return null;
        }
        var acting = acting(host);
        acting.filter(task -> task.kind().equals(RollingActions.RUN_HOOK))
                .ifPresent(task -> cancel(task.id(), context.requestedBy()));
        return maintenance.get().state() == MaintenanceState.IN_MAINTENANCE && acting.isEmpty()
                ? new Decision.Exit(host)
                : null;
    }

    /** The task that acts on the host now. */
    private Optional<TaskSnapshot> acting(RollingHost host) {
        var task = host.task();
        return task == null || (host.state() != State.ACTING && host.state() != State.ENTERING)
                ? Optional.empty()
                : tasks.find(task).filter(found -> !found.state().ended());
    }

    private void cancel(TaskId task, String by) {
        try {
            tasks.cancel(task, by);
        } catch (AtollException e) {
            if (e.code() != ErrorCode.TASK_NOT_CANCELLABLE) {
                throw e;
            }
        }
    }
}
