package io.atoll.manager.event.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Past events, newest first. */
@Component
public class EventHistory {
    private final Outbox outbox;

    EventHistory(Outbox outbox) {
        this.outbox = outbox;
    }

    /** One page; {@code next} is null on the last one. */
    public record HistoryPage(
            List<StoredEvent> events, @Nullable EventPosition next, long totalCount) {}

    public HistoryPage page(@Nullable EventPosition before, @Nullable String kind, @Nullable String id, int limit) {
        List<StoredEvent> found = outbox.history(before, kind, id, limit + 1);
        boolean more = found.size() > limit;
        List<StoredEvent> events = more ? found.subList(0, limit) : found;
        return new HistoryPage(List.copyOf(events), more ? events.getLast().position() : null, outbox.count(kind, id));
    }
}
