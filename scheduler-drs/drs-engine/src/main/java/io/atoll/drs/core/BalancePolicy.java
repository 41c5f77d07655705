package io.atoll.drs.core;

/**
 * What balance is worth. Moves are paid for with evenness: the search looks for the cheapest set of moves that brings the
 * imbalance (standard deviation of CPU shares plus that of memory shares) down to the target.
 *
 * @param targetImbalance below it, evenness alone is no longer worth a move
 * @param knee the CPU share above which a host's VMs begin to wait for processors
 * @param gibPerMove how many GiB of copying are as bad as one more VM being moved
 * @param gainPerMoveBelowTarget a single move that gains this much imbalance is still made below the target
 */
public record BalancePolicy(double targetImbalance, double knee, double gibPerMove, double gainPerMoveBelowTarget) {
    public static final BalancePolicy DEFAULT = new BalancePolicy(0.0999, 0.8, 24, 0.025);
}
