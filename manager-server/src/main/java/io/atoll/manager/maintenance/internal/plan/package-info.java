/** Pure: facts in, plans and new items out; no clock, no I/O. Start reading at {@code ItemLedger} and {@code EvacuationPlanner}. */
@NullMarked
package io.atoll.manager.maintenance.internal.plan;

import org.jspecify.annotations.NullMarked;
