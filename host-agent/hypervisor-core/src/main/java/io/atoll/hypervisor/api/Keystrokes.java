package io.atoll.hypervisor.api;

import io.atoll.model.keyboard.KeyChord;
import java.time.Duration;
import java.util.List;

/**
 * What is to be pressed, one chord after the other.
 *
 * @param hold how long the keys of a chord are all down, and the time from each to the next as they go down and up; to the
 *     millisecond
 * @param deadline after this nothing more is pressed
 */
public record Keystrokes(List<KeyChord> chords, Duration hold, Duration deadline) {

    /** A thousand characters, each of which needs a dead key before it. */
    public static final int MOST_CHORDS = 2_000;

    public static final Duration LONGEST_HOLD = Duration.ofMillis(500);
    public static final Duration LONGEST_DEADLINE = Duration.ofMinutes(3);

    public Keystrokes {
        chords = List.copyOf(chords);
        if (chords.isEmpty() || chords.size() > MOST_CHORDS) {
            throw new IllegalArgumentException(
                    "1 to %d chords are pressed in one go, %d were given.".formatted(MOST_CHORDS, chords.size()));
        }
        requireWithin("Keys are held", hold, LONGEST_HOLD);
        requireWithin("A deadline is", deadline, LONGEST_DEADLINE);
    }

    /** From the first key's going down to the last one's having gone up. */
    public Duration lasting(KeyChord chord) {
        return hold.multipliedBy(2L * chord.keys().size());
    }

    private static void requireWithin(String what, Duration value, Duration most) {
        if (value.toMillis() < 1 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "%s 1 to %d ms, %d were given.".formatted(what, most.toMillis(), value.toMillis()));
        }
    }
}
