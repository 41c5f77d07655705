package io.atoll.manager.alarm.internal.notify;

import io.atoll.manager.alarm.internal.view.AlarmView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thing to tell one channel. */
record Notification(UUID id, UUID channelId, Content content, Instant createdAt, int attempts) {
    /** What a test says it is. */
    static final String TEST = "TEST";

    /**
     * The {@code data} of the CloudEvent, frozen when it happened.
     *
     * @param change a name of AlarmChange, or TEST
     * @param alarm null: a test
     */
    record Content(String change, @Nullable AlarmView alarm) {}
}
