/**
 * Balances clusters by themselves (DRS): looks at each every minute, recommends migrations with their reasons, carries them
 * out where that is wanted, and says afterwards whether they helped. What is to move the scheduler decides ({@code io.atoll.drs.loop}); how a
 * VM moves is the affair of {@code vm}. Start reading at {@code internal.round.DrsRounds}.
 */
@NullMarked
package io.atoll.manager.drs;

import org.jspecify.annotations.NullMarked;
