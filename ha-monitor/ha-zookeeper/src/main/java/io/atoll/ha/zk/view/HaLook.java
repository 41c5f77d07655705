package io.atoll.ha.zk.view;

/** What one look found: the beats, read now, and the rest, kept current. */
public record HaLook(BeatReading beats, HaFacts facts, Freshness freshness) {
    /** Whether the facts may be acted on. */
    public sealed interface Freshness {
        /** Complete, and holding every change that ZooKeeper's answering server knew at this time of the caller's clock. */
        record Current(long asOfNanos) implements Freshness {}

        /** Something may be missing or out of date, since this time or since the start. */
        record Stale(long sinceNanos, String reason) implements Freshness {}
    }

    public boolean current() {
        return freshness instanceof Freshness.Current;
    }
}
