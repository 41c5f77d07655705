package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.dpm.internal.DpmReason;
import io.atoll.manager.power.HostPower;
import io.atoll.manager.power.OffMode;
import io.atoll.manager.power.PowerKind;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskState;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Waits until the host is confirmed off. One whose system does not listen has its power taken away once, where that can be
 * confirmed; it is empty. A host that is not confirmed off is woken by the task that follows this one.
 */
@Component
class ConfirmOffStep implements StepHandler {
    private static final String FORCED = "forced";

    private final ParkingDesk desk;
    private final HostPower power;

    ConfirmOffStep(ParkingDesk desk, HostPower power) {
        this.desk = desk;
        this.power = power;
    }

    @Override
    public String name() {
        return DpmSteps.CONFIRM_OFF;
    }

    @Override
    public boolean cancellable() {
        return false;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var mine = desk.mine(context);
        if (mine.isEmpty()) {
            // It sleeps already: that was the last thing a manager wrote before it died.
            return StepOutcome.done();
        }
        var task = desk.task(mine.get().powerTask());
        if (task.isPresent() && task.get().endedAt() == null) {
            return StepOutcome.running(
                    task.get().progress().percent(),
                    task.get().progress().detail(),
                    desk.limits().lookEvery());
        }
        if (task.isPresent() && task.get().state() == TaskState.SUCCEEDED) {
            desk.change(context, host -> host.asleep(context.now()));
            return StepOutcome.done();
        }
        return notOff(
                context, task.map(ParkingDesk::failure).orElse("Its task is not there any more."), task.orElse(null));
    }

    private StepOutcome notOff(StepContext context, String why, @Nullable TaskSnapshot task) {
        var host = desk.mine(context).orElseThrow();
        var failure = task == null ? null : task.failure();
        var mayForce = failure != null
                && failure.code().equals(ErrorCode.POWER_NOT_CONFIRMED.name())
                && power.kindOf(host.host()).filter(PowerKind::provesOff).isPresent()
                && context.recall(FORCED, Boolean.class).isEmpty();
        if (mayForce) {
            desk.change(
                    context,
                    now -> now.switchingOff(
                            power.switchOff(now.host(), OffMode.FORCE, false, DpmTasks.BY), now.idle(), now.since()));
            context.remember(FORCED, true);
            return StepOutcome.running(
                    0,
                    "Its system did not end; its power is taken away",
                    desk.limits().lookEvery());
        }
        desk.trouble(
                context,
                host,
                DpmReason.of("off-failed", why).with("why", why),
                desk.limits().rest());
        return StepOutcome.failed(
                ErrorCode.DPM_NOT_PARKED.name(),
                "Host %s could not be switched off: %s".formatted(host.name(), why),
                "It is taken back into use, and not parked for %d min."
                        .formatted(desk.limits().rest().toMinutes()));
    }
}
