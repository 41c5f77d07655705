package io.atoll.manager.api;

import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;

/** What every object has. The revision grows by one with every change and is the object's ETag. */
public record Metadata(
        UUID id, String name, SortedMap<String, String> labels, long revision, Instant createdAt, Instant updatedAt) {}
