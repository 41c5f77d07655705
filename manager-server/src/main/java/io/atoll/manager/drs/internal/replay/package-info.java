/** What levels of balancing would have done with recorded load. Start reading at {@link io.atoll.manager.drs.internal.replay.ReplayStep}. */
@NullMarked
package io.atoll.manager.drs.internal.replay;

import org.jspecify.annotations.NullMarked;
