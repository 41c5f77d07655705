package io.atoll.manager.task;

import java.util.UUID;

/** Identifies one task; a server-made UUIDv7, so ids sort by time of submission. */
public record TaskId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
