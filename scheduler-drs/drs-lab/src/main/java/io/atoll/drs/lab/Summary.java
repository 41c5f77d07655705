package io.atoll.drs.lab;

import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.Answer.Impossible;
import io.atoll.drs.plan.Answer.Planned;
import io.atoll.drs.plan.Plan;
import io.atoll.drs.plan.Plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** An answer in a line for people. */
final class Summary {
    private static final double MIB_PER_GIB = 1024;

    private Summary() {}

    /** Like {@code 14 migrations in 1 step, 312.0 GiB, about 69 s}. */
    static String of(Answer answer) {
        return switch (answer) {
            case Planned(var plan) -> of(plan);
            case Impossible(var obstacles, var partial) -> of(partial) + "; " + stuck(obstacles.size());
        };
    }

    private static String of(Plan plan) {
        if (plan.steps().isEmpty()) {
            return "nothing to do";
        }
        var starts = sum(plan, step ->
                (int) step.migrations().stream().filter(m -> m.from() == null).count());
        var parts = new ArrayList<String>();
        add(parts, plan.migrationCount() - starts, "migration");
        add(parts, starts, "start");
        add(parts, sum(plan, step -> step.wake().size()), "host on", "hosts on");
        add(parts, sum(plan, step -> step.sleep().size()), "host off", "hosts off");
        return String.format(
                Locale.ROOT,
                "%s in %s, %.1f GiB, about %d s",
                String.join(", ", parts),
                counted(plan.steps().size(), "step"),
                plan.copied().value() / MIB_PER_GIB,
                Math.round(plan.duration().toMillis() / 1000.0));
    }

    private static int sum(Plan plan, ToIntFunction<Step> count) {
        return plan.steps().stream().mapToInt(count).sum();
    }

    private static void add(List<String> parts, int count, String one) {
        add(parts, count, one, one + "s");
    }

    private static void add(List<String> parts, int count, String one, String many) {
        if (count > 0) {
            parts.add(count + " " + (count == 1 ? one : many));
        }
    }

    /** How many VMs cannot be where they must. */
    static String stuck(int vmCount) {
        return counted(vmCount, "VM") + " cannot be where " + (vmCount == 1 ? "it must" : "they must");
    }

    private static String counted(int count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }
}
