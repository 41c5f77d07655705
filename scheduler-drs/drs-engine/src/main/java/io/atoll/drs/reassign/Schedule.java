package io.atoll.drs.reassign;

/**
 * How one annealing goes.
 *
 * @param hot the temperature at the start, in units of cost
 * @param cold the temperature at the end
 * @param homing what it costs, in temperatures, to be away from home. There are many machines and one home: without it chance alone
 *     drives the small processes out, and what they leave in transit blocks the big ones
 */
record Schedule(double hot, double cold, double homing, Capacity capacity) {
    /** What is done about capacity. */
    enum Capacity {
        /** Every move keeps it. */
        KEPT,
        /** A unit that lacks is priced like load above safety; the price follows the temperature. */
        PRICED_LIKE_LOAD,
        /** A share of all demand for a resource costs the same whatever the resource; the price rises steadily. */
        PRICED_BY_SHARE
    }

    double temperature(double share) {
        return hot * Math.pow(cold / hot, share);
    }
}
