package io.atoll.ha.sim.cluster;

import io.atoll.ha.facts.HostCapabilities;
import io.atoll.model.HostState;

/** What a host says about itself, and what administrators want of it. */
public record HostNode(HostCapabilities capabilities, HostState state) {}
