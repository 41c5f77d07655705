package io.atoll.drs.lab.roadef;

import io.atoll.drs.lab.BadInput;
import io.atoll.drs.lab.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the command line of {@code drs-lab roadef} says.
 *
 * @param seconds until the answer is written, counted from the start of the JVM
 * @param steps moves to weigh instead of a time, in each thread; 0: time decides
 */
record RoadefOptions(String model, String assignment, String out, long seconds, long steps, long seed, int threads) {
    static final String USAGE = """
        drs-lab roadef --model M --assignment A --out N --seconds S [options]

        Reads a model and the assignment at the start as the ROADEF/EURO challenge of 2012 writes them (also .gz), writes a better
        assignment to N within S seconds, and prints its cost as one line of JSON.

          --seed N        where the search begins (default 1)
          --threads T     searches with T seeds at once and keeps the best (default 1)
          --steps K       instead of --seconds: each search weighs K moves; the same seed then finds the same answer

        Exit codes and errors are those of drs-lab; 4 here means that a file is not whole
        numbers, or ends too soon.
        """;

    private static final Set<String> NAMES =
            Set.of("--model", "--assignment", "--out", "--seconds", "--steps", "--seed", "--threads");
    private static final long MOST_SECONDS = 1_000_000;
    private static final int MOST_THREADS = 64;

    static RoadefOptions parse(String... arguments) {
        var values = new HashMap<String, String>();
        for (var i = 0; i < arguments.length; i += 2) {
            if (!NAMES.contains(arguments[i])) {
                throw usage("There is no option %s of roadef.".formatted(BadInput.quote(arguments[i])));
            }
            if (i + 1 == arguments.length) {
                throw usage("%s needs a value after it.".formatted(arguments[i]));
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        if (values.containsKey("--seconds") == values.containsKey("--steps")) {
            throw usage(
                    values.containsKey("--steps")
                            ? "--seconds and --steps are both given; give only one of them."
                            : "Either --seconds or --steps is needed.");
        }
        return new RoadefOptions(
                file(values, "--model"),
                file(values, "--assignment"),
                file(values, "--out"),
                number(values, "--seconds", 0, 1, MOST_SECONDS),
                number(values, "--steps", 0, 1, Long.MAX_VALUE),
                number(values, "--seed", 1, Long.MIN_VALUE, Long.MAX_VALUE),
                (int) number(values, "--threads", 1, 1, MOST_THREADS));
    }

    private static String file(Map<String, String> values, String name) {
        var value = values.get(name);
        if (value == null || value.isEmpty()) {
            throw usage("%s is needed, with a file after it.".formatted(name));
        }
        return value;
    }

    private static long number(Map<String, String> values, String name, long usual, long least, long most) {
        var text = values.get(name);
        if (text == null) {
            return usual;
        }
        try {
            var value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notOne) {
            // falls through: the text is quoted below
        }
        throw usage("%s should be a whole number from %d to %d, but is %s."
                .formatted(name, least, most, BadInput.quote(text)));
    }

    private static BadInput usage(String message) {
        return new BadInput(ErrorCode.USAGE, "the command line", message + " Try drs-lab roadef --help.");
    }
}
