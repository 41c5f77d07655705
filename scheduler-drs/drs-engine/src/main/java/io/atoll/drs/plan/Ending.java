package io.atoll.drs.plan;

import java.util.BitSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The cluster as the plan leaves it, and what a single change to the plan would have made of it. */
final class Ending {
    private final Ledger ledger;
    private final Objections objections;
    private final BitSet moved = new BitSet();
    private final Score score;

    /**
     * @param ledger the start; is led to the end
     * @param closed hosts that are being emptied
     */
    Ending(Ledger ledger, BitSet closed, Plan plan) {
        this.ledger = ledger;
        objections = new Objections(ledger, closed);
        for (var step : plan.steps()) {
            step.wake().forEach(host -> ledger.wake(ledger.host(host)));
            for (var migration : step.migrations()) {
                var vm = ledger.vm(migration.vm());
                moved.set(vm);
                ledger.move(vm, ledger.host(migration.to()));
            }
            step.sleep().forEach(host -> ledger.sleep(ledger.host(host)));
        }
        score = ledger.score();
    }

    boolean moves(int vm) {
        return moved.get(vm);
    }

    /** With the VM on this host in the end; null: a constraint forbids it. */
    @Nullable
    Score differenceWith(int vm, int host) {
        var at = ledger.at[vm];
        if (at != host && objections.toComing(objections.together(vm), host) != null) {
            return null;
        }
        ledger.move(vm, host);
        var difference = ledger.score().minus(score);
        ledger.move(vm, at);
        return difference;
    }

    /** With the VM where it came from and another one in its place; null: a constraint forbids it. */
    @Nullable
    Score differenceWithout(int vm, int from, int other, int to) {
        var at = ledger.at[vm];
        var otherAt = ledger.at[other];
        ledger.move(vm, Ledger.NOWHERE);
        ledger.move(other, Ledger.NOWHERE);
        var allowed = objections.toComing(alone(vm), from) == null;
        ledger.move(vm, from);
        allowed &= objections.toComing(alone(other), to) == null;
        ledger.move(other, to);
        var difference = allowed ? ledger.score().minus(score) : null;
        ledger.move(vm, at);
        ledger.move(other, otherAt);
        return difference;
    }

    private Group alone(int vm) {
        var group = new TreeSet<Integer>();
        group.add(vm);
        return new Group(group, ledger);
    }
}
