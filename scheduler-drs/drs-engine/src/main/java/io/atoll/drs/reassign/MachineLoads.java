package io.atoll.drs.reassign;

import io.atoll.drs.reassign.ReassignmentProblem.Balance;

/** What the machines carry: capacity with transient usage, the cost of load, and the cost of unbalance. Every change costs O(resources). */
final class MachineLoads {
    private final int resources;
    private final boolean[] inTransit;
    private final long[] weight;
    /** What a unit that a machine lacks weighs; one of the two that follow. */
    private double[] price;

    private final double[] priceLikeLoad;
    private final double[] priceByShare;

    private final long[] requirement;
    private final int[] home;
    private final Balance[] balances;
    /** Capacity above safety capacity; machine by resource. */
    private final long[] reserve;
    /** Usage above safety capacity, negative below; machine by resource. */
    private final long[] excess;
    /** Capacity that neither usage nor transient usage takes; machine by resource. */
    private final long[] room;
    /** What all machines together lack of each resource. */
    private final long[] missing;

    MachineLoads(ReassignmentProblem problem) {
        resources = problem.resources().count();
        inTransit = problem.resources().inTransit();
        weight = problem.resources().loadWeight();
        requirement = problem.processes().requirement();
        home = problem.home();
        balances = problem.balances().toArray(Balance[]::new);
        var capacity = problem.machines().capacity();
        var safety = problem.machines().safety();
        missing = new long[resources];
        reserve = new long[capacity.length];
        excess = new long[capacity.length];
        room = capacity.clone();
        for (var i = 0; i < capacity.length; i++) {
            reserve[i] = capacity[i] - safety[i];
            excess[i] = -safety[i];
        }
        priceByShare = pricesByShare();
        priceLikeLoad = pricesLikeLoad();
        price = priceLikeLoad;
        for (var process = 0; process < home.length; process++) {
            for (var r = 0; r < resources; r++) {
                room[home[process] * resources + r] -= requirement[process * resources + r];
                excess[home[process] * resources + r] += requirement[process * resources + r];
            }
        }
    }

    /** The whole demand for a resource weighs the same, whatever the resource: on average what its load would cost. */
    private double[] pricesByShare() {
        var demand = new double[resources];
        for (var i = 0; i < requirement.length; i++) {
            demand[i % resources] += requirement[i];
        }
        var weighed = 0.0;
        var weighing = 0;
        for (var r = 0; r < resources; r++) {
            weighed += weight[r] * demand[r];
            weighing += weight[r] > 0 ? 1 : 0;
        }
        var usual = Math.max(1, weighed / Math.max(1, weighing));
        var prices = new double[resources];
        for (var r = 0; r < resources; r++) {
            prices[r] = usual / Math.max(1, demand[r]);
        }
        return prices;
    }

    /** Like load; a resource whose load costs nothing weighs as much as the others do in all. */
    private double[] pricesLikeLoad() {
        var prices = priceByShare.clone();
        for (var r = 0; r < resources; r++) {
            prices[r] = weight[r] > 0 ? weight[r] : prices[r];
        }
        return prices;
    }

    /** Whether what is missing is weighed by its share of the demand from now on, or like load. */
    void weighLackByShare(boolean byShare) {
        price = byShare ? priceByShare : priceLikeLoad;
    }

