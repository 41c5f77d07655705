/**
 * The HA engine: facts and time in, decisions out. It holds no clock and does no I/O; every agent steps it all the time, and only
 * the HA leader gets decisions that change something. Start reading at {@link io.atoll.ha.engine.HaEngine}.
 */
@NullMarked
package io.atoll.ha.engine;

import org.jspecify.annotations.NullMarked;
