package io.atoll.manager.event.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Hands what the tail read to every open stream of this manager. Never waits for a slow one. */
@Component
public class EventHub {
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Opens a subscription; what comes from now on is buffered in it until it is taken. Over at once when all are. */
    public Subscription subscribe() {
        var subscription = new Subscription();
        subscriptions.add(subscription);
        if (closed) {
            subscription.end();
        }
        return subscription;
    }

    public void unsubscribe(Subscription subscription) {
        subscriptions.remove(subscription);
        subscription.end();
    }

    void deliver(List<StoredEvent> events) {
        for (var event : events) {
            var item = new StreamItem.Stored(event);
            subscriptions.forEach(subscription -> subscription.offer(item));
        }
    }

    void broadcast(String type, String dataJson) {
        var item = new StreamItem.Broadcast(type, dataJson);
        subscriptions.forEach(subscription -> subscription.offerTransient(item));
    }

    /** Streams may be opened from now on. */
    void open() {
        closed = false;
    }

    /**
     * Ends every stream, also those that are opened later: their clients come back to another manager and resume. Until this
     * one no longer listens they come back to it too, and it would wait for them before it ends.
     */
    void endAll() {
        closed = true;
        subscriptions.forEach(Subscription::end);
    }
}
