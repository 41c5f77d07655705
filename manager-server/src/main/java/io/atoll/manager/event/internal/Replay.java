package io.atoll.manager.event.internal;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a client that comes back has missed. */
@Component
public class Replay {
    /** Beyond this, listing afresh is cheaper for both sides. */
    static final int LIMIT_EVENTS = 10_000;

    private final Outbox outbox;

    Replay(Outbox outbox) {
        this.outbox = outbox;
    }

    /** The events after {@code since}; empty when they are not all there any more, or too many: the client starts over. */
    public Optional<List<StoredEvent>> since(EventPosition since) {
        boolean gone =
                outbox.removed().filter(removed -> since.compareTo(removed) < 0).isPresent();
        boolean unknown = since.compareTo(outbox.newest()) > 0;
        if (gone || unknown) {
            return Optional.empty();
        }
        List<StoredEvent> events = outbox.after(since, LIMIT_EVENTS + 1);
        return events.size() > LIMIT_EVENTS ? Optional.empty() : Optional.of(events);
    }
}
