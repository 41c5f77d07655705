/**
 * Power saving that looks at a cluster again and again: which host sleeps, which wakes, and in words why each of the others does
 * not sleep. Pure, like the rest of the scheduler: samples, wake times and the time are among the facts. Start reading at
 * {@link io.atoll.drs.power.PowerRound}.
 */
@NullMarked
package io.atoll.drs.power;

import org.jspecify.annotations.NullMarked;
