package io.atoll.drs.lab;

import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.Answer.Impossible;
import io.atoll.drs.plan.Answer.Planned;
import io.atoll.drs.plan.Obstacle;
import io.atoll.drs.plan.Plan;
import io.atoll.drs.plan.Warnings;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes an answer as a {@code drs-plan/1} document on one line. */
final class PlanWriter {
    private static final String PRODUCER = "atoll-drs 0.1";

    private final StringBuilder out = new StringBuilder(1 << 16);
    private final Cluster cluster;
    private final ReachNames names;

    private PlanWriter(Cluster cluster, ReachNames names) {
        this.cluster = cluster;
        this.names = names;
    }

    /** @param explanation more members, each with a comma before it; may be empty */
    static String write(Instance instance, Answer answer, long wallMillis, String explanation) {
        var writer = new PlanWriter(instance.cluster(), instance.reachNames());
        writer.document(instance.name(), answer, wallMillis, explanation);
        return writer.out.toString();
    }

    private void document(String name, Answer answer, long wallMillis, String explanation) {
        var plan = switch (answer) {
            case Planned(var done) -> done;
            case Impossible(var _, var partial) -> partial;
        };
        out.append("{\"schema\":\"drs-plan/1\",\"instance\":");
        text(name);
        out.append(",\"producer\":");
        text(PRODUCER);
        out.append(",\"wallMillis\":").append(wallMillis).append(",\"steps\":");
        list(plan.steps(), this::step);
        out.append(",\"finalHostByVm\":{");
        finalHosts(plan);
        out.append("},\"predicted\":{\"seconds\":")
                .append(plan.duration().toMillis() / 1000.0)
                .append(",\"copiedMib\":")
                .append(plan.copied().value())
                .append('}');
        var warnings = Warnings.of(cluster, plan);
        if (!warnings.isEmpty()) {
            out.append(",\"warnings\":");
            list(warnings, this::text);
        }
        if (answer instanceof Impossible(var obstacles, var _)) {
            out.append(",\"blocking\":");
            list(obstacles, this::obstacle);
        }
        out.append(explanation).append('}');
    }

    /** VMs and their hosts are both in the order of the VMs' ids, so that nothing need be looked up. */
    private void finalHosts(Plan plan) {
        var placed = plan.finalHosts().entrySet().iterator();
        var next = placed.hasNext() ? placed.next() : null;
        var first = true;
        for (var vm : cluster.vms().values()) {
            out.append(first ? "" : ",");
            first = false;
            text(vm.name());
            out.append(':');
            if (next != null && next.getKey().equals(vm.id())) {
                host(next.getValue());
                next = placed.hasNext() ? placed.next() : null;
            } else {
                host(null);
            }
        }
    }

    private void step(Plan.Step step) {
        out.append("{\"powerOnHostIds\":");
        list(step.wake(), this::host);
        out.append(",\"migrations\":");
        list(step.migrations(), this::migration);
        out.append(",\"powerOffHostIds\":");
        list(step.sleep(), this::host);
        out.append(",\"seconds\":").append(step.duration().toMillis() / 1000.0).append('}');
    }

    private void migration(Plan.Migration migration) {
        out.append("{\"vmId\":");
        vm(migration.vm());
        out.append(",\"fromHostId\":");
        host(migration.from());
        out.append(",\"toHostId\":");
        host(migration.to());
        out.append(",\"copiedMib\":").append(migration.copied().value());
        out.append(",\"seconds\":").append(migration.duration().toMillis() / 1000.0);
        out.append(",\"pauseSeconds\":")
                .append(migration.pause().toMillis() / 1000.0)
                .append('}');
    }

    private void obstacle(Obstacle obstacle) {
        out.append("{\"vmId\":");
        text(obstacle.vmName());
        out.append(",\"reason\":");
        text(names.named(obstacle.reason()));
        out.append('}');
    }

    private <T> void list(Collection<T> items, java.util.function.Consumer<? super T> writer) {
        out.append('[');
        var first = true;
        for (var item : List.copyOf(items)) {
            out.append(first ? "" : ",");
            first = false;
            writer.accept(item);
        }
        out.append(']');
    }

    private void vm(VmId id) {
        text(Objects.requireNonNull(cluster.vms().get(id)).name());
    }

    private void host(@Nullable HostId id) {
        if (id == null) {
            out.append("null");
        } else {
            text(Objects.requireNonNull(cluster.hosts().get(id)).name());
        }
    }

    private void text(String value) {
        JsonText.append(out, value);
    }
}
