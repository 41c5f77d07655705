package io.atoll.manager.task.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.task.TaskSnapshot;

/** Tells clients about changed tasks. */
final class TaskPublisher {
    private final Events events;

    TaskPublisher(Events events) {
        this.events = events;
    }

    /** In the transaction of the change. */
    void publish(TaskSnapshot task, Change change) {
        events.publish("task", task.id().toString(), task.kind(), task.revision(), change, TaskViews.of(task));
    }
}
