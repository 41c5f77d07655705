package io.atoll.drs.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * What the command line says.
 *
 * @param files instance and plan; empty with {@code stdio}
 * @param budgetMillis the time in which the answer must be there, counted from the start of the JVM; 0: no limit
 */
record Options(
        List<String> files, boolean stdio, long budgetMillis, int threads, long seed, boolean explain, boolean help) {
    static final String USAGE = """
        drs-lab INSTANCE PLAN [options]    reads an instance (drs-instance/1, also .gz), writes a plan (drs-plan/1)
        drs-lab --stdio [options]          an instance a line on standard input, a plan a line on standard output
        drs-lab roadef --model M --assignment A --out N --seconds S    machine reassignment, see drs-lab roadef --help

          --budget-ms N   answer within N milliseconds, however good the plan is by then
          --threads T     search with T seeds at once and keep the best plan (default 1)
          --seed N        where the search begins (default 1); the same seed finds the same plan
          --explain       adds to the plan why each VM moves; with a budget, as far as there is time

        Exit codes: 0 done, 2 usage, 3 file, 4 not JSON, 5 invalid value, 6 inconsistent, 7 impossible, 70 internal.
        Errors are one JSON object on standard error: {"error":{"code":"INVALID_VALUE","place":"vms[3].memMib","message":"…"}}
        """;

    private static final int MOST_THREADS = 64;

    static Options parse(String... arguments) {
        var files = new ArrayList<String>();
        var stdio = false;
        var explain = false;
        var help = false;
        var budget = 0L;
        var threads = 1L;
        var seed = 1L;
        for (var i = 0; i < arguments.length; i++) {
            var argument = arguments[i];
            switch (argument) {
                case "--stdio" -> stdio = true;
                case "--explain" -> explain = true;
                case "--help", "-h" -> help = true;
                case "--budget-ms" -> budget = number(arguments, ++i, 1, Integer.MAX_VALUE);
                case "--threads" -> threads = number(arguments, ++i, 1, MOST_THREADS);
                case "--seed" -> seed = number(arguments, ++i, Long.MIN_VALUE, Long.MAX_VALUE);
                default -> {
                    if (argument.startsWith("--")) {
                        throw usage("There is no option %s.".formatted(BadInput.quote(argument)));
                    }
                    files.add(argument);
                }
            }
        }
        if (!help && files.size() != (stdio ? 0 : 2)) {
            throw usage(
                    stdio
                            ? "--stdio takes no files, but there are %d.".formatted(files.size())
                            : "An instance file and a plan file are needed, but there are %d files."
                                    .formatted(files.size()));
        }
        return new Options(List.copyOf(files), stdio, budget, (int) threads, seed, explain, help);
    }

    private static long number(String[] arguments, int at, long least, long most) {
        var name = arguments[at - 1];
        if (at >= arguments.length) {
            throw usage("%s needs a number after it.".formatted(name));
        }
        try {
            var value = Long.parseLong(arguments[at]);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notOne) {
            // falls through: the text is quoted below
        }
        throw usage("%s should be a whole number from %d to %d, but is %s."
                .formatted(name, least, most, BadInput.quote(arguments[at])));
    }

    private static BadInput usage(String message) {
        return new BadInput(ErrorCode.USAGE, "the command line", message + " Try --help.");
    }
}
