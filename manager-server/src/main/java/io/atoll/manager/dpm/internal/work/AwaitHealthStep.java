package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.dpm.internal.DpmReason;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.maintenance.HostDrains;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Waits until a host that has woken is well: its agent, its self-checks, its clock, its pools and networks. */
@Component
class AwaitHealthStep implements StepHandler {
    private static final String BEGUN = "healthSinceMs";

    private final ParkingDesk desk;
    private final HostDrains drains;

    AwaitHealthStep(ParkingDesk desk, HostDrains drains) {
        this.desk = desk;
        this.drains = drains;
    }

    @Override
    public String name() {
        return DpmSteps.HEALTH;
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
        var ailments = drains.ailments(mine.get().host());
        if (ailments.isEmpty() || mine.get().state() != ParkedState.WAKING) {
            return StepOutcome.done();
        }
        long begun = context.recall(BEGUN, Long.class).orElse(context.now().toEpochMilli());
        context.remember(BEGUN, begun);
        var waited = Duration.between(Instant.ofEpochMilli(begun), context.now());
        var why = String.join(" ", ailments);
        if (waited.compareTo(desk.limits().healthLimit()) < 0) {
            return StepOutcome.running(
                    50, "It is on, and not well yet: " + why, desk.limits().lookEvery());
        }
        var detail = "Host %s is awake and was not well after %d s. %s"
                .formatted(mine.get().name(), waited.toSeconds(), why);
        var trouble = DpmReason.of("unwell", detail)
                .with("seconds", waited.toSeconds())
                .with("why", why);
        desk.trouble(context, mine.get(), trouble, desk.limits().rest());
        desk.change(context, now -> now.in(ParkedState.FAILED, context.now()));
        return StepOutcome.failed(
                ErrorCode.DPM_NOT_WOKEN.name(), detail, "Mend that, and wake the host again to take it back into use.");
    }
}
