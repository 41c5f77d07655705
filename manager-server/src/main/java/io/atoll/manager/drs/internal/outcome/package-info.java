/** Whether migrations helped. Start reading at {@link io.atoll.manager.drs.internal.outcome.OutcomeKeeper}. */
@NullMarked
package io.atoll.manager.drs.internal.outcome;

import org.jspecify.annotations.NullMarked;
