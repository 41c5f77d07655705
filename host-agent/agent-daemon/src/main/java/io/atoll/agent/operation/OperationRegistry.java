package io.atoll.agent.operation;

import io.atoll.agent.operation.OperationJournal.Remembered;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs every operation once. Asking again for one that runs attaches to it; asking for one that has ended gets its
 * outcome again, after a restart of the agent too. Operations that the restart itself cut off are run anew, so work must
 * look at what is there before it acts.
 */
public final class OperationRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(OperationRegistry.class);

    private final OperationJournal journal;
    private final LeaderEpochs leaders;
    private final Clock clock;
    private final Executor executor;
    private final int runningLimit;
    private final FailureTranslation failures;
    private final Map<String, RunningOperation> running = new HashMap<>();

    /** What an exception of the work means to the manager. */
    @FunctionalInterface
    public interface FailureTranslation {
        Outcome.Failed failed(Throwable failure);
    }

    public OperationRegistry(
            OperationJournal journal,
            LeaderEpochs leaders,
            Clock clock,
            Executor executor,
            int runningLimit,
            FailureTranslation failures) {
        this.journal = journal;
        this.leaders = leaders;
        this.clock = clock;
        this.executor = executor;
        this.runningLimit = runningLimit;
        this.failures = failures;
    }

    /** Starts {@code work}, or attaches to the operation of the same id; {@code listener} hears the rest of it. */
    public Attachment run(OperationRequest request, OperationWork work, OperationListener listener) {
        leaders.admit(request.leaderEpoch());
        return switch (find(request)) {
            case Found.Ended(var remembered) -> {
                requireSameContent(request, remembered.contentDigest());
                listener.ended(remembered.outcome());
                yield () -> {};
            }
            case Found.Running(var operation) -> {
                requireSameContent(request, operation.request().contentDigest());
                yield operation.attach(listener);
            }
            case Found.Admitted(var operation) -> {
                var attachment = operation.attach(listener);
                executor.execute(() -> carryOut(operation, work));
                yield attachment;
            }
        };
    }

    /** What there is under an operation id. */
    private sealed interface Found {
        record Ended(Remembered operation) implements Found {}

        record Running(RunningOperation operation) implements Found {}

        record Admitted(RunningOperation operation) implements Found {}
    }

    private synchronized Found find(OperationRequest request) {
        var ended = journal.find(request.id());
        if (ended != null) {
            return new Found.Ended(ended);
        }
        var operation = running.get(request.id());
        return operation != null ? new Found.Running(operation) : new Found.Admitted(admitNew(request));
    }

    /** Asks a running operation to stop; answers whether it was running. */
    public boolean cancel(String id, io.atoll.model.LeaderEpoch epoch) {
        leaders.admit(epoch);
        RunningOperation operation;
        synchronized (this) {
            operation = running.get(id);
        }
        if (operation == null) {
            return false;
        }
        LOG.info(
                "Cancelling operation={} kind={} subject={}",
                id,
                operation.request().kind(),
                operation.request().subject());
        operation.cancel();
        return true;
    }

    public synchronized int runningCount() {
        return running.size();
    }

    /** Lets go of an operation without ending it. */
    @FunctionalInterface
    public interface Attachment extends AutoCloseable {
        @Override
        void close();
    }

    private RunningOperation admitNew(OperationRequest request) {
        if (running.size() >= runningLimit) {
            throw new RefusedException(
                    RefusalCode.HOST_BUSY,
                    "This host runs %d operations already, its limit.".formatted(runningLimit),
                    "Try again when some have ended.");
        }
        var operation = new RunningOperation(request);
        running.put(request.id(), operation);
        return operation;
    }

    private void carryOut(RunningOperation operation, OperationWork work) {
        var request = operation.request();
        LOG.info("Operation started operation={} kind={} subject={}", request.id(), request.kind(), request.subject());
        Outcome outcome;
        try {
            outcome = new Outcome.Succeeded(work.run(operation));
        } catch (Exception | LinkageError e) {
            outcome = failures.failed(e);
        }
        end(operation, outcome);
    }

    private void end(RunningOperation operation, Outcome outcome) {
        var request = operation.request();
        log(request, outcome);
        synchronized (this) {
            try {
                journal.remember(new Remembered(request.id(), request.contentDigest(), clock.millis(), outcome));
            } catch (IOException e) {
                LOG.error(
                        "The outcome could not be written and is forgotten at the next restart operation={}",
                        request.id(),
                        e);
            }
            running.remove(request.id());
        }
        operation.end(outcome);
    }

    private static void log(OperationRequest request, Outcome outcome) {
        switch (outcome) {
            case Outcome.Succeeded _ ->
                LOG.info(
                        "Operation done operation={} kind={} subject={}",
                        request.id(),
                        request.kind(),
                        request.subject());
            case Outcome.Failed(var code, var detail, var _, var rolledBack) ->
                LOG.error(
                        "Operation failed operation={} kind={} subject={} code={} rolledBack={} detail=\"{}\"",
                        request.id(),
                        request.kind(),
                        request.subject(),
                        code,
                        rolledBack,
                        detail);
        }
    }

    private static void requireSameContent(OperationRequest request, @Nullable String contentDigest) {
        if (!request.contentDigest().equals(contentDigest)) {
            throw new RefusedException(
                    RefusalCode.OPERATION_ID_REUSED,
                    "Operation %s was asked for before with other content.".formatted(request.id()),
                    List.of("Use a new operation id for a new operation.").toArray(String[]::new));
        }
    }
}
