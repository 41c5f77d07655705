package io.atoll.manager.task.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.task.TaskView;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what was published. */
final class RecordedEvents implements Events {
    final List<TaskView> views = new CopyOnWriteArrayList<>();

    @Override
    public void publish(String kind, String id, String name, long revision, Change change, @Nullable Object view) {
        if (view instanceof TaskView task) {
            views.add(task);
        }
    }

    @Override
    public void broadcast(String type, Object data) {
        throw new IllegalStateException("Tasks do not broadcast.");
    }
}
