package io.atoll.manager.event.web;

import io.atoll.manager.event.Change;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One committed change as a CloudEvent 1.0. */
record CloudEvent(
        String specversion, String id, String source, String type, String subject, Instant time, ObjectChange data) {
    /** The object as it is after the change, as its own address answers it; null where the change carries none. */
    record ObjectChange(
            long revision,
            String kind,
            String id,
            String name,
            Change change,
            @Nullable JsonNode object) {}
}
