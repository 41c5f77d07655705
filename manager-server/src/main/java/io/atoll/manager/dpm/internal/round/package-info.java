/** Looks at clusters by the clock. Start reading at {@link io.atoll.manager.dpm.internal.round.DpmRounds}. */
@NullMarked
package io.atoll.manager.dpm.internal.round;

import org.jspecify.annotations.NullMarked;
