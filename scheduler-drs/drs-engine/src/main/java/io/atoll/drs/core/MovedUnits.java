package io.atoll.drs.core;

/** The units that are not at home, in the order in which they left; all changes of the assignment go through it. */
final class MovedUnits {
    private final Assignment assignment;
    private final IntBag moved = new IntBag(64);
    private final int[] slotOf;

    MovedUnits(Assignment assignment) {
        this.assignment = assignment;
        slotOf = new int[assignment.cluster.unitCount];
        for (var u = 0; u < slotOf.length; u++) {
            if (assignment.hostOf[u] != assignment.cluster.home[u]) {
                slotOf[u] = moved.size();
                moved.add(u);
            }
        }
    }

    void place(int unit, int to) {
        var from = assignment.hostOf[unit];
        var home = assignment.cluster.home[unit];
        assignment.move(unit, to);
        if (from == home && to != home) {
            slotOf[unit] = moved.size();
            moved.add(unit);
        } else if (from != home && to == home) {
            var last = moved.pop();
            if (last != unit) {
                moved.set(slotOf[unit], last);
                slotOf[last] = slotOf[unit];
            }
        }
    }

    int size() {
        return moved.size();
    }

    boolean isEmpty() {
        return moved.isEmpty();
    }

    int get(int index) {
        return moved.get(index);
    }

    int any(Dice dice) {
        return moved.get(dice.below(moved.size()));
    }

    /** Whether each can be where the other is, at the same time. */
    boolean mayTrade(int one, int two) {
        var oneFrom = assignment.hostOf[one];
        var twoFrom = assignment.hostOf[two];
        assignment.take(one);
        assignment.take(two);
        var fits = false;
        if (assignment.acceptsAt(one, twoFrom)) {
            assignment.put(one, twoFrom);
            fits = assignment.acceptsAt(two, oneFrom);
            assignment.take(one);
        }
        assignment.put(two, twoFrom);
        assignment.put(one, oneFrom);
        return fits;
    }

    int[] toArray() {
        return moved.toArray();
    }

    /** Puts everyone where they are in {@code hostOf}, an allowed placement of the same units. */
    void restore(int[] hostOf) {
        for (var u = 0; u < hostOf.length; u++) {
            if (assignment.hostOf[u] != hostOf[u]) {
                place(u, hostOf[u]);
            }
        }
    }
}
