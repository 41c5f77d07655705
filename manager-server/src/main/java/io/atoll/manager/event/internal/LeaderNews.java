package io.atoll.manager.event.internal;

import io.atoll.manager.cluster.LeaderSight;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Has clients list anew when it becomes unknown how hosts and VMs are, and when it is known again: what is shown of them
 * changes then, and none of their revisions does.
 */
@Component
public class LeaderNews {
    /** Hosts tell themselves anew when a leader is back, so that what comes back to a stream even later misses little. */
    private static final Duration REMEMBERED = Duration.ofHours(24);

    private final LeaderSight leaders;
    private final Clock clock;

    LeaderNews(EventHub hub, OutboxTail tail, LeaderSight leaders, Clock clock) {
        this.leaders = leaders;
        this.clock = clock;
        leaders.onChange(() -> hub.broadcast("resync", resync(tail.delivered())));
    }

    /** Whether a client that resumes may have listed before the last change. */
    public boolean mayBeMissed() {
        return leaders.changedAt()
                .filter(at -> Duration.between(at, clock.instant()).compareTo(REMEMBERED) < 0)
                .isPresent();
    }

    /** What the stream says when everything is to be listed anew. */
    public static String resync(EventPosition position) {
        return "{\"position\":\"%s\"}".formatted(position);
    }
}
