/**
 * Alarms: what people want watched (definitions), what was found (alarms, from raised to cleared), and who is told (notification
 * channels). On the leader {@code internal.watch} reads facts every ten seconds, {@code internal.engine} judges them, and
 * what changed is written, published as an event and queued for the channels in one transaction; {@code internal.notify} then
 * delivers outside any transaction. What HA says of its clusters is one of the facts, so all alarms are in one list.
 *
 * <p>Never acts on what it finds, never guesses where data is missing. Percent are 0 to 100, times UTC. Start reading at
 * {@link io.atoll.manager.alarm.internal.engine.Watched}, then at {@code internal.watch.AlarmRound}.
 */
@NullMarked
package io.atoll.manager.alarm;

import org.jspecify.annotations.NullMarked;
