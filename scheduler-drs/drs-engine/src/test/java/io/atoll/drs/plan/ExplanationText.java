package io.atoll.drs.plan;

import io.atoll.drs.plan.Explanation.Alternative;
import io.atoll.drs.plan.Explanation.HostTerms;
import io.atoll.drs.plan.Explanation.MoveReason;
import io.atoll.drs.plan.Explanation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** An explanation in plain words, one line for each thing said. */
final class ExplanationText {
    private ExplanationText() {}

    static List<String> lines(Explanation explanation) {
        var lines = new ArrayList<String>();
        explanation.power().forEach(power -> lines.add("power %s: %s".formatted(power.hostName(), power.text())));
        explanation.moves().forEach(move -> move(lines, move));
        explanation.stays().forEach(stay -> {
            lines.add("stays %s on %s: %s"
                    .formatted(stay.vmName(), stay.hostName(), stay.cause().text()));
            lines.add("  " + stay.text());
        });
        explanation
                .hosts()
                .forEach(host -> lines.add("host %s: %s; to empty it: %s"
                        .formatted(
                                host.hostName(),
                                host.binding().text(),
                                Objects.requireNonNull(host.emptying()).text())));
        return lines;
    }

    private static void move(List<String> lines, MoveReason move) {
        var from = move.from();
        lines.add("move %s %sto %s: %s (%s)"
                .formatted(
                        move.vmName(),
                        from == null ? "" : "from " + from.hostName() + " ",
                        move.to().hostName(),
                        move.reason().text(),
                        move.reason().kind()));
        if (from != null) {
            lines.add("  from %s > %s".formatted(terms(from.before()), terms(from.after())));
        }
        lines.add("  to %s > %s, copies %s MiB in %d s"
                .formatted(
                        terms(move.to().before()),
                        terms(move.to().after()),
                        Figures.whole(move.cost().copiedMib()),
                        move.cost().duration().toSeconds()));
        move.preferences()
                .forEach(change -> lines.add("  preference %s: %s > %s migrations"
                        .formatted(
                                change.name(),
                                Figures.decimal(change.before(), 1),
                                Figures.decimal(change.after(), 1))));
        move.alternatives().forEach(alternative -> lines.add("  not " + alternative(alternative, move)));
        var other = move.otherVm();
        if (other != null) {
            lines.add("  not %s %s".formatted(other.vmName(), other.text(move.vmName())));
        }
    }

    private static String alternative(Alternative alternative, MoveReason move) {
        return alternative.hostName()
                + (alternative.verdict() instanceof Verdict.Refused ? ", which " : ": ")
                + alternative.verdict().text(move.to().hostName());
    }

    private static String terms(HostTerms terms) {
        var text = new StringBuilder(
                "CPU %s memory %s".formatted(Figures.percent(terms.cpuShare()), Figures.percent(terms.memoryShare())));
        terms.sufferers()
                .forEach(sufferer -> text.append(" (%s gets %s of %s MHz)"
                        .formatted(
                                sufferer.vmName(),
                                Figures.whole(sufferer.getsMhz()),
                                Figures.whole(sufferer.entitledMhz()))));
        return text.toString();
    }
}
