package io.atoll.manager.inventory;

import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepOutcome;
import java.util.Set;

/** Reads how an operation on a host ended, for tasks and for people. */
public final class AgentAnswers {
    /** Refusals of a moment: nothing was begun, and the same request may be granted soon. */
    private static final Set<String> FOR_NOW = Set.of("HOST_BUSY", "STALE_LEADER");

    private AgentAnswers() {}

    /** Why it did not happen; empty where it did. */
    public static String explain(AgentOutcome outcome) {
        return switch (outcome) {
            case AgentOutcome.Completed _ -> "";
            case AgentOutcome.Refused refused -> refused.detail();
            case AgentOutcome.Failed failed -> failed.detail();
            case AgentOutcome.Unavailable unavailable -> unavailable.detail();
        };
    }

    /** The outcome of a step that consists of this operation and nothing else. */
    public static StepOutcome toStep(AgentOutcome outcome) {
        return switch (outcome) {
            case AgentOutcome.Completed _ -> StepOutcome.done();
            case AgentOutcome.Refused refused
            when FOR_NOW.contains(refused.code()) -> StepOutcome.unavailable(refused.code(), refused.detail());
            case AgentOutcome.Refused refused ->
                StepOutcome.failed(
                        refused.code(), refused.detail(), refused.hints().toArray(String[]::new));
            case AgentOutcome.Failed failed ->
                StepOutcome.failed(
                        failed.code(), failed.detail(), failed.hints().toArray(String[]::new));
            case AgentOutcome.Unavailable unavailable ->
                StepOutcome.unavailable(ErrorCode.AGENT_UNREACHABLE.name(), unavailable.detail());
        };
    }
}
