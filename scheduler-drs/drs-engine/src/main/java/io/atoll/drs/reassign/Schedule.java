package io.atoll.drs.reassign;

/**
 * How one annealing goes.
 *
 * @param hot the temperature at the start, in units of cost
 * @param cold the temperature at the end
 * @param homing what it costs, in temperatures, to be away from home. There are many machines and one home: without it chance alone
 *     drives the small processes out, and what they leave in transit blocks the big ones
 * @param strict whether capacity is kept by every move; otherwise it has a price
 */
record Schedule(double hot, double cold, double homing, boolean strict) {
    double temperature(double share) {
        return hot * Math.pow(cold / hot, share);
    }
}
