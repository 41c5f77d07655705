/** One look at a cluster: what is known of it, what the scheduler says, what is kept of that. Start reading at {@link io.atoll.manager.drs.internal.round.DrsRounds}. */
@NullMarked
package io.atoll.manager.drs.internal.round;

import org.jspecify.annotations.NullMarked;
