package io.atoll.manager.task;

import io.atoll.model.LeaderEpoch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a step is given with every call. Valid only during that call. */
public interface StepContext {
    OperationId operation();

    /** The epoch under which this manager leads; goes with every command to an agent. */
    LeaderEpoch epoch();

    /** The time at which this call began. */
    Instant now();

    String kind();

    String requestedBy();

    List<TaskObject> objects();

    /** The task's parameters, read strictly as {@code type}. */
    <T> T params(Class<T> type);

    /** What this use of the handler was given in {@link TaskStep#arguments}. */
    JsonNode arguments();

    /** What an earlier call of any step of this task remembered under {@code key}. */
    <T> Optional<T> recall(String key, Class<T> type);

    /**
     * Persists a fact for later calls and steps before this method returns: remember a choice (host, epoch, address)
     * before acting on it, so that a repeated call acts on the same one.
     */
    void remember(String key, Object value);

    /** Sets one field of the task's {@code result}, which the API shows when the task has ended. */
    void result(String field, Object value);

    /** Shows how far the step is. Cheap to call often: written at most twice a second. */
    void progress(StepProgress progress);

    /** Whether somebody asked to cancel. A step that waits looks at it and returns at its next safe point. */
    boolean cancelRequested();
}
