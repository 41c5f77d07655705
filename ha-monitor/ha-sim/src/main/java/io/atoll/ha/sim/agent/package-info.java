/**
 * The agent of a simulated host: it does what the real one does around the production engine and lease, and decides nothing
 * by itself. It beats, watches, steps the engine, carries decisions out, and starts VMs by rule H3. Start reading at
 * {@link io.atoll.ha.sim.agent.Agent}.
 */
@NullMarked
package io.atoll.ha.sim.agent;

import org.jspecify.annotations.NullMarked;
