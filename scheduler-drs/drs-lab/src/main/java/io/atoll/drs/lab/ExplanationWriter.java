package io.atoll.drs.lab;

import io.atoll.drs.plan.Explanation;
import io.atoll.drs.plan.Explanation.Change;
import io.atoll.drs.plan.Explanation.HostReason;
import io.atoll.drs.plan.Explanation.Load;
import io.atoll.drs.plan.Explanation.MoveReason;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the reasons behind a plan as one more member of its document. */
final class ExplanationWriter {
    private final StringBuilder out = new StringBuilder(1 << 14);

    private ExplanationWriter() {}

    static String write(Explanation explanation) {
        var writer = new ExplanationWriter();
        writer.out.append(",\"explanation\":{\"moves\":");
        writer.list(explanation.moves(), writer::move);
        writer.out.append(",\"hosts\":");
        writer.list(explanation.hosts(), writer::host);
        return writer.out.append('}').toString();
    }

    private void move(MoveReason move) {
        member("{\"vmId\":", move.vmName());
        member(",\"reason\":", move.reason());
        out.append(",\"from\":");
        change(move.from());
        out.append(",\"to\":");
        change(move.to());
        out.append(",\"imbalanceBefore\":").append(number(move.imbalanceBefore()));
        out.append(",\"imbalanceAfter\":").append(number(move.imbalanceAfter()));
        out.append(",\"alternatives\":");
        list(move.alternatives(), alternative -> {
            member("{\"hostId\":", alternative.hostName());
            member(",\"whyNot\":", alternative.whyNot());
            out.append('}');
        });
        out.append('}');
    }

    private void change(@Nullable Change change) {
        if (change == null) {
            out.append("null");
            return;
        }
        member("{\"hostId\":", change.hostName());
        load(",\"before\":", change.before());
        load(",\"after\":", change.after());
        out.append('}');
    }

    private void host(HostReason host) {
        member("{\"hostId\":", host.hostName());
        load(",\"end\":", host.end());
        member(",\"binding\":", host.binding());
        member(",\"toEmpty\":", host.toEmpty());
        out.append('}');
    }

    private void load(String name, Load load) {
        out.append(name).append("{\"cpuShare\":").append(number(load.cpuShare()));
        out.append(",\"memoryShare\":").append(number(load.memoryShare())).append('}');
    }

    private void member(String name, String value) {
        out.append(name);
        JsonText.append(out, value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private <T> void list(List<T> items, Consumer<? super T> writer) {
        out.append('[');
        for (var i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ",");
            writer.accept(items.get(i));
        }
        out.append(']');
    }
}
