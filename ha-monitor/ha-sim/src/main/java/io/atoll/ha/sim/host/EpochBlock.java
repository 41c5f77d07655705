package io.atoll.ha.sim.host;

/** What the epoch block in a VM's folder holds: the last start. */
public record EpochBlock(long epoch, int host) {}
