package io.atoll.manager.power.internal.draw;

import java.time.Instant;

/** What a controller measured last. */
public record Measured(int watts, Instant at) {}
