package io.atoll.manager.dpm.internal.book;

import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.inventory.HostNews;
import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes what becomes of parked hosts: the row, the time it was so, and the news of it, in the caller's transaction. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class ParkingBook {
    private final ParkedHostStore hosts;
    private final SpanStore spans;
    private final TroubleStore troubles;
    private final HostNews hostNews;
    private final Events events;

    ParkingBook(ParkedHostStore hosts, SpanStore spans, TroubleStore troubles, HostNews hostNews, Events events) {
        this.hosts = hosts;
        this.spans = spans;
        this.troubles = troubles;
        this.hostNews = hostNews;
        this.events = events;
    }

    /**
     * A parked host in the event stream.
     *
     * @param taskId what carries it out; null: nothing does
     */
    public record ParkedHostView(
            UUID hostId,
            UUID clusterId,
            String hostName,
            ParkedState state,
            Instant since,
            String reason,
            @Nullable UUID taskId) {
        static ParkedHostView of(ParkedHost host) {
            var task = host.task();
            return new ParkedHostView(
                    host.host().value(),
                    host.cluster().value(),
                    host.name(),
                    host.state(),
                    host.since(),
                    host.reason(),
                    task == null ? null : task.value());
        }
    }

    /** What went wrong, in the event stream. */
    public record TroubleView(
            UUID hostId,
            UUID clusterId,
            String hostName,
            String code,
            SortedMap<String, String> parameters,
            String detail,
            Instant at,
            @Nullable Instant until) {}

    /** Its first row. */
    public void begin(ParkedHost host, Instant now) {
        write(host, Change.CREATED, now, true);
    }

    /** Its next row. */
    public void change(ParkedHost before, ParkedHost after, Instant now) {
        write(after, Change.CHANGED, now, before.state() != after.state());
    }

    private void write(ParkedHost host, Change change, Instant now, boolean newState) {
        var revision = hosts.save(host);
        if (newState) {
            spans.begin(host, now);
            hostNews.changed(host.host());
        }
        events.publish("dpm-host", host.host().toString(), host.name(), revision, change, ParkedHostView.of(host));
    }

    /** It is a host like others again. */
    public void forget(ParkedHost host, Instant now) {
        hosts.remove(host.host());
        if (host.state() == ParkedState.EXITING) {
            troubles.awake(host.host());
        }
        spans.end(host.host(), now);
        hostNews.changed(host.host());
        events.publish("dpm-host", host.host().toString(), host.name(), 0, Change.DELETED, null);
    }

    /** The host itself is removed, and its row with it. */
    public void gone(ParkedHost host, Instant now) {
        spans.end(host.host(), now);
        events.publish("dpm-host", host.host().toString(), host.name(), 0, Change.DELETED, null);
    }

    /** What went wrong, kept and told. */
    public void note(Trouble trouble, String hostName) {
        troubles.note(trouble);
        events.publish(
                "dpm-trouble",
                trouble.host().toString(),
                hostName,
                1,
                Change.CREATED,
                new TroubleView(
                        trouble.host().value(),
                        trouble.cluster().value(),
                        hostName,
                        trouble.reason().code(),
                        trouble.reason().parameters(),
                        trouble.reason().text(),
                        trouble.at(),
                        trouble.until()));
    }
}
