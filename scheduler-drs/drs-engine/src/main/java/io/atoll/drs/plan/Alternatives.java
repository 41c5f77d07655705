package io.atoll.drs.plan;

import static io.atoll.drs.plan.Ledger.NOWHERE;

import io.atoll.drs.plan.Explanation.Alternative;
import io.atoll.drs.plan.Explanation.OtherVm;
import io.atoll.drs.plan.Explanation.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What else could have been done instead of a move: other hosts for the VM, another VM for the host. */
final class Alternatives {
    private static final int MOST = 3;

    private final Ledger ledger;
    private final Objections objections;
    private final BitSet emptied;
    private final BitSet asleepAtStart = new BitSet();
    private final boolean wantsFewHosts;
    private final Supplier<Ending> laterEnding;
    private @Nullable Ending ending;

    /** The best by their score, smaller totals first; the rest is forgotten. */
    private static final class Ranking {
        final int[] hosts = new int[MOST];
        final double[] totals = new double[MOST];

        Ranking() {
            Arrays.fill(hosts, NOWHERE);
            Arrays.fill(totals, Double.POSITIVE_INFINITY);
        }

        void offer(int host, double total) {
            var place = MOST;
            while (place > 0 && total < totals[place - 1]) {
                place--;
            }
            if (place < MOST) {
                System.arraycopy(hosts, place, hosts, place + 1, MOST - place - 1);
                System.arraycopy(totals, place, totals, place + 1, MOST - place - 1);
                hosts[place] = host;
                totals[place] = total;
            }
        }

        boolean has(int host) {
            return Arrays.stream(hosts).anyMatch(h -> h == host);
        }
    }

    /** @param otherVm null: nobody else could have gone there */
    record Rejected(List<Alternative> hosts, @Nullable OtherVm otherVm) {
        /** Where there was no time to look. */
        static final Rejected UNKNOWN = new Rejected(List.of(), null);
    }

    /**
     * @param ledger as everyone is at the start
     * @param emptied hosts that the plan lets sleep at its end: nobody goes there
     * @param wantsFewHosts whether the question is to let hosts sleep
     * @param ending the end of the plan, which is asked for once it is needed
     */
    Alternatives(Ledger ledger, Objections objections, BitSet emptied, boolean wantsFewHosts, Supplier<Ending> ending) {
        this.wantsFewHosts = wantsFewHosts;
        for (var h = 0; h < ledger.hosts.length; h++) {
            asleepAtStart.set(h, !ledger.on[h]);
        }
        laterEnding = ending;
        this.ledger = ledger;
        this.objections = objections;
        this.emptied = emptied;
    }

    /** What could have been done, just before the VM moves {@code to} there; leaves everyone where they are. */
    Rejected of(int vm, int to) {
        var from = ledger.at[vm];
        var group = objections.together(vm);
        ledger.move(vm, NOWHERE);
        var ranking = new Ranking();
        var fitting = NOWHERE;
        var fittingTotal = Double.POSITIVE_INFINITY;
        for (var h = 0; h < ledger.hosts.length; h++) {
            if (isCandidate(h) && h != to && h != from) {
                var total = ledger.totalIf(vm, h);
                ranking.offer(h, total);
                if (total < fittingTotal && objections.toComing(group, h) == null) {
                    fitting = h;
                    fittingTotal = total;
                }
            }
        }
        if (fitting != NOWHERE && !ranking.has(fitting)) {
            ranking.hosts[MOST - 1] = fitting;
        }
        var chosen = scoreWith(vm, to);
        var found = new ArrayList<Alternative>();
        for (var host : ranking.hosts) {
            if (host != NOWHERE) {
                found.add(new Alternative(ledger.hosts[host].name(), verdict(vm, group, host, to, chosen)));
            }
        }
        ledger.move(vm, from);
        return new Rejected(found, from == NOWHERE ? null : otherVm(vm, from, to, chosen));
    }

    private Ending ending() {
        if (ending == null) {
            ending = laterEnding.get();
        }
        return ending;
    }

    private boolean isCandidate(int host) {
        return ledger.on[host] && !emptied.get(host) && !objections.isClosed(host);
    }

    private Verdict verdict(int vm, Group group, int host, int to, Score chosen) {
        var objection = objections.toComing(group, host);
        if (objection != null) {
            return new Verdict.Refused(objection);
        }
        var precedence = precedence(host, to);
        var difference = scoreWith(vm, host).minus(chosen);
        return new Verdict.Possible(
                precedence == Verdict.Precedence.HOSTS_THAT_ARE_ON ? woken(difference, host) : difference,
                ending().differenceWith(vm, host),
                precedence);
    }

    private Verdict.Precedence precedence(int host, int to) {
        if (asleepAtStart.get(host) && !asleepAtStart.get(to)) {
            return Verdict.Precedence.HOSTS_THAT_ARE_ON;
        }
        return wantsFewHosts ? Verdict.Precedence.FEW_HOSTS : Verdict.Precedence.NONE;
    }

    /** A host that sleeps before the plan is never a saving: what it draws without anyone counts too. */
    private Score woken(Score difference, int host) {
        var watts = ledger.hosts[host].power().wattsAt(0);
        return difference.plus(new Score(0, 0, 0, 0, watts, 1));
    }

    private Score scoreWith(int vm, int host) {
        ledger.move(vm, host);
        var score = ledger.score();
        ledger.move(vm, NOWHERE);
        return score;
    }

    /** The VM of the same host whose going there instead leads to the best score. */
    private @Nullable OtherVm otherVm(int vm, int from, int to, Score chosen) {
        var best = NOWHERE;
        var bestTotal = Double.POSITIVE_INFINITY;
        for (var other : ledger.residents(from).toArray()) {
            var group = objections.together(other);
            if (other == vm || group.vms.size() > 1 || objections.toLeaving(group) != null) {
                continue;
            }
            var total = ledger.totalIf(other, to);
            if (total < bestTotal && objections.toComing(group, to) == null) {
                best = other;
                bestTotal = total;
            }
        }
        if (best == NOWHERE) {
            return null;
        }
        ledger.move(best, to);
        var then = ledger.score();
        ledger.move(best, from);
        var movesToo = ending().moves(best);
        return new OtherVm(
                ledger.vms[best].name(),
                then.minus(chosen),
                movesToo,
                movesToo ? null : ending().differenceWithout(vm, from, best, to));
    }
}
