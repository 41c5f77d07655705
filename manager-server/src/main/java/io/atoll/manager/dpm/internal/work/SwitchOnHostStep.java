package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.dpm.internal.DpmReason;
import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.power.HostPower;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskState;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Switches the host on and waits for its agent; tries twice. A host that is on already, by whomever, is only waited for. */
@Component
class SwitchOnHostStep implements StepHandler {
    private static final int MOST_ATTEMPTS = 2;
    private static final int FROM_OUR_OWN_FAULTS = 500;

    private final ParkingDesk desk;
    private final HostPower power;
    private final Inventory inventory;

    SwitchOnHostStep(ParkingDesk desk, HostPower power, Inventory inventory) {
        this.desk = desk;
        this.power = power;
        this.inventory = inventory;
    }

    @Override
    public String name() {
        return DpmSteps.SWITCH_ON;
    }

    @Override
    public boolean cancellable() {
        return false;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var mine = desk.mine(context);
        if (mine.isEmpty()) {
            return EmptyHostStep.notOurs();
        }
        var host = mine.get();
        if (host.state() != ParkedState.WAKING) {
            return StepOutcome.done();
        }
        var task = desk.task(host.powerTask());
        if (task.isPresent() && task.get().endedAt() == null) {
            return waiting(context, host, task.get());
        }
        if (isReady(host) && (task.isEmpty() || task.get().state() == TaskState.SUCCEEDED)) {
            return StepOutcome.done();
        }
        if (host.waking().attempts() < MOST_ATTEMPTS) {
            return order(context, host);
        }
        return failed(context, host, task);
    }

    private boolean isReady(ParkedHost host) {
        return inventory.host(host.host()).map(Host::isReady).orElse(false);
    }

    private StepOutcome waiting(StepContext context, ParkedHost host, TaskSnapshot task) {
        return StepOutcome.running(
                task.progress().percent(),
                "Told to wake for the %s time, %d s ago. %s"
                        .formatted(
                                host.waking().attempts() == 1 ? "first" : "second",
                                sinceOrder(context, host).toSeconds(),
                                task.progress().detail()),
                desk.limits().lookEvery());
    }

    private static Duration sinceOrder(StepContext context, ParkedHost host) {
        var ordered = host.waking().orderedAt();
        return ordered == null ? Duration.ZERO : Duration.between(ordered, context.now());
    }

    private StepOutcome order(StepContext context, ParkedHost host) {
        try {
            desk.change(context, now -> now.ordered(power.switchOn(now.host(), DpmTasks.BY), context.now()));
            return StepOutcome.running(0, "Told to wake", desk.limits().lookEvery());
        } catch (AtollException e) {
            if (e.code().status() >= FROM_OUR_OWN_FAULTS) {
                throw e;
            }
            if (e.code() == ErrorCode.TASK_IN_PROGRESS) {
                return StepOutcome.running(
                        0, String.valueOf(e.getMessage()), desk.limits().lookEvery());
            }
            var why = String.valueOf(e.getMessage());
            return notWoken(context, host, DpmReason.of("wake-failed", why).with("why", why));
        }
    }

    private StepOutcome failed(StepContext context, ParkedHost host, Optional<TaskSnapshot> task) {
        var why = task.map(ParkingDesk::failure).orElse("");
        var seconds = sinceOrder(context, host).toSeconds();
        var attempts = host.waking().attempts();
        return notWoken(
                context,
                host,
                DpmReason.of(
                                "wake-failed",
                                "It was told to wake %d times, first %d s ago. %s".formatted(attempts, seconds, why))
                        .with("attempts", attempts)
                        .with("seconds", seconds)
                        .with("why", why));
    }

    private StepOutcome notWoken(StepContext context, ParkedHost host, DpmReason why) {
        desk.trouble(context, host, why, null);
        desk.change(context, now -> now.in(ParkedState.FAILED, context.now()));
        return StepOutcome.failed(
                ErrorCode.DPM_NOT_WOKEN.name(),
                "Host %s did not wake. %s".formatted(Objects.requireNonNull(host.name()), why.text()),
                "Look at the host and its controller. It is not parked again before a wake test of it has succeeded.");
    }
}
