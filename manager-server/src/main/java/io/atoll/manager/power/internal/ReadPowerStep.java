package io.atoll.manager.power.internal;

import io.atoll.manager.power.PowerReading.State;
import io.atoll.manager.power.internal.driver.PowerException;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;

/** One look at a host's power, and whether its agent agrees. Changes nothing. */
final class ReadPowerStep implements StepHandler {
    private final PowerTools tools;

    ReadPowerStep(PowerTools tools) {
        this.tools = tools;
    }

    @Override
    public String name() {
        return PowerSteps.READ;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        try {
            var subject = tools.subject(context);
            var start = System.nanoTime();
            var reading = subject.driver().read();
            context.result("tookMs", (System.nanoTime() - start) / 1_000_000);
            boolean answers = subject.agent().answers();
            context.result("agentAnswers", answers);
            tools.saw(context, subject, reading);
            return reading.state() == State.OFF && answers ? tools.contradicted(context, subject) : StepOutcome.done();
        } catch (PowerException e) {
            return tools.fail(context, e.code(), String.valueOf(e.getMessage()), e.hint());
        }
    }
}