    boolean fits(int process, int to) {
        var wanted = process * resources;
        var target = to * resources;
        // At home a moved process still has what it needs in transit.
        var atHome = home[process] == to;
        for (var r = 0; r < resources; r++) {
            if (requirement[wanted + r] > room[target + r] && !(atHome && inTransit[r])) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code machine} can take {@code comer} when {@code leaver}, who is there, goes. */
    boolean fitsInstead(int machine, int leaver, int comer) {
        var leaving = leaver * resources;
        var coming = comer * resources;
        var target = machine * resources;
        var leaverHome = home[leaver] == machine;
        var comerHome = home[comer] == machine;
        if (!leaverHome && !comerHome) {
            for (var r = 0; r < resources; r++) {
                if (requirement[coming + r] - requirement[leaving + r] > room[target + r]) {
                    return false;
                }
            }
            return true;
        }
        for (var r = 0; r < resources; r++) {
            var freed = leaverHome && inTransit[r] ? 0 : requirement[leaving + r];
            var taken = comerHome && inTransit[r] ? 0 : requirement[coming + r];
            if (taken - freed > room[target + r]) {
                return false;
            }
        }
        return true;
    }

    /** By how much load and balance cost more when {@code process} goes from one machine to another. */
    long shiftCost(int process, int from, int to) {
        var moving = process * resources;
        var source = from * resources;
        var target = to * resources;
        var cost = 0L;
        for (var r = 0; r < resources; r++) {
            var amount = requirement[moving + r];
            cost += weight[r] * (change(excess[source + r], -amount) + change(excess[target + r], amount));
        }
        for (var balance : balances) {
            var first = requirement[moving + balance.first()];
            var second = requirement[moving + balance.second()];
            cost += unbalance(balance, source, -first, -second) + unbalance(balance, target, first, second);
        }
        return cost;
    }

    /** By how much load and balance cost more when {@code one} and {@code other} trade their machines. */
    long swapCost(int one, int oneMachine, int other, int otherMachine) {
        var first = one * resources;
        var second = other * resources;
        var source = oneMachine * resources;
        var target = otherMachine * resources;
        var cost = 0L;
        for (var r = 0; r < resources; r++) {
            var amount = requirement[first + r] - requirement[second + r];
            cost += weight[r] * (change(excess[source + r], -amount) + change(excess[target + r], amount));
        }
        for (var balance : balances) {
            var more = requirement[first + balance.first()] - requirement[second + balance.first()];
            var than = requirement[first + balance.second()] - requirement[second + balance.second()];
            cost += unbalance(balance, source, -more, -than) + unbalance(balance, target, more, than);
        }
        return cost;
    }

    /** By how much more the machines lack, in all, when {@code process} goes from one to another; weighted. */
    double shiftLack(int process, int from, int to) {
        var moving = process * resources;
        var source = from * resources;
        var target = to * resources;
        var leavesHome = home[process] == from;
        var comesHome = home[process] == to;
        var lack = 0.0;
        for (var r = 0; r < resources; r++) {
            var amount = requirement[moving + r];
            var freed = leavesHome && inTransit[r] ? 0 : amount;
            var taken = comesHome && inTransit[r] ? 0 : amount;
            lack += price[r] * (change(-room[source + r], -freed) + change(-room[target + r], taken));
        }
        return lack;
    }

    /** By how much more the machines lack when two processes trade places. */
    double swapLack(int one, int oneMachine, int other, int otherMachine) {
        return insteadLack(oneMachine, one, other) + insteadLack(otherMachine, other, one);
    }

    private double insteadLack(int machine, int leaver, int comer) {
        var leaving = leaver * resources;
        var coming = comer * resources;
        var target = machine * resources;
        var leaverHome = home[leaver] == machine;
        var comerHome = home[comer] == machine;
        var lack = 0.0;
        for (var r = 0; r < resources; r++) {
            var freed = leaverHome && inTransit[r] ? 0 : requirement[leaving + r];
            var taken = comerHome && inTransit[r] ? 0 : requirement[coming + r];
            lack += price[r] * change(-room[target + r], taken - freed);
        }
        return lack;
    }

    private static long change(long excess, long amount) {
        return Math.max(0, excess + amount) - Math.max(0, excess);
    }

    private long unbalance(Balance balance, int machine, long first, long second) {
        var firstLeft = reserve[machine + balance.first()] - excess[machine + balance.first()];
        var secondLeft = reserve[machine + balance.second()] - excess[machine + balance.second()];
        var before = balance.target() * firstLeft - secondLeft;
        var after = balance.target() * (firstLeft - first) - (secondLeft - second);
        return balance.weight() * (Math.max(0, after) - Math.max(0, before));
    }

    void move(int process, int from, int to) {
        var moving = process * resources;
        var source = from * resources;
        var target = to * resources;
        var leavesHome = home[process] == from;
        var comesHome = home[process] == to;
        for (var r = 0; r < resources; r++) {
            var amount = requirement[moving + r];
            excess[source + r] -= amount;
            excess[target + r] += amount;
            if (!(leavesHome && inTransit[r])) {
                give(source + r, r, amount);
            }
            if (!(comesHome && inTransit[r])) {
                give(target + r, r, -amount);
            }
        }
    }

    private void give(int place, int resource, long amount) {
        missing[resource] += change(-room[place], -amount);
        room[place] += amount;
    }

    /** What is missing on all machines, weighed by {@link #price}; exactly 0 when nothing is. */
    double lack() {
        var lack = 0.0;
        for (var r = 0; r < resources; r++) {
            lack += price[r] * missing[r];
        }
        return lack;
    }

    double lack(int machine) {
        var lack = 0.0;
        for (var r = 0; r < resources; r++) {
            lack += price[r] * Math.max(0, -room[machine * resources + r]);
        }
        return lack;
    }

    /** The cost of load and balance of one machine. */
    long cost(int machine) {
        var row = machine * resources;
        var cost = 0L;
        for (var r = 0; r < resources; r++) {
            cost += weight[r] * Math.max(0, excess[row + r]);
        }
        for (var balance : balances) {
            var firstLeft = reserve[row + balance.first()] - excess[row + balance.first()];
            var secondLeft = reserve[row + balance.second()] - excess[row + balance.second()];
            cost += balance.weight() * Math.max(0, balance.target() * firstLeft - secondLeft);
        }
        return cost;
    }

    /** By how much {@code machine} costs more with {@code process} (sign 1), or without it (sign -1). */
    long costWith(int process, int machine, int sign) {
        var moving = process * resources;
        var row = machine * resources;
        var cost = 0L;
        for (var r = 0; r < resources; r++) {
            cost += weight[r] * change(excess[row + r], sign * requirement[moving + r]);
        }
        for (var balance : balances) {
            var first = sign * requirement[moving + balance.first()];
            var second = sign * requirement[moving + balance.second()];
            cost += unbalance(balance, row, first, second);
        }
        return cost;
    }

    /** Puts {@code process} on {@code machine} (sign 1) or takes it off (sign -1). */
    void put(int process, int machine, int sign) {
        var moving = process * resources;
        var row = machine * resources;
        var atHome = home[process] == machine;
        for (var r = 0; r < resources; r++) {
            var amount = sign * requirement[moving + r];
            excess[row + r] += amount;
            if (!(atHome && inTransit[r])) {
                give(row + r, r, -amount);
            }
        }
    }
}
