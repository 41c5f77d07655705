package io.atoll.manager.task.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.task.TaskEndListener;
import io.atoll.manager.task.TaskSnapshot;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Tells clients about changed tasks, and the modules whose objects a task was about of its end. */
final class TaskPublisher {
    private final Events events;
    private final Supplier<Stream<TaskEndListener>> listeners;

    /** The listeners are asked for late: they may themselves need what submits tasks. */
    TaskPublisher(Events events, Supplier<Stream<TaskEndListener>> listeners) {
        this.events = events;
        this.listeners = listeners;
    }

    /** In the transaction of the change. */
    void publish(TaskSnapshot task, Change change) {
        events.publish("task", task.id().toString(), task.kind(), task.revision(), change, TaskViews.of(task));
        if (task.state().ended()) {
            listeners.get().forEach(listener -> listener.ended(task));
        }
    }
}
