package io.atoll.ha.sim.cluster;

/** What a host's fence node holds. */
public record FenceNode(boolean raised, String by) {}
