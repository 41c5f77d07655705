package io.atoll.manager.power.internal;

import io.atoll.manager.power.internal.PowerTools.Subject;
import io.atoll.manager.power.internal.driver.PowerException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import java.time.Duration;
import java.util.Objects;

/** Waits until the agent of a host that was switched on answers and the manager finds the host ready. */
final class AwaitAgentStep implements StepHandler {
    private static final String BEGUN = "awaitingAgentSinceMs";

    private final PowerTools tools;
    private final Duration lookEvery;

    AwaitAgentStep(PowerTools tools, Duration lookEvery) {
        this.tools = tools;
        this.lookEvery = lookEvery;
    }

    @Override
    public String name() {
        return PowerSteps.AWAIT_AGENT;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        long now = context.now().toEpochMilli();
        long begun = context.recall(BEGUN, Long.class).orElse(now);
        context.remember(BEGUN, begun);
        try {
            var subject = tools.subject(context);
            if (subject.host().isReady() && subject.agent().answers()) {
                context.result("readyAfterMs", now - begun);
                return awake(context, subject);
            }
            var limit = subject.power().limits().toWake();
            if (now - begun >= limit.toMillis()) {
                return asleep(context, subject, limit);
            }
            return StepOutcome.running(
                    (int) Math.min(99, 100 * (now - begun) / limit.toMillis()),
                    "The host is on; its agent has not answered for %d s.".formatted((now - begun) / 1_000),
                    lookEvery);
        } catch (PowerException e) {
            return tools.fail(context, e.code(), String.valueOf(e.getMessage()), e.hint());
        }
    }

    private StepOutcome awake(StepContext context, Subject subject) {
        var attempt = Waking.succeeded(context);
        if (attempt.isEmpty() && Waking.isTest(context)) {
            return tools.fail(
                    context,
                    ErrorCode.POWER_NOT_CONFIRMED,
                    "Host %s was off, and on again before it was told to be: nothing shows that it can be woken."
                            .formatted(subject.host().name()),
                    "Find out who or what switches it on, and test again.");
        }
        attempt.ifPresent(woke -> {
            tools.notes().woke(context, subject.id(), woke);
            context.result("wakeMs", Objects.requireNonNull(woke.took()).toMillis());
        });
        return StepOutcome.done();
    }

    private StepOutcome asleep(StepContext context, Subject subject, Duration limit) {
        return tools.fail(
                context,
                ErrorCode.HOST_NOT_AWAKE,
                "Host %s was switched on, and after %d s its agent still does not answer at %s:%d (the host is %s). %s"
                        .formatted(
                                subject.host().name(),
                                limit.toSeconds(),
                                subject.host().endpoint().address(),
                                subject.host().endpoint().port(),
                                subject.host().link().phase(),
                                look(subject)),
                "Look at the host's screen: it may wait in its firmware, check its disks, or have lost its network."
                        + " Raise wakeSeconds where it needs longer.");
    }

    private static String look(Subject subject) {
        try {
            return subject.driver().read().detail();
        } catch (PowerException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
