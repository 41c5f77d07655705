package io.atoll.drs.loop;

import io.atoll.drs.core.BalancePolicy;

/**
 * How much unevenness a cluster bears, from 1 (mends only what must not be) to 5 (the most even). The gap between where balancing begins and
 * where it ends is hysteresis: once even, a cluster has to become clearly less even before anybody moves again. Imbalance is that
 * of {@link io.atoll.drs.plan.Score}; that of level 3 begins at 0.3, where Proxmox's balancer begins too.
 */
public enum BalanceLevel {
    /** Broken rules and hosts above their limits, nothing else. */
    ONLY_MENDS(1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY),
    CALM(2, 0.40, 0.30, 0.100),
    USUAL(3, 0.30, 0.20, 0.050),
    KEEN(4, 0.20, 0.14, 0.035),
    EAGER(5, 0.14, 0.0999, 0.025);

    private final int number;
    private final double triggerImbalance;
    private final double targetImbalance;
    private final double gainPerMove;

    BalanceLevel(int number, double triggerImbalance, double targetImbalance, double gainPerMove) {
        this.number = number;
        this.triggerImbalance = triggerImbalance;
        this.targetImbalance = targetImbalance;
        this.gainPerMove = gainPerMove;
    }

    /** The level of this number; anything but 1 to 5 is refused with an IllegalArgumentException. */
    public static BalanceLevel of(int number) {
        if (number < 1 || number > values().length) {
            throw new IllegalArgumentException(
                    "A balance level is a number from 1 to %d, not %d.".formatted(values().length, number));
        }
        return values()[number - 1];
    }

    public int number() {
        return number;
    }

    /** Above it evenness is worth moves. */
    public double triggerImbalance() {
        return triggerImbalance;
    }

    /** Down to it moves are made once there are any. */
    public double targetImbalance() {
        return targetImbalance;
    }

    /** Whether evenness counts at all. */
    public boolean evens() {
        return this != ONLY_MENDS;
    }

    BalancePolicy policy() {
        return new BalancePolicy(
                targetImbalance, BalancePolicy.DEFAULT.knee(), BalancePolicy.DEFAULT.gibPerMove(), gainPerMove);
    }
}
