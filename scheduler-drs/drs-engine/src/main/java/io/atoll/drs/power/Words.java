package io.atoll.drs.power;

import java.time.Duration;
import java.util.List;

/** Small things that sentences are made of. */
final class Words {
    private static final int MOST_NAMED = 5;

    private Words() {}

    static String count(int count, String what) {
        return count == 1 ? "1 " + what : count + " " + what + "s";
    }

    static String names(List<String> names) {
        if (names.size() <= MOST_NAMED) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, MOST_NAMED)) + " and " + (names.size() - MOST_NAMED) + " more";
    }

    static String duration(Duration duration) {
        var minutes = duration.toMinutes();
        return minutes >= 1 ? minutes + " min" : duration.toSeconds() + " s";
    }
}
