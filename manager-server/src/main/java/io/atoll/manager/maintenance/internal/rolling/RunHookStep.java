package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.agent.v1.HookResult;
import io.atoll.agent.v1.RunHook;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.task.OperationId;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.StepProgress;
import io.atoll.model.HostId;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Has a host run one of its hooks. The agent runs it once for this operation, so a successor of a manager that died attaches to it;
 * while the host is silent, since its hook may restart what it talks by, it is waited for up to the hook's deadline and a while.
 */
@Component
class RunHookStep implements StepHandler {
    static final String NAME = "maintenance.run-hook";

    private static final String BEGUN = "hookBegunAtMs";
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofMinutes(10);
    private static final int LONGEST_LAST_LINE = 300;

    private final AgentLink agents;

    RunHookStep(AgentLink agents) {
        this.agents = agents;
    }

    /** What the task was asked to do. */
    record Params(String hostId, String hook, int deadlineSeconds) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var params = context.params(Params.class);
        long begunAtMs =
                context.recall(BEGUN, Long.class).orElseGet(() -> context.now().toEpochMilli());
        context.remember(BEGUN, begunAtMs);
        var order = RunHook.newBuilder().setName(params.hook).setDeadlineSeconds(params.deadlineSeconds);
        var outcome = agents.run(
                HostId.parse(params.hostId),
                context.operation().toString(),
                context.epoch(),
                request -> request.setRunHook(order),
                _ -> context.progress(StepProgress.of(0, "Hook %s is running".formatted(params.hook))));
        return switch (outcome) {
            case AgentOutcome.Completed(var done) -> ended(context, params, done.getHook());
            case AgentOutcome.Unavailable(var detail)
            when context.now().toEpochMilli() - begunAtMs < patience(params).toMillis() ->
                StepOutcome.running(0, "Waiting for the host: " + detail, LOOK_AGAIN);
            case AgentOutcome.Unavailable _, AgentOutcome.Refused _, AgentOutcome.Failed _ ->
                AgentAnswers.toStep(outcome);
        };
    }

    private static Duration patience(Params params) {
        return Duration.ofSeconds(params.deadlineSeconds).plus(SILENCE);
    }

    private static StepOutcome ended(StepContext context, Params params, HookResult result) {
        context.result("hook", params.hook);
        context.result("exitCode", result.getExitCode());
        context.result("durationMs", result.getDurationMs());
        context.result("lastLines", result.getOutputLinesList().stream().toList());
        context.result("outputCut", result.getOutputCut());
        var said = lastLine(result);
        if (result.getCancelled()) {
            return StepOutcome.failed("CANCELLED", "Hook %s was cancelled, and killed.%s".formatted(params.hook, said));
        }
        if (result.getTimedOut()) {
            return StepOutcome.failed(
                    "HOOK_FAILED",
                    "Hook %s had not ended after %d s and was killed.%s"
                            .formatted(params.hook, params.deadlineSeconds, said),
                    "Give it more time, or look at what it waits for.");
        }
        return result.getExitCode() == 0
                ? StepOutcome.done()
                : StepOutcome.failed(
                        "HOOK_FAILED",
                        "Hook %s ended with exit code %d.%s".formatted(params.hook, result.getExitCode(), said),
                        "The last lines it wrote are in this task's result.");
    }

    private static String lastLine(HookResult result) {
        var count = result.getOutputLinesCount();
        if (count == 0) {
            return " It wrote nothing.";
        }
        var line = result.getOutputLines(count - 1);
        return " Its last line: "
                + (line.length() > LONGEST_LAST_LINE ? line.substring(0, LONGEST_LAST_LINE) + "…" : line);
    }

    @Override
    public void interrupt(OperationId operation, StepContext context) {
        agents.cancel(HostId.parse(context.params(Params.class).hostId()), operation.toString(), context.epoch());
    }
}
