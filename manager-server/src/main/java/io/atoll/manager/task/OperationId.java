package io.atoll.manager.task;

/** Names one step of one task in one direction. Equal for every attempt, so an agent can tell a retry from new work. */
public record OperationId(TaskId task, int stepIndex, boolean undo) {
    /** The text sent to agents: {@code <task>:<step>}, with {@code :undo} behind it while the step is taken back. */
    @Override
    public String toString() {
        return task + ":" + stepIndex + (undo ? ":undo" : "");
    }
}
