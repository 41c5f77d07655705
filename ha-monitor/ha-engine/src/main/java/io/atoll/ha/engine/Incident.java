package io.atoll.ha.engine;

import io.atoll.ha.timeline.TimedEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A story that is being told.
 *
 * @param closedAtNanos since when nothing more is to come; null: it goes on
 * @param appendedNanos when entries were last handed out to be stored; null: never
 */
public record Incident(
        List<TimedEntry> entries,
        @Nullable Long closedAtNanos,
        @Nullable Long appendedNanos) {
    static final Incident NEW = new Incident(List.of(), null, null);

    public Incident {
        entries = List.copyOf(entries);
    }
}
