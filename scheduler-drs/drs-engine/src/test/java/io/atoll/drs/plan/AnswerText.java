package io.atoll.drs.plan;

import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** An answer in plain words, one line for each step, obstacle and figure. */
final class AnswerText {
    private AnswerText() {}

    static List<String> lines(Cluster cluster, Answer answer) {
        var lines = new ArrayList<String>();
        var plan = switch (answer) {
            case Answer.Planned(var done) -> done;
            case Answer.Impossible(var obstacles, var partial) -> {
                obstacles.forEach(o -> lines.add("impossible: %s %s".formatted(o.vmName(), o.reason())));
                yield partial;
            }
        };
        for (var i = 0; i < plan.steps().size(); i++) {
            var step = plan.steps().get(i);
            step.wake().forEach(host -> lines.add("wake " + name(cluster, host)));
            lines.add("step %d: %s".formatted(i + 1, moves(cluster, step)));
            step.sleep().forEach(host -> lines.add("sleep " + name(cluster, host)));
        }
        if (plan.steps().isEmpty()) {
            lines.add("nothing to do");
        }
        lines.add(figures(cluster, plan));
        return lines;
    }

    private static String moves(Cluster cluster, Plan.Step step) {
        return step.migrations().isEmpty()
                ? "no moves"
                : step.migrations().stream()
                        .map(m -> m.from() == null
                                ? "start %s on %s".formatted(vm(cluster, m), name(cluster, m.to()))
                                : "%s %s>%s".formatted(vm(cluster, m), name(cluster, m.from()), name(cluster, m.to())))
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static String figures(Cluster cluster, Plan plan) {
        Map<io.atoll.model.VmId, HostId> start = PlanReferee.start(cluster);
        return String.format(
                Locale.ROOT,
                "%d moves, %d GiB, %d to %d hosts in use, imbalance %.3f to %.3f",
                plan.migrationCount(),
                plan.copied().value() / 1024,
                PlanReferee.hostsInUse(start),
                PlanReferee.hostsInUse(plan.finalHosts()),
                PlanReferee.imbalance(cluster, start),
                PlanReferee.imbalance(cluster, plan.finalHosts()));
    }

    private static String vm(Cluster cluster, Plan.Migration migration) {
        return Objects.requireNonNull(cluster.vms().get(migration.vm())).name();
    }

    private static String name(Cluster cluster, HostId host) {
        return Objects.requireNonNull(cluster.hosts().get(host)).name();
    }
}
