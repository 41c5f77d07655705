package io.atoll.agent.server;

import io.atoll.agent.hook.HookFolder;
import io.atoll.agent.hook.LastingRuns;
import io.atoll.agent.hook.RunEnd;
import io.atoll.agent.operation.OperationWork;
import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.HookResult;
import io.atoll.agent.v1.RunHook;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The operations that run programs of the host's administrator. */
final class HookOperations {
    private static final int LONGEST_SECONDS = 86_400;

    private final HookFolder hooks;
    private final LastingRuns runs;

    HookOperations(HookFolder hooks, LastingRuns runs) {
        this.hooks = hooks;
        this.runs = runs;
    }

    /** The operation's id is the run's: asked again, by whomever, it is the same run. */
    OperationWork run(String operationId, RunHook message) {
        var violations = new Violations();
        var seconds = message.getDeadlineSeconds();
        violations.require(
                seconds >= 1 && seconds <= LONGEST_SECONDS,
                "deadline_seconds",
                "it must be from 1 to %d".formatted(LONGEST_SECONDS));
        violations.throwIfAny();
        return context -> {
            // Once it is begun its end is told, even where the program has gone since.
            var command = runs.knows(operationId)
                    ? List.<String>of()
                    : List.of(hooks.require(message.getName()).toString());
            var end = runs.run(
                    operationId,
                    command,
                    Map.of("ATOLL_HOOK", message.getName()),
                    Duration.ofSeconds(seconds),
                    context);
            return Done.newBuilder().setHook(result(end)).build().toByteArray();
        };
    }

    private static HookResult result(RunEnd end) {
        return HookResult.newBuilder()
                .setExitCode(end.exitCode())
                .setTimedOut(end.timedOut())
                .setCancelled(end.cancelled())
                .addAllOutputLines(end.lastLines())
                .setOutputCut(end.outputCut())
                .setDurationMs(end.durationMs())
                .build();
    }
}
