/**
 * The simulated world below the protocol: time, chance, processes that pause and die, links that cut and lose, ZooKeeper
 * and shared pools with their lies and delays. It knows nothing of HA. Times are nanoseconds of true time unless a name
 * says local. Start reading at {@link io.atoll.ha.sim.world.EventQueue}.
 */
@NullMarked
package io.atoll.ha.sim.world;

import org.jspecify.annotations.NullMarked;
