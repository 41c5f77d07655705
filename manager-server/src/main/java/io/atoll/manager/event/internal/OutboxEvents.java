package io.atoll.manager.event.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.platform.Ids;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Publishes by writing the outbox; broadcasts by handing to the hub. */
@Service
class OutboxEvents implements Events {
    private final Outbox outbox;
    private final EventHub hub;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;

    OutboxEvents(Outbox outbox, EventHub hub, JsonMapper json, Ids ids, Clock clock) {
        this.outbox = outbox;
        this.hub = hub;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void publish(String kind, String id, String name, long revision, Change change, @Nullable Object view) {
        String object = view == null ? null : json.writeValueAsString(view);
        outbox.append(ids.next(), kind, id, name, revision, change, clock.instant(), object);
    }

    @Override
    public void broadcast(String type, Object data) {
        hub.broadcast(type, json.writeValueAsString(data));
    }
}
