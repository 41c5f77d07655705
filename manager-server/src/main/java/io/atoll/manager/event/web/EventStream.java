package io.atoll.manager.event.web;

import io.atoll.manager.event.internal.EventHub;
import io.atoll.manager.event.internal.EventPosition;
import io.atoll.manager.event.internal.LeaderNews;
import io.atoll.manager.event.internal.OutboxTail;
import io.atoll.manager.event.internal.Replay;
import io.atoll.manager.event.internal.StoredEvent;
import io.atoll.manager.event.internal.StreamItem;
import io.atoll.manager.event.internal.Subscription;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.CallerCheck;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs one client's stream on the request's own virtual thread until either side ends it. */
@Component
class EventStream {
    private static final Duration PING_INTERVAL = Duration.ofSeconds(10);
    /** How long somebody who was thrown out may still hear; also the longest wait for the next item. */
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
    /** Enough for many tabs and scripts; a script gone wild does not take everybody's connections. */
    private static final int MOST_OF_ONE_USER = 64;

    private final EventHub hub;
    private final OutboxTail tail;
    private final Replay replay;
    private final LeaderNews leaders;
    private final EventJson json;
    private final CallerCheck callers;
    private final Clock clock;
    private final Map<UUID, Integer> open = new ConcurrentHashMap<>();

    EventStream(
            EventHub hub,
            OutboxTail tail,
            Replay replay,
            LeaderNews leaders,
            EventJson json,
            CallerCheck callers,
            Clock clock) {
        this.hub = hub;
        this.tail = tail;
        this.replay = replay;
        this.leaders = leaders;
        this.json = json;
        this.callers = callers;
        this.clock = clock;
    }

    /** What one client asked for. */
    record Request(
            Caller caller, KindFilter kinds, @Nullable String lastEventId) {}

    /** Returns when the client has gone, may no longer listen, was too slow, or the manager stops. */
    void run(Request request, SseWriter writer) throws IOException {
        UUID user = request.caller().userId();
        try {
            if (open.merge(user, 1, Integer::sum) > MOST_OF_ONE_USER) {
                throw AtollException.retryLater(
                        ErrorCode.TOO_MANY_REQUESTS,
                        "This user has %d event streams open here; close one first.".formatted(MOST_OF_ONE_USER),
                        Duration.ofSeconds(10));
            }
            listen(request, writer);
        } finally {
            open.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    private void listen(Request request, SseWriter writer) throws IOException {
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
                writer.event(now.toString(), "resync", LeaderNews.resync(now));
            }
            if (missed.isPresent() && leaders.mayBeMissed()) {
                writer.event(null, "resync", LeaderNews.resync(sent));
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
