package io.atoll.manager.event.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an event stands in the stream: by transaction, then by order of writing. Clients see it as the opaque text
 * {@code <txid>-<position>}.
 */
public record EventPosition(long txid, long position) implements Comparable<EventPosition> {
    /** Before every event. */
    public static final EventPosition START = new EventPosition(0, 0);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    /** Reads what a client sent; empty when it is not one of our positions. */
    public static Optional<EventPosition> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new EventPosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(EventPosition other) {
        int byTransaction = Long.compare(txid, other.txid);
        return byTransaction != 0 ? byTransaction : Long.compare(position, other.position);
    }

    @Override
    public String toString() {
        return txid + "-" + position;
    }
}
