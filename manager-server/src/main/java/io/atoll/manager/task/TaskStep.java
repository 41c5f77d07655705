package io.atoll.manager.task;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One step to take: the name of its {@link StepHandler} and what this use of it needs beyond the task's parameters. */
public record TaskStep(String handler, JsonNode arguments) {
    /** The handler the task module brings itself: ends when all children have ended, fails when one of them failed. */
    public static final TaskStep AWAIT_CHILDREN = of("task.await-children");

    public static TaskStep of(String handler) {
        return new TaskStep(handler, JsonNodeFactory.instance.objectNode());
    }
}
