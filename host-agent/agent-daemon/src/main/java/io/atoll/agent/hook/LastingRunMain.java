package io.atoll.agent.hook;

import io.atoll.agent.process.GroupProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The process that runs one program for an agent, and writes down how it ended. Given the run's folder. */
final class LastingRunMain {
    private LastingRunMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var run = new RunFolder(Path.of(arguments[0]));
        // Given back by the kernel when this process is gone.
        var channel = run.lockFile();
        var lock = channel.lock();
        if (run.end().isPresent() || run.hasBegun() || !lock.isValid()) {
            return;
        }
        var order = run.order();
        run.begin();
        run.end(carryOut(run, order));
        // A program that was left running in the background must not keep this process.
        System.exit(0);
    }

    private static RunEnd carryOut(RunFolder run, RunOrder order) throws InterruptedException {
        var begunNs = System.nanoTime();
        try {
            var ended = GroupProcess.run(
                    order.command(),
                    order.environment(),
                    Duration.ofSeconds(order.deadlineSeconds()),
                    run::isCancelled);
            return new RunEnd(
                    ended.exitCode(),
                    ended.why() == GroupProcess.Why.DEADLINE,
                    ended.why() == GroupProcess.Why.NO_LONGER_WANTED,
                    OutputLines.of(ended.lastOutput()),
                    ended.outputCut(),
                    millisSince(begunNs));
        } catch (IOException e) {
            var why = "It could not be started: %s".formatted(e.getMessage());
            return new RunEnd(127, false, false, List.of(why), false, millisSince(begunNs));
        }
    }

    private static long millisSince(long begunNs) {
        return Duration.ofNanos(System.nanoTime() - begunNs).toMillis();
    }
}
