package io.atoll.manager.event.web;

import io.atoll.manager.event.internal.EventHub;
import io.atoll.manager.event.internal.EventPosition;
import io.atoll.manager.event.internal.OutboxTail;
import io.atoll.manager.event.internal.Replay;
import io.atoll.manager.event.internal.StoredEvent;
import io.atoll.manager.event.internal.StreamItem;
import io.atoll.manager.event.internal.Subscription;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.CallerCheck;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs one client's stream on the request's own virtual thread until either side ends it. */
@Component
class EventStream {
    private static final Duration PING_INTERVAL = Duration.ofSeconds(10);
    /** How long somebody who was thrown out may still hear; also the longest wait for the next item. */
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private final EventHub hub;
    private final OutboxTail tail;
    private final Replay replay;
    private final EventJson json;
    private final CallerCheck callers;
    private final Clock clock;

    EventStream(EventHub hub, OutboxTail tail, Replay replay, EventJson json, CallerCheck callers, Clock clock) {
        this.hub = hub;
        this.tail = tail;
        this.replay = replay;
        this.json = json;
        this.callers = callers;
        this.clock = clock;
    }

    /** What one client asked for. */
    record Request(
            Caller caller, KindFilter kinds, @Nullable String lastEventId) {}

    /** Returns when the client has gone, may no longer listen, was too slow, or the manager stops. */
    void run(Request request, SseWriter writer) throws IOException {
        Subscription subscription = hub.subscribe();
        try {
            EventPosition sent = begin(request, writer);
            follow(request, subscription, sent, writer);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            hub.unsubscribe(subscription);
        }
    }

    /** Hello, then what was missed. The subscription is open already, so nothing falls between past and present. */
    private EventPosition begin(Request request, SseWriter writer) throws IOException {
        EventPosition now = tail.delivered();
        writer.event(null, "hello", "{\"position\":\"%s\",\"serverTime\":\"%s\"}".formatted(now, clock.instant()));
        String last = request.lastEventId();
        EventPosition sent = now;
        if (last != null) {
            Optional<EventPosition> since = EventPosition.parse(last);
            var missed = since.flatMap(replay::since);
            if (missed.isPresent()) {
                for (var event : missed.get()) {
                    send(event, request, writer);
                }
                EventPosition end = missed.get().isEmpty()
                        ? since.orElseThrow()
                        : missed.get().getLast().position();
                sent = end;
            } else {
                writer.event(now.toString(), "resync", "{\"position\":\"%s\"}".formatted(now));
            }
        }
        writer.flush();
        return sent;
    }

    private void follow(Request request, Subscription subscription, EventPosition begin, SseWriter writer)
            throws IOException, InterruptedException {
        EventPosition sent = begin;
        Instant checked = clock.instant();
        Instant pinged = checked;
        while (true) {
            Optional<StreamItem> item = subscription.take(CHECK_INTERVAL);
            Instant now = clock.instant();
            if (Duration.between(checked, now).compareTo(CHECK_INTERVAL) >= 0) {
                if (!callers.stillValid(request.caller())) {
                    return;
                }
                checked = now;
            }
            if (Duration.between(pinged, now).compareTo(PING_INTERVAL) >= 0) {
                writer.ping();
                pinged = now;
            }
            if (item.isEmpty()) {
                continue;
            }
            switch (item.get()) {
                case StreamItem.Stored(var event) -> {
                    if (event.position().compareTo(sent) > 0) {
                        send(event, request, writer);
                        sent = event.position();
                        writer.flush();
                    }
                }
                case StreamItem.Broadcast(var type, var data) -> {
                    writer.event(null, type, data);
                    writer.flush();
                }
                case StreamItem.End() -> {
                    return;
                }
            }
        }
    }

    private void send(StoredEvent event, Request request, SseWriter writer) throws IOException {
        if (request.kinds().wants(event.kind())) {
            String data = json.text(json.cloudEvent(event, request.caller()));
            writer.event(event.position().toString(), event.type(), data);
        }
    }
}
