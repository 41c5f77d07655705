package io.atoll.ha.timeline;

/** An entry and when it was found out, in nanoseconds of the clock of the agent that did. */
public record TimedEntry(long atNanos, TimelineEntry entry) {}
