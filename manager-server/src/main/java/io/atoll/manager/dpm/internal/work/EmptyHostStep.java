package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.dpm.internal.DpmReason;
import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.maintenance.HostDrains;
import io.atoll.manager.maintenance.HostDrains.Drain;
import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Empties the host through maintenance, and proves it empty. Nobody is asked to choose: a VM that cannot leave, or a drain that takes
 * too long, ends it; VMs stay where they are by then, and the host is used again.
 */
@Component
class EmptyHostStep implements StepHandler {
    private static final String BLOCKED_SINCE = "blockedSinceMs";
    private static final int FROM_OUR_OWN_FAULTS = 500;
    private static final String DRAIN = "drain";

    private final ParkingDesk desk;
    private final HostDrains drains;
    private final LeaderTransaction transactions;

    EmptyHostStep(ParkingDesk desk, HostDrains drains, LeaderTransaction transactions) {
        this.desk = desk;
        this.drains = drains;
        this.transactions = transactions;
    }

    @Override
    public String name() {
        return DpmSteps.EMPTY;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var mine = desk.mine(context);
        if (mine.isEmpty()) {
            return notOurs();
        }
        var host = mine.get();
        var drain = drains.of(host.host());
        if (drain.isEmpty()) {
            return context.recall(DRAIN, String.class).isPresent()
                    ? failed(
                            context,
                            host,
                            DpmReason.of(
                                    "drain-cancelled",
                                    "Somebody called the emptying of %s off.".formatted(host.name())))
                    : begin(context, host);
        }
        context.remember(DRAIN, drain.get().id().toString());
        if (!desk.task(drain.get().task())
                .map(task -> context.operation().task().equals(task.parent()))
                .orElse(false)) {
            return failed(
                    context,
                    host,
                    DpmReason.of(
                            "in-maintenance",
                            "Host %s is %s for somebody else."
                                    .formatted(host.name(), drain.get().state())));
        }
        return switch (drain.get().state()) {
            case ENTERING -> draining(context, host, drain.get());
            case IN_MAINTENANCE -> StepOutcome.done();
            case LEAVING, LEFT, CANCELLED ->
                failed(
                        context,
                        host,
                        DpmReason.of("drain-cancelled", "Somebody took %s back into use.".formatted(host.name())));
        };
    }

    static StepOutcome notOurs() {
        return StepOutcome.failed(
                ErrorCode.HOST_WRONG_STATE.name(),
                "The host is not power saving's any more: somebody else decides about it.");
    }

    /** Looks once more whether HA and all VMs could do without it, then closes it. */
    private StepOutcome begin(StepContext context, ParkedHost host) {
        try {
            var outlook = drains.consider(host.host());
            if (!outlook.haSurvives()) {
                return failed(
                        context,
                        host,
                        DpmReason.of("ha-spare", outlook.haDetail()).with("why", outlook.haDetail()));
            }
            transactions.run(
                    context.epoch(),
                    () -> drains.empty(
                            host.host(),
                            "To save power: " + host.reason(),
                            DpmTasks.BY,
                            context.operation().task()));
            return StepOutcome.running(0, "Its VMs are to leave", desk.limits().lookEvery());
        } catch (AtollException e) {
            if (e.code().status() >= FROM_OUR_OWN_FAULTS) {
                throw e;
            }
            return e.code() == ErrorCode.MAINTENANCE_BLOCKED
                    ? failed(
                            context,
                            host,
                            DpmReason.of("drain-blocked", String.valueOf(e.getMessage()))
                                    .with("why", String.valueOf(e.getMessage())))
                    : notNow(context, host, String.valueOf(e.getMessage()));
        }
    }

    /** It may be silent for a moment; and who is in maintenance for somebody else is no trouble of ours. */
    private StepOutcome notNow(StepContext context, ParkedHost host, String why) {
        var waited = Duration.between(host.since(), context.now());
        return waited.compareTo(desk.limits().blockedLimit()) < 0
                ? StepOutcome.running(0, why, desk.limits().lookEvery())
                : StepOutcome.failed(
                        ErrorCode.DPM_NOT_PARKED.name(), why, "The next rounds look at it again as it is then.");
    }

