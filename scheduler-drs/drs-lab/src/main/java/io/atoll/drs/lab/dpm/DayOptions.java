package io.atoll.drs.lab.dpm;

import io.atoll.drs.core.PowerPolicy;
import io.atoll.drs.lab.BadInput;
import io.atoll.drs.lab.ErrorCode;
import io.atoll.drs.power.PowerSettings;
import io.atoll.model.cluster.Limits;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of {@code simulate-dpm} says.
 *
 * @param front whether the day is replayed for a range of prices of a move
 * @param loop how power is saved where the rounds of the real loop are asked; null: consolidation with every sample
 */
record DayOptions(
        String trace,
        @Nullable String out,
        int hostCount,
        long seed,
        PowerPolicy policy,
        boolean front,
        @Nullable PowerSettings loop,
        LoopPace pace) {
    private static final int USUAL_HOSTS = 800;
    private static final int MOST_HOSTS = 100_000;

    static DayOptions parse(List<String> arguments) {
        @Nullable String trace = null;
        @Nullable String out = null;
        var hosts = (long) USUAL_HOSTS;
        var seed = 1L;
        var policy = PowerPolicy.DEFAULT;
        var front = false;
        @Nullable PowerSettings loop = null;
        var pace = LoopPace.BY_SIZE;
        var left = arguments.iterator();
        while (left.hasNext()) {
            var name = left.next();
            if (name.equals("--front")) {
                front = true;
                continue;
            }
            if (name.equals("--loop")) {
                loop = started(loop);
                continue;
            }
            var value = left.hasNext() ? left.next() : null;
            switch (name) {
                case "--trace" -> trace = text(name, value);
                case "--out" -> out = text(name, value);
                case "--hosts" -> hosts = number(name, text(name, value), 1, MOST_HOSTS);
                case "--seed" -> seed = number(name, text(name, value), Long.MIN_VALUE, Long.MAX_VALUE);
                case "--spare" ->
                    loop = started(loop)
                            .withSpareHosts((int) number(name, text(name, value), 0, Limits.MOST_SPARE_HOSTS));
                case "--pace" -> {
                    pace = pace(text(name, value));
                    loop = started(loop).with(pace.ofRound());
                }
                case "--band" -> loop = started(loop).with(band(text(name, value)));
                case "--policy" -> policy = changed(policy, text(name, value));
                default -> throw usage("There is no option %s.".formatted(BadInput.quote(name)));
            }
        }
        if (trace == null) {
            throw usage("A trace is needed: --trace FILE.csv.gz.");
        }
        return new DayOptions(trace, out, (int) hosts, seed, policy, front, loop, pace);
    }

    private static PowerSettings started(@Nullable PowerSettings loop) {
        return loop == null ? PowerSettings.USUAL : loop;
    }

    private static LoopPace pace(String text) {
        return Arrays.stream(LoopPace.values())
                .filter(pace -> pace.optionName.equals(text))
                .findFirst()
                .orElseThrow(
                        () -> usage("--pace should be manager or by-size, but is %s.".formatted(BadInput.quote(text))));
    }

    private static PowerSettings.Band band(String text) {
        var bounds = text.split("-", -1);
        if (bounds.length == 2) {
            try {
                return new PowerSettings.Band(decimal(bounds[0]), decimal(bounds[1]));
            } catch (IllegalArgumentException wrong) {
                throw usage("--band is %s: %s".formatted(BadInput.quote(text), wrong.getMessage()));
            }
        }
        throw usage("--band should be two percentages like 45-81, but is %s.".formatted(BadInput.quote(text)));
    }

    private static String text(String name, @Nullable String value) {
        if (value == null) {
            throw usage("%s needs a value after it.".formatted(name));
        }
        return value;
    }

    private static long number(String name, String text, long least, long most) {
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

    private static PowerPolicy changed(PowerPolicy policy, String change) {
        var at = change.indexOf('=');
        var name = at < 0 ? change : change.substring(0, at);
        try {
            var value = decimal(change.substring(at + 1));
            return switch (name) {
                case "wattHoursPerMove" -> withPrice(policy, value);
                case "horizonHours" ->
                    new PowerPolicy(policy.wattHoursPerMove(), value, policy.minutesPerSample(), policy.copyShare());
                case "copyShare" ->
                    new PowerPolicy(policy.wattHoursPerMove(), policy.horizonHours(), policy.minutesPerSample(), value);
                default -> throw new IllegalArgumentException("There is nothing of that name.");
            };
        } catch (IllegalArgumentException wrong) {
            throw usage("--policy should be wattHoursPerMove=, horizonHours= or copyShare= and a number, but is %s: %s"
                    .formatted(BadInput.quote(change), wrong.getMessage()));
        }
    }

    private static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notOne) {
            throw new IllegalArgumentException(BadInput.quote(text) + " is no number.", notOne);
        }
    }

    static PowerPolicy withPrice(PowerPolicy policy, double wattHoursPerMove) {
        return new PowerPolicy(wattHoursPerMove, policy.horizonHours(), policy.minutesPerSample(), policy.copyShare());
    }

    private static BadInput usage(String message) {
        return new BadInput(ErrorCode.USAGE, "the command line", message + " Try --help.");
    }
}
