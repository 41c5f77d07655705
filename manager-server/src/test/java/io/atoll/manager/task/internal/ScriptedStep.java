package io.atoll.manager.task.internal;

import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import java.time.Duration;

/** A step with an effect outside, that takes a given number of looks and then ends as scripted. */
final class ScriptedStep implements StepHandler {
    /** How a scripted step ends. */
    enum End {
        DONE,
        FAILED,
        UNAVAILABLE_ONCE
    }

    private final String name;
    private final int looks;
    private final End end;
    private final OutsideWorld world;
    private final CrashPlan crashes;

    ScriptedStep(String name, int looks, End end, OutsideWorld world, CrashPlan crashes) {
        this.name = name;
        this.looks = looks;
        this.end = end;
        this.world = world;
        this.crashes = crashes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        crashes.boundary();
        var seen = world.beginOrAttach(context.operation().toString(), name);
        crashes.boundary();
        if (seen == 0 && end == End.UNAVAILABLE_ONCE) {
            return StepOutcome.unavailable("AGENT_UNREACHABLE", "The agent does not answer.");
        }
        if (seen < looks) {
            return StepOutcome.running(100 * seen / looks, "look " + seen, Duration.ofMillis(1));
        }
        context.result(name, seen >= looks);
        return end == End.FAILED ? StepOutcome.failed("VM_WRONG_STATE", name + " failed") : StepOutcome.done();
    }

    @Override
    public StepOutcome undo(StepContext context) {
        crashes.boundary();
        world.takeBack(name);
        crashes.boundary();
        return StepOutcome.done();
    }
}