    private StepOutcome draining(StepContext context, ParkedHost host, Drain drain) {
        if (drain.attention().isEmpty()) {
            context.remember(BLOCKED_SINCE, 0L);
        } else {
            long since = context.recall(BLOCKED_SINCE, Long.class)
                    .filter(at -> at > 0)
                    .orElse(context.now().toEpochMilli());
            context.remember(BLOCKED_SINCE, since);
            var blocked = Duration.between(Instant.ofEpochMilli(since), context.now());
            if (blocked.compareTo(desk.limits().blockedLimit()) >= 0) {
                return failed(
                        context,
                        host,
                        DpmReason.of(
                                        "drain-blocked",
                                        "Host %s could not be emptied for %d s: %s"
                                                .formatted(host.name(), blocked.toSeconds(), drain.attention()))
                                .with("seconds", blocked.toSeconds())
                                .with("why", drain.attention()));
            }
        }
        var taken = Duration.between(host.since(), context.now());
        if (taken.compareTo(desk.limits().drainLimit()) >= 0) {
            return failed(
                    context,
                    host,
                    DpmReason.of(
                                    "drain-slow",
                                    "Host %s was not empty after %d min; at most %d min are allowed."
                                            .formatted(
                                                    host.name(),
                                                    taken.toMinutes(),
                                                    desk.limits().drainLimit().toMinutes()))
                            .with("minutes", taken.toMinutes())
                            .with("mostMinutes", desk.limits().drainLimit().toMinutes()));
        }
        var detail =
                desk.task(drain.task()).map(task -> task.progress().detail()).orElse("");
        var percent =
                desk.task(drain.task()).map(task -> task.progress().percent()).orElse(0);
        return StepOutcome.running(percent, detail, desk.limits().lookEvery());
    }

    private StepOutcome failed(StepContext context, ParkedHost host, DpmReason why) {
        desk.trouble(context, host, why, desk.limits().rest());
        return StepOutcome.failed(
                ErrorCode.DPM_NOT_PARKED.name(),
                why.text(),
                "VMs stay where they are now, and the host is used again. It is not parked for %d min."
                        .formatted(desk.limits().rest().toMinutes()));
    }

    /** Opens the host where it is still closed; the row goes with it. What was told to switch off is woken instead. */
    @Override
    public StepOutcome undo(StepContext context) {
        var mine = desk.mine(context);
        if (mine.isEmpty() || mine.get().state() != ParkedState.DRAINING) {
            return StepOutcome.done();
        }
        var host = mine.get();
        var drain = drains.of(host.host())
                .filter(one -> desk.task(one.task())
                        .map(task -> context.operation().task().equals(task.parent()))
                        .orElse(false));
        if (drain.isEmpty()) {
            desk.forget(context);
            return StepOutcome.done();
        }
        if (drain.get().state() == MaintenanceState.ENTERING) {
            callOff(host);
        } else if (drain.get().state() == MaintenanceState.IN_MAINTENANCE) {
            takeBack(context, host);
        }
        return StepOutcome.running(
                0, "The host is being taken back into use", desk.limits().lookEvery());
    }

    private void callOff(ParkedHost host) {
        try {
            drains.callOff(host.host(), DpmTasks.BY);
        } catch (AtollException e) {
            if (e.code() != ErrorCode.MAINTENANCE_WRONG_STATE && e.code() != ErrorCode.TASK_NOT_CANCELLABLE) {
                throw e;
            }
        }
    }

    private void takeBack(StepContext context, ParkedHost host) {
        try {
            TaskId task = transactions.call(
                    context.epoch(),
                    () -> drains.takeBack(
                            host.host(), false, DpmTasks.BY, context.operation().task()));
            context.result("takenBackBy", task.toString());
        } catch (AtollException e) {
            if (e.code() != ErrorCode.HOST_WRONG_STATE && e.code() != ErrorCode.MAINTENANCE_WRONG_STATE) {
                throw e;
            }
        }
    }
}
