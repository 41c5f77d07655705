/**
 * The judge of a simulated story. It sees everything at its true time and knows nothing of the protocol, only of what must
 * never be: two live copies of a VM, an epoch that goes back, a takeover that was acknowledged and then lost, a VM that
 * stays down although nothing is wrong any more. Start reading at {@link io.atoll.ha.sim.check.Checker}.
 */
@NullMarked
package io.atoll.ha.sim.check;

import org.jspecify.annotations.NullMarked;
