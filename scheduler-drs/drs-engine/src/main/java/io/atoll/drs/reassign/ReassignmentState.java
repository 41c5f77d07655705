package io.atoll.drs.reassign;

/**
 * An assignment of every process with its cost, kept up to date move by move. It starts with everybody at home. Conflict, spread and
 * dependency are kept by every move that has a cost; capacity may be exceeded on the way, and {@link #lack} says by how much.
 */
final class ReassignmentState {
    /** The cost of a move that breaks a constraint. */
    static final long FORBIDDEN = Long.MAX_VALUE;

    private final int[] service;
    private final int[] machine;
    private final int[] home;
    private final Tenants tenants;
    /** How many processes of a service are nowhere at present. */
    private final int[] nowhere;

    private final MachineLoads loads;
    private final ServicePlaces places;
    private final MoveCosts moves;
    private long cost;

    ReassignmentState(ReassignmentProblem problem) {
        service = problem.processes().service();
        machine = problem.home().clone();
        home = problem.home();
        tenants = new Tenants(machine, problem.machines().count());
        nowhere = new int[problem.services().count()];
        loads = new MachineLoads(problem);
        places = new ServicePlaces(problem);
        moves = new MoveCosts(problem);
        for (var i = 0; i < problem.machines().count(); i++) {
            cost += loads.cost(i);
        }
    }

    long cost() {
        return cost;
    }

    /** What all machines together lack to carry what is on them and in transit, weighed like load; 0: every constraint is kept. */
    double lack() {
        return loads.lack();
    }

    int machine(int process) {
        return machine[process];
    }

    int[] machines() {
        return machine.clone();
    }

    /** Whether {@code process} finds all it needs on {@code to}. */
    boolean fits(int process, int to) {
        return loads.fits(process, to);
    }

    /** Whether two processes find all they need where the other is now. */
    boolean fitSwapped(int one, int other) {
        var here = machine[one];
        var there = machine[other];
        return here != there && loads.fitsInstead(here, one, other) && loads.fitsInstead(there, other, one);
    }

    /** By how much the cost grows when {@code process} goes to {@code to}, whether it fits or not; {@link #FORBIDDEN} if it may not. */
    long shiftCost(int process, int to) {
        var from = machine[process];
        if (from == to || !places.mayShift(service[process], from, to)) {
            return FORBIDDEN;
        }
        return loads.shiftCost(process, from, to) + moves.shiftCost(process, from, to);
    }

    /** By how much {@link #lack} grows with that. */
    double shiftLack(int process, int to) {
        return loads.shiftLack(process, machine[process], to);
    }

    /** By how much the cost grows when two processes trade their machines, whether they fit or not, or {@link #FORBIDDEN}. */
    long swapCost(int one, int other) {
        var here = machine[one];
        var there = machine[other];
        if (here == there || !places.maySwap(service[one], here, service[other], there)) {
            return FORBIDDEN;
        }
        return loads.swapCost(one, here, other, there) + moves.swapCost(one, here, other, there);
    }

    /** By how much {@link #lack} grows with that. */
    double swapLack(int one, int other) {
        return loads.swapLack(one, machine[one], other, machine[other]);
    }

    /** @param growth what {@link #shiftCost} said */
    void shift(int process, int to, long growth) {
        move(process, to);
        cost += growth;
    }

    /** @param growth what {@link #swapCost} said */
    void swap(int one, int other, long growth) {
        var here = machine[one];
        move(one, machine[other]);
        move(other, here);
        cost += growth;
    }

    /** Undoes a shift from {@code from}; only the latest may be undone, then the one before it. */
    void takeBack(int process, int from) {
        shift(process, from, shiftCost(process, from));
    }

    /** What load and balance of one machine cost. */
    long loadCost(int machine) {
        return loads.cost(machine);
    }

    /** What one machine lacks, weighed like load. */
    double lack(int machine) {
        return loads.lack(machine);
    }

    /** Puts every process where {@code wanted} says, an assignment that this state had before. */
    void restore(int[] wanted, long itsCost) {
        for (var process = 0; process < machine.length; process++) {
            if (machine[process] != wanted[process]) {
                move(process, wanted[process]);
            }
        }
        cost = itsCost;
    }

    private void move(int process, int to) {
        var from = machine[process];
        loads.move(process, from, to);
        places.leave(service[process], from);
        places.enter(service[process], to);
        moves.move(process, from, to);
        tenants.leave(process, from);
        tenants.enter(process, to);
        machine[process] = to;
    }

    /** See {@link MachineLoads#weighLackByShare}. */
    void weighLackByShare(boolean byShare) {
        loads.weighLackByShare(byShare);
    }

    int home(int process) {
        return home[process];
    }

    /** How many processes are on {@code machine}. */
    int tenants(int machine) {
        return tenants.count(machine);
    }

    int tenant(int machine, int index) {
        return tenants.get(machine, index);
    }

    /** Takes {@code process} off its machine; until it is inserted somewhere it costs nothing, and spread and dependency may not hold. */
    void remove(int process) {
        var from = machine[process];
        cost += loads.costWith(process, from, -1);
        loads.put(process, from, -1);
        places.leave(service[process], from);
        tenants.leave(process, from);
        if (from != home[process]) {
            cost += moves.shiftCost(process, from, home[process]);
            moves.move(process, from, home[process]);
        }
        nowhere[service[process]]++;
    }

    /** Whether a removed process fits on {@code to} and may be there, as far as that can be said before the others are back. */
    boolean mayInsert(int process, int to) {
        return loads.fits(process, to) && places.mayEnter(service[process], to, nowhere[service[process]] - 1);
    }

    /** By how much the cost grows when a removed process goes to {@code to}. */
    long insertCost(int process, int to) {
        var moving = to == home[process] ? 0 : moves.shiftCost(process, home[process], to);
        return loads.costWith(process, to, 1) + moving;
    }

    /** Puts a removed process somewhere. */
    void insert(int process, int to) {
        cost += insertCost(process, to);
        loads.put(process, to, 1);
        places.enter(service[process], to);
        tenants.enter(process, to);
        if (to != home[process]) {
            moves.move(process, home[process], to);
        }
        machine[process] = to;
        nowhere[service[process]]--;
    }

    /** Whether spread and dependency hold after the first {@code count} of {@code processes} left the machines of {@code from}. */
    boolean keepsRules(int[] processes, int[] from, int count) {
        for (var i = 0; i < count; i++) {
            if (!places.keepsRules(service[processes[i]], from[i], machine[processes[i]])) {
                return false;
            }
        }
        return true;
    }
}
