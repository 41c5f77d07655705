package io.atoll.ha.sim.scenario;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The words of one line, taken one after the other. Whatever does not fit is answered with the line and what is allowed. */
final class Words {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,39}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");
    private static final long NS_PER_MS = 1_000_000L;

    private final int line;
    private final List<String> words;
    private int next;

    Words(int line, String text) {
        this.line = line;
        words = List.of(text.strip().split("\\s+"));
    }

    int line() {
        return line;
    }

    boolean hasMore() {
        return next < words.size();
    }

    ScenarioError error(String message) {
        return new ScenarioError(line, message);
    }

    String take(String what) {
        if (!hasMore()) {
            throw error("%s is missing at the end of the line.".formatted(capital(what)));
        }
        return words.get(next++);
    }

    /** Takes the next word if it is this one. */
    boolean takeIf(String word) {
        if (hasMore() && words.get(next).equals(word)) {
            next++;
            return true;
        }
        return false;
    }

    /** One of these words. */
    String oneOf(String what, List<String> allowed) {
        var word = take(what);
        if (!allowed.contains(word)) {
            throw error(
                    "%s is no %s. Allowed: %s.".formatted(ScenarioError.quote(word), what, String.join(", ", allowed)));
        }
        return word;
    }

    void expect(String word) {
        var found = take("the word " + word);
        if (!found.equals(word)) {
            throw error("%s stands where \"%s\" is expected.".formatted(ScenarioError.quote(found), word));
        }
    }

    String newName(String what, List<String> taken, int most) {
        var name = take("the name of the " + what);
        if (!NAME.matcher(name).matches()) {
            throw error("%s is no name of a %s. Allowed: 1 to 40 of A-Z a-z 0-9 _ . -, a letter or digit first."
                    .formatted(ScenarioError.quote(name), what));
        }
        if (taken.contains(name)) {
            throw error("There is a %s \"%s\" already. Take another name.".formatted(what, name));
        }
        if (taken.size() >= most) {
            throw error(
                    "There are %d %ss already; more than %d are not simulated.".formatted(taken.size(), what, most));
        }
        return name;
    }

    /** The number of something that was declared. */
    int known(String what, List<String> names) {
        var name = take("the name of a " + what);
        var index = names.indexOf(name);
        if (index < 0) {
            throw error("There is no %s %s. %s"
                    .formatted(
                            what,
                            ScenarioError.quote(name),
                            names.isEmpty()
                                    ? "None was declared before this line."
                                    : "Declared above: " + String.join(", ", names) + "."));
        }
        return index;
    }

    /** Whether the next word names one of these. */
    boolean comesFrom(List<String> names) {
        return hasMore() && names.contains(words.get(next));
    }

    long number(String what, long least, long most) {
        var word = take(what);
        if (!NUMBER.matcher(word).matches() || Long.parseLong(word) < least || Long.parseLong(word) > most) {
            throw error("%s is no %s. Allowed: a whole number from %d to %d."
                    .formatted(ScenarioError.quote(word), what, least, most));
        }
        return Long.parseLong(word);
    }

    /** Like 250ms, 10s, 5m or 1h. */
    long durationNs(String what, long mostNs) {
        var word = take(what);
        var matcher = DURATION.matcher(word);
        if (!matcher.matches()) {
            throw error("%s is no %s. Write a whole number and ms, s, m or h, like 250ms or 10s."
                    .formatted(ScenarioError.quote(word), what));
        }
        var unitMs = switch (matcher.group(2)) {
            case "ms" -> 1L;
            case "s" -> 1_000L;
            case "m" -> 60_000L;
            default -> 3_600_000L;
        };
        var ms = Long.parseLong(matcher.group(1)) * unitMs;
        if (ms > mostNs / NS_PER_MS) {
            throw error("The %s (%s) is above the limit of %d s.".formatted(what, word, mostNs / NS_PER_MS / 1_000));
        }
        return ms * NS_PER_MS;
    }

    void end() {
        if (hasMore()) {
            throw error("%s is too much at the end of the line. Take it away."
                    .formatted(ScenarioError.quote(words.get(next))));
        }
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
