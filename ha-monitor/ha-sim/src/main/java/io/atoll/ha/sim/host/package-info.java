/**
 * A simulated host: the enforcer pair around the production {@link io.atoll.ha.lease.HolderLease}, the cgroup with its QEMU
 * processes, image locks. The agent, which drives the rest, is in {@link io.atoll.ha.sim.agent}. Start reading at
 * {@link io.atoll.ha.sim.host.EnforcerPair}.
 */
@NullMarked
package io.atoll.ha.sim.host;

import org.jspecify.annotations.NullMarked;
