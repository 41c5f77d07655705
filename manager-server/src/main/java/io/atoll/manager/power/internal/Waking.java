package io.atoll.manager.power.internal;

import io.atoll.manager.power.internal.wake.WakeAttempt;
import io.atoll.manager.power.internal.wake.WakeAttempt.Failure;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import java.time.Duration;
import java.util.Optional;

/** What a task has to tell of a host's waking. Its clock starts with the order and goes on when another manager takes over. */
final class Waking {
    private static final String ORDERED = "wakeOrderedAtMs";

    private Waking() {}

    /** The order to wake is about to be given; a second one changes nothing. */
    static void ordered(StepContext context) {
        if (orderedAt(context).isEmpty()) {
            context.remember(ORDERED, context.now().toEpochMilli());
        }
    }

    /** Empty where the host was on already: it was not woken. */
    static Optional<WakeAttempt> succeeded(StepContext context) {
        return orderedAt(context)
                .map(since -> WakeAttempt.succeeded(
                        context.operation().task().value(),
                        context.now(),
                        isTest(context),
                        Duration.ofMillis(Math.max(0, context.now().toEpochMilli() - since))));
    }

    /** Empty where the task was not about waking, or did not come to it because of VMs that somebody has started there. */
    static Optional<WakeAttempt> failed(StepContext context, Failure failure) {
        boolean meant = isTest(context) || context.kind().equals(PowerSteps.POWER_ON);
        boolean tried =
                orderedAt(context).isPresent() || (meant && !failure.code().equals(ErrorCode.HOST_IN_USE.name()));
        return tried
                ? Optional.of(
                        WakeAttempt.failed(context.operation().task().value(), context.now(), isTest(context), failure))
                : Optional.empty();
    }

    static boolean isTest(StepContext context) {
        return context.kind().equals(PowerSteps.TEST_WAKE);
    }

    private static Optional<Long> orderedAt(StepContext context) {
        return context.recall(ORDERED, Long.class);
    }
}
