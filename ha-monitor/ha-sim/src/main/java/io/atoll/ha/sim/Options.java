package io.atoll.ha.sim;

import io.atoll.ha.sim.cluster.Variant;
import io.atoll.ha.sim.scenario.ScenarioError;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The command line. */
record Options(
        Task task,
        long schedules,
        long seed,
        int threads,
        Variant variant,
        @Nullable String file,
        boolean json) {
    static final String USAGE = """
            ha-sim --schedules N --seed S [--threads T] [--variant NAME]
                                        N random schedules from the seeds S, S+1, ...; exit code 1 when one breaks a promise
            ha-sim --seed S --trace [--variant NAME]
                                        one schedule, told line by line
            ha-sim --scenario FILE [--json]
                                        a scenario file as a log, or its result as JSON (ha-monitor/docs/scenarios.md)
            ha-sim bench                how long HA takes to decide after a host's death
            ha-sim --help

            Exit codes: 0 fine, 1 violations found, 2 command line, 3 file, 4 scenario, 70 fault of the program.
            Variants: the protocol as it is, and weakened ones that the checker must find out:
            """
            + Arrays.stream(Variant.values())
                    .map(variant -> "  %-20s %s%n".formatted(variant.optionName(), variant.meaning()))
                    .collect(Collectors.joining());

    private static final long MOST_SCHEDULES = 1_000_000_000L;
    private static final long LARGEST_SEED = 1L << 60;
    private static final int MOST_THREADS = 256;

    enum Task {
        HELP,
        SCHEDULES,
        TRACE,
        SCENARIO,
        BENCH
    }

    /** A command line that cannot be understood. */
    static final class BadUsage extends RuntimeException {
        BadUsage(String message) {
            super(message);
        }
    }

    static Options parse(String... arguments) {
        var draft = new Draft();
        var words = new ArrayDeque<>(List.of(arguments));
        while (!words.isEmpty()) {
            var option = words.remove();
            if (draft.flag(option)) {
                continue;
            }
            var known = known(option);
            if (words.isEmpty()) {
                throw new BadUsage("%s needs a value.".formatted(known));
            }
            draft.value(known, words.remove());
        }
        return draft.finish();
    }

    private static String known(String option) {
        return switch (option) {
            case "--schedules", "--seed", "--threads", "--variant", "--scenario" -> option;
            default ->
                throw new BadUsage(
                        "There is no option %s. Allowed: --schedules, --seed, --threads, --variant, --trace, "
                                        .formatted(ScenarioError.quote(option))
                                + "--scenario, --json, --help, and the word bench.");
        };
    }

    private static final class Draft {
        private long schedules = -1;
        private long seed = -1;
        private int threads = 1;
        private Variant variant = Variant.CORRECT;
        private @Nullable String file;
        private boolean trace;
        private boolean json;
        private boolean help;
        private boolean bench;

        boolean flag(String option) {
            switch (option) {
                case "--trace" -> trace = true;
                case "--json" -> json = true;
                case "--help", "-h", "help" -> help = true;
                case "bench" -> bench = true;
                default -> {
                    return false;
                }
            }
            return true;
        }

        void value(String option, String value) {
            switch (option) {
                case "--schedules" -> schedules = number(option, value, 1, MOST_SCHEDULES);
                case "--seed" -> seed = number(option, value, 0, LARGEST_SEED);
                case "--threads" -> threads = (int) number(option, value, 1, MOST_THREADS);
                case "--variant" -> variant = variant(value);
                default -> file = value;
            }
        }

        Options finish() {
            if (help) {
                return with(Task.HELP);
            }
            if (bench) {
                return with(Task.BENCH);
            }
            if (file != null) {
                if (trace || schedules >= 0 || seed >= 0) {
                    throw new BadUsage("--scenario goes with --json only: its seed stands in the file.");
                }
                return with(Task.SCENARIO);
            }
            if (json) {
                throw new BadUsage("--json goes with --scenario FILE.");
            }
            if (trace) {
                if (seed < 0 || schedules >= 0) {
                    throw new BadUsage("--trace tells one schedule: give --seed S, and no --schedules.");
                }
                return with(Task.TRACE);
            }
            if (schedules < 0) {
                throw new BadUsage(
                        "Nothing to do. Give --schedules N --seed S, --seed S --trace, --scenario FILE, or bench.");
            }
            return with(Task.SCHEDULES);
        }

        private Options with(Task task) {
            return new Options(task, schedules, Math.max(0, seed), threads, variant, file, json);
        }
    }

    private static long number(String option, String value, long least, long most) {
        try {
            var number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // answered below, like a number out of range
        }
        throw new BadUsage("%s is %s; it must be a whole number from %d to %d."
                .formatted(option, ScenarioError.quote(value), least, most));
    }

    private static Variant variant(String name) {
        for (var variant : Variant.values()) {
            if (variant.optionName().equals(name)) {
                return variant;
            }
        }
        throw new BadUsage("There is no variant %s. Allowed: %s."
                .formatted(
                        ScenarioError.quote(name),
                        Arrays.stream(Variant.values()).map(Variant::optionName).collect(Collectors.joining(", "))));
    }
}
