package io.atoll.manager.power.internal;

import io.atoll.manager.inventory.HostDeaths;
import io.atoll.manager.inventory.HostDeaths.PoweredOff;
import io.atoll.manager.inventory.HostDeaths.Telling;
import io.atoll.manager.power.Wakeability;
import io.atoll.manager.power.internal.PowerTools.Subject;
import io.atoll.manager.power.internal.driver.PowerException;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Tells HA that a host was confirmed off: a proof, so only what is known is told. The control must be known as this host's: the
 * agent answered before the order and not after it, or the host has been woken by it. The word is about the boot from before
 * the order. Never fails the task: the host is off, whatever HA makes of it.
 */
final class TellHaStep implements StepHandler {
    /** What was so before the host was switched off, under this key. */
    static final String BEFORE = "beforeOff";

    private static final String BEGUN = "tellingHaSinceMs";
    /** A beat counts as one for some seconds after it; more than this, and the host beats. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final PowerTools tools;
    private final PowerKnowledge knowledge;
    private final ObjectProvider<HostDeaths> deaths;
    private final Duration lookEvery;

    TellHaStep(PowerTools tools, PowerKnowledge knowledge, ObjectProvider<HostDeaths> deaths, Duration lookEvery) {
        this.tools = tools;
        this.knowledge = knowledge;
        this.deaths = deaths;
        this.lookEvery = lookEvery;
    }

    /** @param bootId the host's last boot that the manager knew */
    record Before(String bootId, boolean agentAnswered) {}

    @Override
    public String name() {
        return PowerSteps.TELL_HA;
    }

    @Override
    public boolean cancellable() {
        return false;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        try {
            var subject = tools.subject(context);
            var before = context.recall(BEFORE, Before.class);
            var doubt = doubt(subject, before);
            if (before.isEmpty() || doubt.isPresent()) {
                return untold(context, doubt.orElse("What was so before is not known."));
            }
            return tell(context, subject, before.get());
        } catch (PowerException e) {
            return untold(context, String.valueOf(e.getMessage()));
        }
    }

    /** Why it would be no proof. */
    private Optional<String> doubt(Subject subject, Optional<Before> before) {
        if (!subject.power().settings().kind().provesOff()) {
            return Optional.of("%s proves nothing."
                    .formatted(subject.power().settings().kind().label()));
        }
        var known = before.map(Before::agentAnswered).orElse(false)
                || knowledge.of(subject.host()).facts().wakeability() instanceof Wakeability.Wakeable;
        return known
                ? Optional.empty()
                : Optional.of(
                        "The host was silent before the order already and was never woken by this control, so nothing"
                                + " shows that the control is this host's.");
    }

    private StepOutcome tell(StepContext context, Subject subject, Before before) {
        long now = context.now().toEpochMilli();
        long begun = context.recall(BEGUN, Long.class).orElse(now);
        context.remember(BEGUN, begun);
        var statement = new PoweredOff(
                subject.id(),
                before.bootId(),
                "%s, for %s".formatted(subject.driver().label(), context.requestedBy()),
                "Confirmed off by two looks (task %s)."
                        .formatted(context.operation().task()));
        return switch (deaths.getObject().poweredOff(statement)) {
            case Telling.Told _ -> {
                context.result("haTold", true);
                yield StepOutcome.done();
            }
            case Telling.Needless(var why) -> untold(context, why);
            case Telling.NotYet(var why) ->
                now - begun >= LONGEST_WAIT.toMillis()
                        ? untold(context, why)
                        : StepOutcome.running(
                                (int) (100 * (now - begun) / LONGEST_WAIT.toMillis()),
                                "HA is not told yet: " + why,
                                lookEvery);
        };
    }

    private static StepOutcome untold(StepContext context, String why) {
        context.result("haTold", false);
        context.result("haNotToldBecause", why);
        return StepOutcome.done();
    }
}
