package io.atoll.ha.sim.agent;

/** To migrate a VM while it runs, if it still has this epoch. */
public record MigrationOrder(long epoch, int to) {}
