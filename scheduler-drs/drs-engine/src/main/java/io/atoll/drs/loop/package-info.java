/**
 * What a cluster that is looked at again and again decides each time: whether it is uneven for long enough, who may move again, and
 * what is worth it. Pure, like the rest of the scheduler: the past is among the facts. {@link io.atoll.drs.loop.BalanceReplay} lets
 * the same decisions act on recorded load. Start reading at {@link io.atoll.drs.loop.BalanceRound}.
 */
@NullMarked
package io.atoll.drs.loop;

import org.jspecify.annotations.NullMarked;
