package io.atoll.manager.power.internal;

import io.atoll.manager.power.OffMode;
import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.PowerReading.State;
import io.atoll.manager.power.internal.PowerTools.Subject;
import io.atoll.manager.power.internal.TellHaStep.Before;
import io.atoll.manager.power.internal.driver.PowerException;
import io.atoll.manager.power.internal.driver.PowerOrder;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Brings a host's power to a state: looks, orders where it is not there yet, and looks again until two looks agree or the time
 * is up. Every order can be given twice, so a successor of a manager that died carries on from what was remembered.
 */
final class SwitchStep implements StepHandler {
    private final State goal;
    private final PowerTools tools;
    private final PowerGuard guard;
    private final Duration lookEvery;

    SwitchStep(State goal, PowerTools tools, PowerGuard guard, Duration lookEvery) {
        this.goal = goal;
        this.tools = tools;
        this.guard = guard;
        this.lookEvery = lookEvery;
    }

    @Override
    public String name() {
        return goal == State.OFF ? PowerSteps.SWITCH_OFF : PowerSteps.SWITCH_ON;
    }

    /** An order cannot be taken back; whoever gave up waiting would not know what the host does. */
    @Override
    public boolean cancellable() {
        return false;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var known = context.recall(name(), Confirmation.class);
        try {
            var subject = tools.subject(context);
            var confirmation = known.orElse(Confirmation.begun(context.now().toEpochMilli()));
            return confirmation.ordered()
                    ? confirm(context, subject, confirmation)
                    : begin(context, subject, confirmation);
        } catch (PowerException e) {
            return tools.fail(context, e.code(), String.valueOf(e.getMessage()), e.hint());
        }
    }

    private StepOutcome begin(StepContext context, Subject subject, Confirmation begun) throws PowerException {
        if (goal == State.OFF && !subject.params().withVms()) {
            var refusal = guard.occupied(subject.host());
            if (refusal.isPresent()) {
                return tools.fail(context, TaskFailure.of(refusal.get()));
            }
        }
        var reading = subject.driver().read();
        if (goal == State.OFF) {
            rememberBefore(context, subject);
        } else if (reading.state() == State.OFF && subject.agent().answers()) {
            return tools.contradicted(context, subject);
        }
        context.remember(name(), begun);
        var after = begun;
        if (reading.state() == goal) {
            context.result("alreadyThere", true);
        } else {
            after = order(subject, begun, context);
        }
        context.remember(name(), after.orderGiven());
        return again(context, subject, after);
    }

    /** Once: who follows a manager that died after the order finds another state. */
    private static void rememberBefore(StepContext context, Subject subject) {
        if (context.recall(TellHaStep.BEFORE, Before.class).isEmpty()) {
            var bootId = subject.host().facts().bootId();
            context.remember(
                    TellHaStep.BEFORE, new Before(bootId, subject.agent().answers()));
        }
    }

    /** Gives the order. Where nobody knows whether it was taken, the looks that follow tell. */
    private Confirmation order(Subject subject, Confirmation begun, StepContext context) throws PowerException {
        try {
            if (goal == State.ON) {
                Waking.ordered(context);
            }
            subject.driver().order(order(subject.params().mode()));
            return begun;
        } catch (PowerException e) {
            if (e.leavesOpen()) {
                return begun.saw(
                        false, String.valueOf(e.getMessage()), context.now().toEpochMilli());
            }
            // "Already off" is a refusal too, and right if it is so.
            if (e.code() == ErrorCode.POWER_ORDER_REFUSED
                    && subject.driver().read().state() == goal) {
                return begun;
            }
            throw e;
        }
    }

    private PowerOrder order(OffMode mode) {
        if (goal == State.ON) {
            return PowerOrder.ON;
        }
        return switch (mode) {
            case GRACEFUL -> PowerOrder.SHUT_DOWN;
            case FORCE -> PowerOrder.FORCE_OFF;
        };
    }

    private StepOutcome confirm(StepContext context, Subject subject, Confirmation before) {
        long now = context.now().toEpochMilli();
        var reading = PowerReading.unknown("");
        Confirmation after;
        try {
            reading = subject.driver().read();
            after = before.saw(subject.driver().meets(goal, reading), reading.detail(), now);
        } catch (PowerException e) {
            after = before.saw(false, String.valueOf(e.getMessage()), now);
        }
        context.remember(name(), after);
        return switch (after.verdict(now, limit(subject), subject.driver().steadyFor())) {
            case CONFIRMED -> confirmed(context, subject, after, reading);
            case LOOK_AGAIN -> again(context, subject, after);
            case OUT_OF_TIME -> outOfTime(context, subject, after);
        };
    }

    private StepOutcome again(StepContext context, Subject subject, Confirmation after) {
        var elapsed = after.elapsed(context.now().toEpochMilli());
        int percent = (int) (100 * elapsed.toMillis() / limit(subject).toMillis());
        return StepOutcome.running(Math.min(percent, 99), after.lastSeen(), lookEvery);
    }

    private StepOutcome confirmed(StepContext context, Subject subject, Confirmation after, PowerReading reading) {
        // Asked even where silence is all there is: an agent that answers is alive.
        if (goal == State.OFF && subject.agent().answers()) {
            return tools.contradicted(context, subject);
        }
        tools.saw(context, subject, reading);
        context.result("looks", after.looks());
        context.result("tookMs", after.elapsed(context.now().toEpochMilli()).toMillis());
        context.result("proved", subject.power().settings().kind().provesOff() || reading.state() == State.ON);
        return StepOutcome.done();
    }

    private StepOutcome outOfTime(StepContext context, Subject subject, Confirmation after) {
        var mode = subject.params().mode();
        return tools.fail(
                context,
                ErrorCode.POWER_NOT_CONFIRMED,
                "At %s %s was asked %s. After %d s and %d looks host %s is still not confirmed %s; the last look: %s"
                        .formatted(
                                Instant.ofEpochMilli(after.begunAtMs()).truncatedTo(ChronoUnit.SECONDS),
                                subject.driver().label(),
                                order(mode).words(),
                                after.elapsed(context.now().toEpochMilli()).toSeconds(),
                                after.looks(),
                                subject.host().name(),
                                goal.name().toLowerCase(Locale.ROOT),
                                after.lastSeen()),
                hint(mode));
    }

    private String hint(OffMode mode) {
        if (goal == State.ON) {
            return "Look at the host and its controller; the power may have failed, or the controller does not do what it says.";
        }
        return switch (mode) {
            case GRACEFUL ->
                "Its operating system may still be at it, or may not listen. Wait and test the power again, or use the mode FORCE.";
            case FORCE ->
                "Treat the host as on. Look at it and its controller before anything relies on its being off.";
        };
    }

    private Duration limit(Subject subject) {
        var limits = subject.power().limits();
        return goal == State.ON
                ? limits.toSwitchOn()
                : limits.toSwitchOff(subject.params().mode());
    }
}
