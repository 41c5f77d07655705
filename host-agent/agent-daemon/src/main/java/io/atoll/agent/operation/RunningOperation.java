package io.atoll.agent.operation;

import io.atoll.agent.operation.OperationRegistry.Attachment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation under way and everyone who listens to it. */
final class RunningOperation implements OperationContext {
    private final OperationRequest request;
    private final List<OperationListener> listeners = new ArrayList<>();
    private final List<Runnable> cancelActions = new ArrayList<>();
    private @Nullable Progress latest;
    private @Nullable Outcome outcome;
    private boolean cancelled;

    RunningOperation(OperationRequest request) {
        this.request = request;
    }

    OperationRequest request() {
        return request;
    }

    /** A late listener gets the newest progress at once, and the outcome when it came in between. */
    synchronized Attachment attach(OperationListener listener) {
        if (latest != null) {
            listener.progressed(latest);
        }
        if (outcome != null) {
            listener.ended(outcome);
            return () -> {};
        }
        listeners.add(listener);
        return () -> detach(listener);
    }

    synchronized void end(Outcome how) {
        outcome = how;
        listeners.forEach(listener -> listener.ended(how));
        listeners.clear();
        cancelActions.clear();
    }

    void cancel() {
        List<Runnable> actions;
        synchronized (this) {
            if (cancelled || outcome != null) {
                return;
            }
            cancelled = true;
            actions = List.copyOf(cancelActions);
            cancelActions.clear();
        }
        actions.forEach(Runnable::run);
    }

    @Override
    public synchronized void progress(Progress progress) {
        latest = progress;
        listeners.forEach(listener -> listener.progressed(progress));
    }

    @Override
    public synchronized boolean cancelled() {
        return cancelled;
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                cancelActions.add(action);
                return;
            }
        }
        action.run();
    }

    private synchronized void detach(OperationListener listener) {
        listeners.remove(listener);
    }
}
