/**
 * Questions about a whole cluster and their answers: balance, consolidate, evacuate, place, restart, repair, and the same asked
 * of a cluster that does not exist yet. An answer is an ordered plan every moment of which keeps capacity, must-rules and
 * limits, or the list of those who are in the way. Pure: equal clusters, questions and seeds give equal plans. Start reading at
 * {@link io.atoll.drs.plan.Scheduler}.
 */
@NullMarked
package io.atoll.drs.plan;

import org.jspecify.annotations.NullMarked;
