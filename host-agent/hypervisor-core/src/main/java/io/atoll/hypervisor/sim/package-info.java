/**
 * The hypervisor contract in memory: hosts that share disks and a network, guests that only count, and a clock that is
 * passed in. The same calls at the same times give the same results, so whole clusters can be simulated and replayed.
 * Keeps to the contract test that the QEMU driver keeps to. Start reading at {@link io.atoll.hypervisor.sim.SimWorld}.
 */
@NullMarked
package io.atoll.hypervisor.sim;

import org.jspecify.annotations.NullMarked;
