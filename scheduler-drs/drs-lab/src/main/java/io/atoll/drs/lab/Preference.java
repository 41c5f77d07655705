package io.atoll.drs.lab;

import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.Answer.Impossible;
import io.atoll.drs.plan.Answer.Planned;
import io.atoll.drs.plan.Plan;
import java.util.TreeSet;

/** Which of two answers to one question is better: whole before partial, then fewer hosts, then less moved. */
final class Preference {
    private static final double MIB_PER_MOVE = 40 * 1024.0;

    private Preference() {}

    static boolean better(Instance instance, Answer one, Answer other) {
        var first = obstacles(one);
        var second = obstacles(other);
        if (first != second) {
            return first < second;
        }
        if (instance.objective() == Instance.Objective.CONSOLIDATE) {
            var hosts = new TreeSet<>(plan(one).finalHosts().values()).size();
            var otherHosts = new TreeSet<>(plan(other).finalHosts().values()).size();
            if (hosts != otherHosts) {
                return hosts < otherHosts;
            }
        }
        return cost(plan(one)) < cost(plan(other));
    }

    private static int obstacles(Answer answer) {
        return switch (answer) {
            case Planned(var _) -> 0;
            case Impossible(var obstacles, var _) -> obstacles.size();
        };
    }

    private static Plan plan(Answer answer) {
        return switch (answer) {
            case Planned(var plan) -> plan;
            case Impossible(var _, var partial) -> partial;
        };
    }

    private static double cost(Plan plan) {
        return plan.migrationCount() * MIB_PER_MOVE + plan.copied().value();
    }
}
