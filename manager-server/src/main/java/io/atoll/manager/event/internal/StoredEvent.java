package io.atoll.manager.event.internal;

import io.atoll.manager.event.Change;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of the outbox. {@code objectJson} is the REST object as text, null when it was deleted. */
public record StoredEvent(
        EventPosition position,
        UUID id,
        String kind,
        String objectId,
        String objectName,
        long revision,
        Change change,
        Instant occurredAt,
        @Nullable String objectJson) {
    /** The CloudEvents type. */
    public String type() {
        return "io.atoll." + kind + "." + change.name().toLowerCase(Locale.ROOT) + ".v1";
    }

    /** The CloudEvents subject: the object's path below the API's root. */
    public String subject() {
        return kind + "s/" + objectId;
    }
}
